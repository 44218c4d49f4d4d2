#include "window/main_window.hpp"

#include "pages/apps_page.hpp"
#include "pages/board_edit_panel.hpp"
#include "pages/board_page.hpp"
#include "pages/cores_page.hpp"
#include "pages/log_page.hpp"
#include "pages/part_panel.hpp"
#include "pages/signals_page.hpp"
#include "pages/terminals_page.hpp"
#include "pages/welcome_page.hpp"
#include "pages/world_page.hpp"
#include "window/focus_chain.hpp"
#include "window/scenario_actions.hpp"
#include "window/snapshot_menu.hpp"
#include "window/time_bar.hpp"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kToldMilliseconds = 5000;

const char* const kGeometry = "window/geometry";
const char* const kState = "window/state";
const char* const kTheme = "window/theme";

/// A project of the user's own, made once: it is there to be changed.
QString sampleFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath(QStringLiteral("perisphere/first-app"));
}

} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent)
    , m_parts(m_connection)
    , m_apps(m_connection)
    , m_log(m_connection)
    , m_nets(m_connection)
    , m_time(m_connection)
    , m_snapshots(m_connection)
    , m_scenarios(new ScenarioActions(m_connection, m_runner, *this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new WelcomePage(m_pages))
    , m_board(new BoardPage(m_connection, m_parts, m_nets, m_pages))
    , m_lostBanner(new QWidget(this))
    , m_lostText(new QLabel(m_lostBanner))
    , m_timeBar(new TimeBar(m_time, m_snapshots, this))
    , m_state(new QLabel(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_board);
    auto* const startAgain = new QPushButton(tr("Start it &again"), m_lostBanner);
    auto* const giveUp = new QPushButton(tr("&Detach"), m_lostBanner);
    auto* const bannerRow = new QHBoxLayout(m_lostBanner);
    bannerRow->addWidget(m_lostText, 1);
    bannerRow->addWidget(startAgain);
    bannerRow->addWidget(giveUp);
    m_lostBanner->setObjectName(QStringLiteral("lostBanner"));
    m_lostBanner->setAutoFillBackground(true);
    m_lostBanner->hide();
    auto* const centre = new QWidget(this);
    auto* const column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_lostBanner);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    addToolBar(m_timeBar);
    statusBar()->addPermanentWidget(m_state);
    addDocks();
    addMenus();
    connect(m_welcome, &WelcomePage::sampleWanted, this, &MainWindow::startSample);
    connect(m_welcome, &WelcomePage::deviceWanted, this,
            [this](const QString& board) { startDevice(board); });
    connect(m_welcome, &WelcomePage::attachWanted, this, &MainWindow::attach);
    connect(m_board, &BoardPage::partChosen, m_part,
            static_cast<void (PartPanel::*)(const QString&)>(&PartPanel::show));
    connect(&m_apps, &AppsModel::appsChanged, this, [this] {
        QHash<QString, QString> names;
        for (const App& app : m_apps.apps())
            names.insert(app.componentId, app.name);
        m_nets.setAppNames(names);
    });
    connect(m_board, &BoardPage::restartWanted, this, &MainWindow::restartWithBoard);
    connect(startAgain, &QPushButton::clicked, this, [this] {
        m_runner.run({QStringLiteral("sim"), QStringLiteral("start"), QStringLiteral("--name"),
                      m_connection.deviceName()},
                     [this](const CommandRunner::Outcome& outcome) {
                         if (!outcome.isGood)
                             showFailure(tr("Start the device again"), outcome.errors);
                     });
    });
    connect(giveUp, &QPushButton::clicked, &m_connection, &DeviceConnection::detach);
    connect(&m_connection, &DeviceConnection::stateChanged, this, &MainWindow::updateState);
    connect(&m_connection, &DeviceConnection::lost, this, [this](const QString& why) {
        m_lostText->setText(tr("%1 It is attached again as soon as it is back.").arg(why));
    });
    connect(&m_connection, &DeviceConnection::failed, this, &MainWindow::showFailure);
    restoreLayout();
    updateState();
}

