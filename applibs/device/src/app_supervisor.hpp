// One installed app through its starts, ends and restarts.
#pragma once

#include "app_output.hpp"
#include "event_queue.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/loop_poll.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace perisphere::device
{

/// What all supervisors of a manager share. Outlives them.
struct SupervisorContext {
    ManagerParts parts;
    ManagerOptions options;
    EventQueue& events;
};

class AppSupervisor
{
public:
    AppSupervisor(std::shared_ptr<const App> app, SupervisorContext& context);
    AppSupervisor(const AppSupervisor&) = delete;
    AppSupervisor& operator=(const AppSupervisor&) = delete;

    /// Nothing happens when it runs in that mode already. While it is stopping, and for a change
    /// between running and debugging, the start follows the end.
    [[nodiscard]] Result<> start(StartOptions options);

    /// SIGTERM, and SIGKILL when that does not end it in time. `stopped` is called when nothing of
    /// it runs any more, at once if nothing does; it may destroy the supervisor.
    void stop(std::function<void()> stopped);

    /// For an app that is stopped.
    void replaceApp(std::shared_ptr<const App> app);

    [[nodiscard]] AppStatus status() const;
    [[nodiscard]] const App& app() const { return *m_app; }
    [[nodiscard]] bool wantsToRun() const;
    [[nodiscard]] Result<MemoryUse> memory();

    /// Ends it as the device ends an app that has outgrown its memory.
    void killFor(const std::string& reason);

private:
    Result<> launch();
    Result<> makeProcess();
    void beginStop();
    void onEnd();
    void onUnwantedEnd();
    void backOff();
    void relaunch();
    void becomeStopped();
    void setState(AppState state);
    void say(const std::string& line);

    SupervisorContext& m_context;
    std::shared_ptr<const App> m_app;
    StartOptions m_options;
    AppState m_state = AppState::Stopped;
    std::unique_ptr<AppProcess> m_process;
    std::unique_ptr<AppOutput> m_output;
    std::unique_ptr<LoopPoll> m_end; // of the process; goes before it
    std::unique_ptr<Timer> m_timer;  // of the kill, or of the next start
    std::chrono::nanoseconds m_startedAt{};
    std::optional<ProcessExit> m_lastExit;
    unsigned m_failures = 0; // short runs in a row
    unsigned m_restarts = 0;
    std::optional<StartOptions> m_next; // to start with when it has stopped
    std::vector<std::function<void()>> m_onStopped;
    std::shared_ptr<int> m_alive = std::make_shared<int>(); // expires with this object
};

} // namespace perisphere::device
