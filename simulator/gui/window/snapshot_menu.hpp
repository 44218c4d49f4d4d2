// What the time bar offers about snapshots: to take one, to go back, to forget one.
#pragma once

#include <QMenu>

namespace perisphere::studio
{

class SnapshotsModel;

class SnapshotMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit SnapshotMenu(SnapshotsModel& snapshots, QWidget* parent = nullptr);

private:
    void fill();
    /// What the device remembers now is lost by that: asks.
    void goBackTo(const QString& name);

    SnapshotsModel& m_snapshots;
    QAction* m_take;
    QAction* m_goBack;
    QAction* m_end; ///< what follows is a snapshot each
};

} // namespace perisphere::studio