MainWindow::~MainWindow()
{
    m_connection.disconnect(this);
    // The pages go before what they show: an editor that loses the keyboard still sets its value.
    qDeleteAll(findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly));
    delete takeCentralWidget();
    m_connection.detach();
}

void MainWindow::addDocks()
{
    const auto add = [this](const QString& title, const char* objectName, QWidget* content,
                            Qt::DockWidgetArea area) {
        auto* const dock = new QDockWidget(title, this);
        dock->setObjectName(QLatin1StringView(objectName));
        dock->setWidget(content);
        addDockWidget(area, dock);
        return dock;
    };
    m_part = new PartPanel(m_parts, this);
    m_appsPage = new AppsPage(m_connection, m_runner, m_apps, m_time, this);
    QDockWidget* const part = add(tr("Part"), "partDock", m_part, Qt::RightDockWidgetArea);
    m_editDock = add(tr("Edit board"), "editDock", &m_board->editPanel(), Qt::RightDockWidgetArea);
    m_editDock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    tabifyDockWidget(part, m_editDock);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea); // boards are wide, lists are long
    connect(&m_board->editAction(), &QAction::toggled, this, [this](bool isOn) {
        m_editDock->setVisible(isOn);
        m_editDock->raise();
    });
    QDockWidget* const apps = add(tr("Apps"), "appsDock", m_appsPage, Qt::BottomDockWidgetArea);
    auto* const logPage = new LogPage(m_log, m_apps, this);
    QDockWidget* const log = add(tr("Log"), "logDock", logPage, Qt::BottomDockWidgetArea);
    splitDockWidget(apps, log, Qt::Horizontal); // it is seen beside whatever it is about
    m_signals = new SignalsPage(m_connection, this);
    QDockWidget* const signalsDock =
        add(tr("Signals"), "signalsDock", m_signals, Qt::BottomDockWidgetArea);
    tabifyDockWidget(apps, signalsDock);
    m_coresPage = new CoresPage(m_connection, this);
    tabifyDockWidget(signalsDock, add(tr("Real-time cores"), "coresDock", m_coresPage,
                                      Qt::BottomDockWidgetArea));
    m_terminals = new TerminalsPage(m_connection, this);
    tabifyDockWidget(apps,
                     add(tr("Terminals"), "terminalsDock", m_terminals, Qt::BottomDockWidgetArea));
    connect(m_terminals, &TerminalsPage::failed, this, &MainWindow::showFailure);
    m_world = new WorldPage(m_connection, m_parts, this);
    tabifyDockWidget(apps, add(tr("World"), "worldDock", m_world, Qt::BottomDockWidgetArea));
    connect(m_world, &WorldPage::failed, this, &MainWindow::showFailure);
    apps->raise();
    log->raise();
    m_timeBar->setCore(m_coresPage->core());
    connect(&m_snapshots, &SnapshotsModel::failed, this, &MainWindow::showFailure);
    connect(&m_snapshots, &SnapshotsModel::told, this,
            [this](const QString& text) { statusBar()->showMessage(text, kToldMilliseconds); });
    connect(m_coresPage, &CoresPage::failed, this, &MainWindow::showFailure);
    connect(m_scenarios, &ScenarioActions::failed, this, &MainWindow::showFailure);
    connect(m_scenarios, &ScenarioActions::told, this,
            [this](const QString& text) { statusBar()->showMessage(text, kToldMilliseconds); });
    connect(m_signals, &SignalsPage::failed, this, &MainWindow::showFailure);
    m_appsDock = apps;
    m_logDock = log;
    m_signalsDock = signalsDock;
    connect(logPage, &LogPage::timeChosen, this, [this, signalsDock](qint64 nanoseconds) {
        signalsDock->show();
        signalsDock->raise();
        m_signals->goTo(nanoseconds);
    });
    connect(m_appsPage, &AppsPage::failed, this, &MainWindow::showFailure);
    connect(m_appsPage, &AppsPage::told, this,
            [this](const QString& text) { statusBar()->showMessage(text, kToldMilliseconds); });
}

