// The window: the board in the middle, apps, log and the chosen part around it.
#pragma once

#include "connection/device_connection.hpp"
#include "connection/device_starter.hpp"
#include "models/apps_model.hpp"
#include "models/log_model.hpp"
#include "models/nets_model.hpp"
#include "models/parts_model.hpp"
#include "models/snapshots_model.hpp"
#include "models/time_model.hpp"
#include "window/theme.hpp"

#include <QMainWindow>

class QLabel;
class QStackedWidget;

namespace perisphere::studio
{

class AppsPage;
class BoardPage;
class CoresPage;
class PartPanel;
class ScenarioActions;
class SignalsPage;
class TerminalsPage;
class TimeBar;
class WelcomePage;
class WorldPage;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] DeviceConnection& connection() { return m_connection; }
    [[nodiscard]] PartsModel& parts() { return m_parts; }
    [[nodiscard]] AppsModel& apps() { return m_apps; }
    [[nodiscard]] NetsModel& nets() { return m_nets; }
    [[nodiscard]] SnapshotsModel& snapshots() { return m_snapshots; }
    [[nodiscard]] LogModel& log() { return m_log; }
    [[nodiscard]] BoardPage& boardPage() { return *m_board; }
    [[nodiscard]] AppsPage& appsPage() { return *m_appsPage; }
    [[nodiscard]] SignalsPage& signalsPage() { return *m_signals; }
    [[nodiscard]] ScenarioActions& scenarios() { return *m_scenarios; }
    [[nodiscard]] CoresPage& coresPage() { return *m_coresPage; }
    [[nodiscard]] TerminalsPage& terminalsPage() { return *m_terminals; }
    [[nodiscard]] WorldPage& worldPage() { return *m_world; }

    /// A running device, by name. @return false when there is none
    bool attach(const QString& device);
    /// A recording from a file, beside whatever is there.
    void openSignals(const QString& path);
    /// Starts one and attaches; `project`, if any, is built and installed on it.
    void startDevice(const QString& board, const QString& project = {});
    void startSample(const QString& board);

protected:
    void closeEvent(QCloseEvent* event) override;
    bool focusNextPrevChild(bool isNext) override;

private:
    void addDocks();
    void addMenus();
    void fillAttachMenu(QMenu& menu);
    void updateState();
    void showFailure(const QString& what, const QString& why);
    void stopDevice();
    void restartWithBoard(const QString& path);
    void setTheme(Theme theme);
    void restoreLayout();

    DeviceConnection m_connection;
    CommandRunner m_runner;
    PartsModel m_parts;
    AppsModel m_apps;
    LogModel m_log;
    NetsModel m_nets;
    TimeModel m_time;
    SnapshotsModel m_snapshots;

    ScenarioActions* m_scenarios;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    BoardPage* m_board;
    QWidget* m_lostBanner;
    QLabel* m_lostText;
    AppsPage* m_appsPage = nullptr;
    PartPanel* m_part = nullptr;
    QDockWidget* m_appsDock = nullptr;
    QDockWidget* m_logDock = nullptr;
    QDockWidget* m_editDock = nullptr;
    QDockWidget* m_signalsDock = nullptr;
    SignalsPage* m_signals = nullptr;
    CoresPage* m_coresPage = nullptr;
    TerminalsPage* m_terminals = nullptr;
    WorldPage* m_world = nullptr;
    TimeBar* m_timeBar;
    QLabel* m_state;
    QMenu* m_view = nullptr;
    QString m_lastBoard;
};

} // namespace perisphere::studio
