// Pause, go on, step, speed; and what time it is on the device.
#pragma once

#include <QTimer>
#include <QToolBar>

class QComboBox;
class QLabel;

namespace perisphere::studio
{

class TimeModel;

class TimeBar final : public QToolBar
{
    Q_OBJECT

public:
    explicit TimeBar(TimeModel& time, QWidget* parent = nullptr);

private:
    void update();
    using QToolBar::update;
    void step();

    TimeModel& m_time;
    QAction* m_pause;
    QAction* m_step;
    QComboBox* m_span;
    QComboBox* m_speed;
    QLabel* m_now;
    QTimer m_refresh;
};

} // namespace perisphere::studio