void MainWindow::addMenus()
{
    QMenu* const device = menuBar()->addMenu(tr("&Device"));
    QMenu* const attachMenu = device->addMenu(tr("&Attach to"));
    connect(attachMenu, &QMenu::aboutToShow, this,
            [this, attachMenu] { fillAttachMenu(*attachMenu); });
    device->addAction(tr("&Detach"), &m_connection, &DeviceConnection::detach);
    device->addSeparator();
    device->addAction(tr("&Reboot"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), this,
                      [this] { m_connection.call("device.reset"); });
    device->addAction(tr("&Stop and detach"), this, &MainWindow::stopDevice);
    device->addSeparator();
    device->addMenu(&m_timeBar->snapshotMenu());
    m_scenarios->addTo(*device);
    device->addSeparator();
    device->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    menuBar()->addMenu(tr("&Board"))->addAction(&m_board->editAction());
    m_view = menuBar()->addMenu(tr("&View"));
    for (QDockWidget* const dock : findChildren<QDockWidget*>())
        if (dock != m_editDock)
            m_view->addAction(dock->toggleViewAction());
    m_view->addAction(m_timeBar->toggleViewAction());
    m_view->addSeparator();
    auto* const themes = new QActionGroup(this);
    for (const auto& [text, theme] :
         {std::pair(tr("&Light"), Theme::Light), std::pair(tr("&Dark"), Theme::Dark)}) {
        QAction* const action = m_view->addAction(text, this, [this, theme] { setTheme(theme); });
        action->setCheckable(true);
        action->setChecked(qApp->property("theme").toString() == name(theme));
        themes->addAction(action);
    }
    QMenu* const help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Manual"), QKeySequence::HelpContents, this, [this] {
        const QDir bin(QCoreApplication::applicationDirPath());
        for (const QString& file : {QStringLiteral("../share/doc/perisphere/simulator/studio.md"),
                                    QStringLiteral("../../../docs/simulator/studio.md")})
            if (QFileInfo::exists(bin.filePath(file))) {
                QDesktopServices::openUrl(QUrl::fromLocalFile(bin.filePath(file)));
                return;
            }
        showFailure(tr("Open the manual"), tr("docs/simulator/studio.md is not installed"));
    });
    help->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::fillAttachMenu(QMenu& menu)
{
    menu.clear();
    for (const FoundDevice& device : runningDevices())
        menu.addAction(device.name, this, [this, name = device.name] { attach(name); });
    if (menu.isEmpty())
        menu.addAction(tr("No device runs"))->setEnabled(false);
}

bool MainWindow::attach(const QString& device)
{
    for (const FoundDevice& found : runningDevices())
        if (found.name == device) {
            m_connection.attach(found.socket, found.name);
            return true;
        }
    return false;
}

void MainWindow::openSignals(const QString& path)
{
    if (const auto trouble = m_signals->openVcd(path)) {
        showFailure(tr("Open signals"), *trouble);
        return;
    }
    m_signalsDock->show();
    m_signalsDock->raise();
}

void MainWindow::startDevice(const QString& board, const QString& project)
{
    m_lastBoard = board;
    if (!project.isEmpty())
        m_board->setProject(project);
    m_welcome->setBusy(tr("Starting %1…").arg(board));
    m_runner.run({QStringLiteral("sim"), QStringLiteral("start"), QStringLiteral("--board"), board},
                 [this, board, project](const CommandRunner::Outcome& outcome) {
                     m_welcome->setBusy({});
                     // One that runs already is as good.
                     const QString name = outcome.output.trimmed();
                     if (!attach(outcome.isGood ? name : board)) {
                         showFailure(tr("Start a device"), outcome.errors);
                         return;
                     }
                     if (!project.isEmpty())
                         m_appsPage->install(project);
                 });
}

void MainWindow::startSample(const QString& board)
{
    const QString folder = sampleFolder() + '-' + board;
    if (QFileInfo::exists(folder)) {
        startDevice(board, folder);
        return;
    }
    QDir().mkpath(QFileInfo(folder).path());
    m_welcome->setBusy(tr("Making the project %1…").arg(folder));
    m_runner.run({QStringLiteral("new"), folder, QStringLiteral("--template"),
                  QStringLiteral("blink"), QStringLiteral("--board"), board},
                 [this, board, folder](const CommandRunner::Outcome& outcome) {
                     m_welcome->setBusy({});
                     if (outcome.isGood)
                         startDevice(board, folder);
                     else
                         showFailure(tr("Make the sample"), outcome.errors);
                 });
}

