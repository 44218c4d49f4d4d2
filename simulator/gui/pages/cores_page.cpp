#include "pages/cores_page.hpp"

#include "pages/core_memory_panel.hpp"
#include "pages/text_table_view.hpp"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kRefreshMilliseconds = 500; // while it runs; held, only after what is done to it

} // namespace

CoresPage::CoresPage(DeviceConnection& connection, QWidget* parent)
    : QWidget(parent)
    , m_core(connection)
    , m_which(new QComboBox(this))
    , m_peripheral(new QComboBox(this))
    , m_summary(new QLabel(this))
{
    auto* const bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_which->addItems({tr("Real-time core 0"), tr("Real-time core 1")});
    m_which->setAccessibleName(tr("Core"));
    bar->addWidget(m_which);
    m_hold = bar->addAction(tr("&Hold"), &m_core, &CoreModel::hold);
    m_hold->setToolTip(tr("Stop the core, and with it its time"));
    m_release = bar->addAction(tr("&Go on"), &m_core, &CoreModel::release);
    m_step = bar->addAction(tr("&Step"), this, [this] { m_core.step(1); });
    m_step->setShortcut(Qt::Key_F11);
    m_step->setToolTip(tr("Execute one instruction (F11)"));
    m_stepBack = bar->addAction(tr("Step &back"), &m_core, &CoreModel::stepBack);
    m_stepBack->setShortcut(Qt::SHIFT | Qt::Key_F11);
    m_history = bar->addAction(tr("&Keep history"));
    m_history->setCheckable(true);
    m_history->setChecked(true);
    m_history->setToolTip(tr("Keep what the core does while this is shown, so that it can be "
                             "stepped back behind where it was held"));
    connect(m_history, &QAction::toggled, &m_core, &CoreModel::setHistoryKept);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(6, 0, 6, 2);
    auto* const tabs = new QTabWidget(this);
    tabs->setDocumentMode(true);
    tabs->tabBar()->setAccessibleName(tr("Of the core"));
    addTable(*tabs, m_core.instructions(), tr("Code"));
    addTable(*tabs, m_core.registers(), tr("Registers"));
    m_memory = new CoreMemoryPanel(connection, m_core, tabs);
    tabs->addTab(m_memory, tr("Memory"));
    addTable(*tabs, m_core.frames(), tr("Stack"));
    addTable(*tabs, m_core.exceptions(), tr("Interrupts"));
    m_peripheral->setAccessibleName(tr("Peripheral"));
    auto* const peripheralTable = addTable(*tabs, m_core.peripheral(), tr("Peripherals"));
    tabs->setCornerWidget(m_peripheral);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_summary);
    layout->addWidget(tabs, 1);
    connect(m_which, &QComboBox::currentIndexChanged, this,
            [this](int core) { m_core.setCore(static_cast<unsigned>(core)); });
    connect(m_peripheral, &QComboBox::textActivated, this,
            [this, tabs, peripheralTable](const QString& name) {
                tabs->setCurrentWidget(peripheralTable);
                m_core.setPeripheral(name);
            });
    connect(&m_core, &CoreModel::changed, this, [this] { update(); });
    connect(&m_core, &CoreModel::failed, this, &CoresPage::failed);
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (!m_core.isHeld())
            m_core.refresh();
    });
    update();
}

QTableView* CoresPage::addTable(QTabWidget& tabs, TextTable& table, const QString& title)
{
    QTableView* const view = makeTextTableView(table, title, &tabs);
    tabs.addTab(view, title);
    return view;
}

void CoresPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_core.setHistoryKept(m_history->isChecked());
    m_core.refresh();
    m_refresh.start();
}

void CoresPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_core.setHistoryKept(false);
    m_refresh.stop();
}

void CoresPage::update()
{
    const bool isOn = !m_core.state().isEmpty() && m_core.state() != QStringLiteral("off");
    m_hold->setEnabled(isOn && !m_core.isHeld());
    m_release->setEnabled(m_core.isHeld());
    m_step->setEnabled(m_core.isHeld());
    m_stepBack->setEnabled(m_core.isHeld());
    m_stepBack->setToolTip(
        m_core.isHeld()
            ? tr("Take back one instruction: of the core alone, what it has done to pins and "
                 "peripherals stays done (Shift+F11)")
            : tr("A core that runs cannot be stepped back: hold it first (Shift+F11)"));
    m_summary->setText(isOn ? m_core.summary() : tr("no app runs on this core"));
    if (m_peripheral->count() != m_core.peripherals().size()) {
        const QSignalBlocker blocker(m_peripheral);
        m_peripheral->clear();
        m_peripheral->addItems(m_core.peripherals());
    }
}

} // namespace perisphere::studio
