#include "pages/app_details.hpp"

#include "connection/device_connection.hpp"
#include "models/apps_model.hpp"
#include "models/time_model.hpp"
#include "pages/memory_graph.hpp"
#include "pages/text_table_view.hpp"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace perisphere::studio
{

AppDetails::AppDetails(DeviceConnection& connection, AppsModel& apps, TimeModel& time,
                       QWidget* parent)
    : QTabWidget(parent)
    , m_apps(apps)
    , m_time(time)
    , m_permissions(connection)
    , m_graph(new MemoryGraph(this))
{
    setDocumentMode(true);
    tabBar()->setAccessibleName(tr("Of the chosen app"));
    setAccessibleName(tr("About the app"));
    addTab(m_graph, tr("Memory"));
    addTab(makePermissionsPage(), tr("Permissions"));
    connect(&apps, &AppsModel::appsChanged, this, [this] { update(); });
    connect(&apps, &AppsModel::memoryMeasured, this, &AppDetails::measured);
    connect(&m_permissions, &PermissionsModel::changed, this, [this] { update(); });
    connect(&connection, &DeviceConnection::attached, this, [this] {
        m_memory.clear();
        update();
    });
    update();
}

QWidget* AppDetails::makePermissionsPage()
{
    auto* const page = new QWidget(this);
    m_table = makeTextTableView(m_permissions.table(), tr("Permissions of the app"), page);
    m_table->setObjectName(QStringLiteral("permissions"));
    m_copyLine = new QPushButton(tr("Copy the &line"), page);
    m_copyLine->setObjectName(QStringLiteral("copyLine"));
    m_copyLine->setToolTip(tr("Copy the line of the manifest that would allow the chosen row"));
    m_copyAll = new QPushButton(tr("Copy &all lines"), page);
    m_copyAll->setToolTip(tr("Copy the lines of the manifest that would allow all of it"));
    auto* const hint = new QLabel(
        tr("What was refused since the app was started, and what its manifest grants."), page);
    hint->setWordWrap(true);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(6, 0, 6, 4);
    row->addStretch(1);
    row->addWidget(m_copyLine);
    row->addWidget(m_copyAll);
    hint->setContentsMargins(6, 4, 6, 2);
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(hint);
    layout->addWidget(m_table, 1);
    layout->addLayout(row);
    connect(m_copyLine, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_permissions.lineOf(m_table->currentIndex().row()));
    });
    connect(m_copyAll, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_permissions.allLines()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { update(); });
    return page;
}

void AppDetails::show(const QString& componentId)
{
    m_app = componentId;
    update();
}

void AppDetails::measured(const QString& componentId)
{
    if (const App* const app = m_apps.find(componentId))
        m_memory.add(*app, m_time.now());
    if (componentId == m_app)
        m_graph->show(m_memory.find(m_app));
}

void AppDetails::update()
{
    const App* const app = m_apps.find(m_app);
    m_graph->show(m_memory.find(m_app));
    const qint64 refusals = app == nullptr ? 0 : app->refusals;
    m_permissions.show(app == nullptr ? QString() : m_app, refusals);
    setTabText(1, refusals == 0 ? tr("Permissions") : tr("Permissions (%1 refused)").arg(refusals));
    m_copyLine->setEnabled(!m_permissions.lineOf(m_table->currentIndex().row()).isEmpty());
    m_copyAll->setEnabled(!m_permissions.allLines().isEmpty());
}

} // namespace perisphere::studio
