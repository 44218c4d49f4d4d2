#include "pages/world_page.hpp"

#include "pages/faults_panel.hpp"
#include "pages/identity_panel.hpp"
#include "pages/network_panel.hpp"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kRefreshMilliseconds = 1000; // while somebody looks

} // namespace

WorldPage::WorldPage(DeviceConnection& connection, PartsModel& parts, QWidget* parent)
    : QWidget(parent)
    , m_world(connection)
    , m_faults(connection)
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("World"));
    m_tabs->addTab(new NetworkPanel(parts, m_world, m_tabs), tr("Networks"));
    m_tabs->addTab(new IdentityPanel(m_world, m_tabs), tr("Updates and identity"));
    m_tabs->addTab(new FaultsPanel(m_faults, m_tabs), tr("Faults"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(&m_world, &WorldModel::failed, this, &WorldPage::failed);
    connect(&m_faults, &FaultsModel::failed, this, &WorldPage::failed);
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, &WorldPage::refresh);
}

void WorldPage::refresh()
{
    m_world.refresh();
    m_faults.refresh();
}

void WorldPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    m_refresh.start();
}

void WorldPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_refresh.stop();
}

} // namespace perisphere::studio