void MainWindow::stopDevice()
{
    m_connection.call("device.shutdown", json::Value::object(), this,
                      [this](const Result<json::Value>& answer) {
                          if (answer)
                              m_connection.detach();
                      });
}

/// The connection finds it again by itself; what is installed on it is still there.
void MainWindow::restartWithBoard(const QString& path)
{
    const QString device = m_connection.deviceName();
    m_runner.run(
        {QStringLiteral("sim"), QStringLiteral("stop"), QStringLiteral("--device"), device},
        [this, device, path](const CommandRunner::Outcome&) {
            m_runner.run({QStringLiteral("sim"), QStringLiteral("start"), QStringLiteral("--name"),
                          device, QStringLiteral("--board"), path},
                         [this](const CommandRunner::Outcome& outcome) {
                             if (!outcome.isGood)
                                 showFailure(tr("Start the device with this board"),
                                             outcome.errors);
                         });
        });
}

void MainWindow::updateState()
{
    using State = DeviceConnection::State;
    const State state = m_connection.state();
    const bool isHere = state == State::Attached || state == State::Lost;
    m_pages->setCurrentWidget(isHere ? static_cast<QWidget*>(m_board) : m_welcome);
    m_lostBanner->setVisible(state == State::Lost);
    m_timeBar->setEnabled(state == State::Attached);
    m_appsPage->setEnabled(state == State::Attached);
    m_board->editAction().setEnabled(isHere);
    if (state == State::Detached)
        m_board->editAction().setChecked(false); // what was done stays until another board is there
    const QString device = m_connection.deviceName();
    switch (state) {
    case State::Detached:
        m_state->setText(tr("no device"));
        break;
    case State::Attaching:
        m_state->setText(tr("attaching to %1…").arg(device));
        break;
    case State::Attached:
        m_state->setText(tr("attached to %1").arg(device));
        break;
    case State::Lost:
        m_state->setText(tr("%1 has ended").arg(device));
        break;
    }
    setWindowTitle(isHere ? QStringLiteral("%1 – Perisphere Studio").arg(device)
                          : QStringLiteral("Perisphere Studio"));
}

/// Beside the work, not in its way.
void MainWindow::showFailure(const QString& what, const QString& why)
{
    statusBar()->showMessage(tr("%1: %2").arg(what, why.section('\n', 0, 0)));
    m_state->setToolTip(why);
}

void MainWindow::setTheme(Theme theme)
{
    apply(theme, *qApp);
    QSettings().setValue(QLatin1StringView(kTheme), name(theme));
}

void MainWindow::restoreLayout()
{
    constexpr QSize kFirstSize(1400, 960);
    constexpr int kFirstBottom = 260; ///< the board has most of the window
    constexpr int kFirstRight = 290;
    const QSettings settings;
    if (!restoreGeometry(settings.value(QLatin1StringView(kGeometry)).toByteArray()))
        resize(kFirstSize.boundedTo(screen()->availableSize()));
    if (!restoreState(settings.value(QLatin1StringView(kState)).toByteArray())) {
        resizeDocks({m_signalsDock}, {kFirstBottom}, Qt::Vertical);
        resizeDocks({m_editDock}, {kFirstRight}, Qt::Horizontal);
        const int below = width() - kFirstRight;
        resizeDocks({m_appsDock, m_logDock}, {below * 3 / 5, below * 2 / 5}, Qt::Horizontal);
    }
    m_editDock->setVisible(m_board->editAction().isChecked());
}

bool MainWindow::focusNextPrevChild(bool isNext)
{
    QWidget* const next = nextInSight(*this, isNext);
    if (next == nullptr)
        return QMainWindow::focusNextPrevChild(isNext);
    next->setFocus(isNext ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings settings;
    settings.setValue(QLatin1StringView(kGeometry), saveGeometry());
    settings.setValue(QLatin1StringView(kState), saveState());
    QMainWindow::closeEvent(event);
}

} // namespace perisphere::studio
