#include "pages/apps_page.hpp"

#include "connection/device_connection.hpp"
#include "connection/device_starter.hpp"
#include "pages/app_details.hpp"

#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QToolBar>
#include <QUrl>
#include <QVBoxLayout>

namespace perisphere::studio
{
namespace
{

constexpr int kMemoryMilliseconds = 1000;

/// The device is on this machine. This gdb knows the device's cores, and those of apps in host
/// mode.
QString debuggerLine(const App& app)
{
    return QStringLiteral("gdb-multiarch -ex 'target remote localhost:%1'")
        .arg(app.debugPort.value_or(0));
}

} // namespace

AppsPage::AppsPage(DeviceConnection& connection, CommandRunner& runner, AppsModel& apps,
                   TimeModel& time, QWidget* parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_runner(runner)
    , m_apps(apps)
    , m_table(new QTableView(this))
    , m_details(new AppDetails(connection, apps, time, this))
    , m_debugLine(new QLineEdit(this))
    , m_debugRow(new QWidget(this))
{
    setAcceptDrops(true);
    auto* const bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    addAction(*bar, tr("Install &package…"), tr("Install an image package and start it"),
              &AppsPage::choosePackage);
    addAction(*bar, tr("Install pro&ject…"), tr("Build a project folder, install it and start it"),
              &AppsPage::chooseProject);
    bar->addSeparator();
    m_start = addAction(*bar, tr("&Start"), tr("Start the app"), &AppsPage::start);
    m_stop = addAction(*bar, tr("S&top"), tr("Ask the app to end"), &AppsPage::stop);
    m_restart = addAction(*bar, tr("&Restart"), tr("Stop and start the app"), &AppsPage::restart);
    m_debug = addAction(*bar, tr("&Debug"), tr("Start the app so that it waits for a debugger"),
                        &AppsPage::debug);
    m_debug->setObjectName(QStringLiteral("debugApp"));
    m_remove = addAction(*bar, tr("Re&move"), tr("Remove the app and all that it has stored"),
                         &AppsPage::remove);
    m_table->setModel(&m_apps);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setAccessibleName(tr("Apps on the device"));
    m_debugLine->setReadOnly(true);
    m_debugLine->setObjectName(QStringLiteral("debugLine"));
    m_debugLine->setAccessibleName(tr("Debugger command"));
    auto* const copy = new QPushButton(tr("&Copy"), this);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_debugLine->text()); });
    auto* const debugLayout = new QHBoxLayout(m_debugRow);
    debugLayout->setContentsMargins(4, 0, 4, 4);
    debugLayout->addWidget(new QLabel(tr("Waiting for the debugger:"), this));
    debugLayout->addWidget(m_debugLine, 1);
    debugLayout->addWidget(copy);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(bar);
    layout->addWidget(m_debugRow);
    auto* const splitter = new QSplitter(Qt::Horizontal, this); // docks below are wide and low
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_details);
    splitter->setSizes({550, 450}); // of a thousand parts
    layout->addWidget(splitter, 1);
    connect(&m_apps, &AppsModel::appsChanged, this, [this] { update(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { update(); });
    m_memory.setInterval(kMemoryMilliseconds);
    connect(&m_memory, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_apps.refreshMemory();
    });
    m_memory.start();
    update();
}

QAction* AppsPage::addAction(QToolBar& bar, const QString& text, const QString& hint,
                             void (AppsPage::*run)())
{
    QAction* const action = bar.addAction(text);
    action->setToolTip(hint);
    action->setStatusTip(hint);
    connect(action, &QAction::triggered, this, run);
    return action;
}

const App* AppsPage::chosen() const
{
    const auto rows = m_table->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        return m_apps.at(rows.front().row());
    return m_apps.rowCount() == 1 ? m_apps.at(0) : nullptr; // there is no other
}

void AppsPage::update()
{
    const App* const app = chosen();
    const bool isThere = app != nullptr;
    const bool isActive = isThere && app->isActive();
    m_details->show(isThere ? app->componentId : QString());
    m_start->setEnabled(isThere && !isActive);
    m_stop->setEnabled(isActive);
    m_restart->setEnabled(isActive);
    m_debug->setEnabled(isThere && app->state != QStringLiteral("debugging"));
    m_remove->setEnabled(isThere);
    const bool isWaiting = isThere && app->isWaitingForDebugger();
    m_debugRow->setVisible(isWaiting);
    if (isWaiting)
        m_debugLine->setText(debuggerLine(*app));
}

void AppsPage::call(const char* method, bool isDebug)
{
    const App* const app = chosen();
    if (app == nullptr)
        return;
    json::Value params{{"app", app->componentId.toStdString()}};
    if (isDebug)
        params["debug"] = true;
    m_connection.call(method, std::move(params));
}

void AppsPage::start()
{
    call("app.start");
}

void AppsPage::stop()
{
    call("app.stop");
}

void AppsPage::restart()
{
    const App* const app = chosen();
    if (app == nullptr)
        return;
    const json::Value params{{"app", app->componentId.toStdString()}};
    m_connection.call("app.stop", params, this, [this, params](const Result<json::Value>& stopped) {
        if (stopped)
            m_connection.call("app.start", params);
    });
}

void AppsPage::debug()
{
    const App* const app = chosen();
    if (app == nullptr)
        return;
    if (!app->isActive()) {
        call("app.start", true);
        return;
    }
    const json::Value params{{"app", app->componentId.toStdString()}};
    m_connection.call("app.stop", params, this, [this, params](const Result<json::Value>& stopped) {
        json::Value start = params;
        start["debug"] = true;
        if (stopped)
            m_connection.call("app.start", std::move(start));
    });
}

void AppsPage::remove()
{
    const App* const app = chosen();
    if (app == nullptr)
        return;
    const auto answer = QMessageBox::question(
        this, tr("Remove the app"),
        tr("Remove \"%1\" and all that it has stored from the device?").arg(app->name));
    if (answer == QMessageBox::Yes)
        call("app.remove");
}

void AppsPage::choosePackage()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Install an image package"), {},
                                     tr("Image packages (*.imagepackage);;All files (*)"));
    if (!path.isEmpty())
        install(path);
}

void AppsPage::chooseProject()
{
    const QString path = QFileDialog::getExistingDirectory(this, tr("Install a project"));
    if (!path.isEmpty())
        install(path);
}

void AppsPage::install(const QString& path)
{
    Q_EMIT told(tr("Installing %1…").arg(QFileInfo(path).fileName()));
    m_runner.run({QStringLiteral("device"), QStringLiteral("sideload"), path,
                  QStringLiteral("--device"), m_connection.deviceName()},
                 [this, path](const CommandRunner::Outcome& outcome) {
                     const QString name = QFileInfo(path).fileName();
                     if (outcome.isGood)
                         Q_EMIT told(tr("%1 is installed").arg(name));
                     else
                         Q_EMIT failed(tr("Install %1").arg(name), outcome.errors);
                 });
}

void AppsPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls() && m_connection.isAttached())
        event->acceptProposedAction();
}

void AppsPage::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            install(url.toLocalFile());
    event->acceptProposedAction();
}

} // namespace perisphere::studio
