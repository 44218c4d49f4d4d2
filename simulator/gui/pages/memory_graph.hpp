// An app's memory over the device's time, against the limit.
#pragma once

#include "models/memory_history.hpp"

#include <QWidget>

namespace perisphere::studio
{

class MemoryGraph final : public QWidget
{
    Q_OBJECT

public:
    explicit MemoryGraph(QWidget* parent = nullptr);

    /// nullptr: there is nothing to show.
    void show(const MemoryCurve* curve);
    using QWidget::show;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void drawLevel(QPainter& painter, const QRect& plot, qint64 kibibytes, const QString& text,
                   const QPen& pen) const;
    [[nodiscard]] int yOf(const QRect& plot, qint64 kibibytes) const;

    MemoryCurve m_curve;
};

} // namespace perisphere::studio
