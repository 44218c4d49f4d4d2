// Pause, go on, step, back, speed, snapshots; and what time it is on the device.
#pragma once

#include <QTimer>
#include <QToolBar>

class QComboBox;
class QLabel;

namespace perisphere::studio
{

class CoreModel;
class SnapshotMenu;
class SnapshotsModel;
class TimeModel;

class TimeBar final : public QToolBar
{
    Q_OBJECT

public:
    TimeBar(TimeModel& time, SnapshotsModel& snapshots, QWidget* parent = nullptr);
    /// What can be stepped back.
    void setCore(CoreModel& core);
    /// For the menu bar as well.
    [[nodiscard]] SnapshotMenu& snapshotMenu() { return *m_snapshots; }

private:
    void update();
    using QToolBar::update;
    void step();

    TimeModel& m_time;
    QAction* m_pause;
    QAction* m_step;
    QAction* m_back;
    QComboBox* m_span;
    QComboBox* m_speed;
    QLabel* m_now;
    SnapshotMenu* m_snapshots;
    QTimer m_refresh;
};

} // namespace perisphere::studio
