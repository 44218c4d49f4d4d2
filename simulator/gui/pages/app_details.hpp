// Of one app: its memory over time, and what it may do.
#pragma once

#include "models/memory_history.hpp"
#include "models/permissions_model.hpp"

#include <QTabWidget>

class QPushButton;
class QTableView;

namespace perisphere::studio
{

class AppsModel;
class MemoryGraph;
class TimeModel;

class AppDetails final : public QTabWidget
{
    Q_OBJECT

public:
    AppDetails(DeviceConnection& connection, AppsModel& apps, TimeModel& time,
               QWidget* parent = nullptr);

    /// {} is none.
    void show(const QString& componentId);
    using QTabWidget::show;
    [[nodiscard]] PermissionsModel& permissions() { return m_permissions; }
    [[nodiscard]] const MemoryHistory& memory() const { return m_memory; }

private:
    QWidget* makePermissionsPage();
    void update();
    using QTabWidget::update;
    void measured(const QString& componentId);

    AppsModel& m_apps;
    TimeModel& m_time;
    MemoryHistory m_memory;
    PermissionsModel m_permissions;
    QString m_app;
    MemoryGraph* m_graph;
    QTableView* m_table = nullptr;
    QPushButton* m_copyLine = nullptr;
    QPushButton* m_copyAll = nullptr;
};

} // namespace perisphere::studio
