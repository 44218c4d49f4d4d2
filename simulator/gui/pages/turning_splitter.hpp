// Beside each other, or one below the other where it is too narrow for that and tall enough.
#pragma once

#include <QSplitter>

namespace perisphere::studio
{

class TurningSplitter final : public QSplitter
{
    Q_OBJECT

public:
    explicit TurningSplitter(QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Of the widgets beside each other.
    [[nodiscard]] int wantedWidth() const;
};

} // namespace perisphere::studio
