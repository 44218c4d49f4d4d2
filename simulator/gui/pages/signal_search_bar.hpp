// Looks for edges, pulses and what is said in the row that is chosen among the signals.
#pragma once

#include "signals/signal_search.hpp"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace perisphere::studio
{

class SignalView;

class SignalSearchBar final : public QWidget
{
    Q_OBJECT

public:
    explicit SignalSearchBar(SignalView& view, QWidget* parent = nullptr);

    void begin(); ///< puts the keyboard into it
    void find(SearchDirection direction);

Q_SIGNALS:
    /// Why nothing was found.
    void told(const QString& text);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    using Hit = std::optional<SearchHit>;
    Hit hitInSignal(const Track& track, std::int64_t from, SearchDirection direction);
    Hit hitInSaid(const std::vector<Annotation>& said, std::int64_t from,
                  SearchDirection direction);
    void update();
    using QWidget::update;

    SignalView& m_view;
    QComboBox* m_what;
    QLineEdit* m_value;
    QString m_answer; ///< why there is none
};

} // namespace perisphere::studio
