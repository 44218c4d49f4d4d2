#include "app_supervisor.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/socket.h>

namespace perisphere::device
{
namespace
{

/// The same app, with its folders as the launcher's apps see them.
std::shared_ptr<const App> asSeenBy(const AppLauncher& launcher, std::shared_ptr<const App> app)
{
    std::string root = launcher.packageRoot(*app);
    if (root == app->packageRoot)
        return app;
    auto seen = std::make_shared<App>(*app);
    seen->packageRoot = std::move(root);
    seen->certificates = launcher.certificates(*app);
    return seen;
}

Result<std::pair<UniqueFd, UniqueFd>> makeSocketPair()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "create", "a socket pair"));
    return std::pair(UniqueFd(ends[0]), UniqueFd(ends[1]));
}

} // namespace

AppSupervisor::AppSupervisor(std::shared_ptr<const App> app, SupervisorContext& context)
    : m_context(context)
    , m_app(asSeenBy(context.parts.launcher, std::move(app)))
{
}

void AppSupervisor::replaceApp(std::shared_ptr<const App> app)
{
    m_app = asSeenBy(m_context.parts.launcher, std::move(app));
}

AppStatus AppSupervisor::status() const
{
    return {.componentId = m_app->componentId,
            .imageId = m_app->imageId,
            .name = m_app->name,
            .state = m_state,
            .lastExit = m_lastExit,
            .restarts = m_restarts,
            .processId = m_process ? m_process->processId() : 0};
}

bool AppSupervisor::wantsToRun() const
{
    return m_state == AppState::Stopping ? m_next.has_value() : m_state != AppState::Stopped;
}

Result<> AppSupervisor::start(StartOptions options)
{
    if (m_state == AppState::Stopping) {
        m_next = std::move(options);
        return {};
    }
    if (m_process && options.forDebugging == m_options.forDebugging &&
        (options.records == AppRecords() || options.records == m_options.records))
        return {};
    if (m_process) {
        m_next = std::move(options);
        beginStop();
        return {};
    }
    m_timer.reset();
    m_options = std::move(options);
    m_failures = 0;
    m_restarts = 0;
    return launch();
}

Result<> AppSupervisor::launch()
{
    setState(AppState::Starting);
    auto made = makeProcess();
    if (!made) {
        m_output.reset();
        say(made.error().toString());
        setState(AppState::Stopped);
        return made;
    }
    m_startedAt = m_context.parts.timers.now();
    say("started");
    setState(m_options.forDebugging ? AppState::Debugging : AppState::Running);
    return {};
}

Result<> AppSupervisor::makeProcess()
{
    ManagerParts& parts = m_context.parts;
    auto sockets = makeSocketPair();
    if (!sockets)
        return fail(sockets.error());
    AppDescriptors descriptors{std::move(sockets->second), {}, {}, {}};
    InputOnDemand* const onDemand = parts.launcher.hasDeviceTime(*m_app) ? parts.onDemand : nullptr;
    auto output = AppOutput::start(parts.loop, onDemand, parts.log, m_app->componentId,
                                   descriptors.standardOutput, descriptors.standardError);
    if (!output)
        return fail(output.error());
    m_output = std::move(*output);
    parts.connections.serve(m_app, std::move(sockets->first));
    if (parts.launcher.hasDeviceNodes(*m_app)) {
        auto nodes = makeSocketPair();
        if (!nodes)
            return fail(nodes.error());
        parts.connections.serve(m_app, std::move(nodes->first));
        descriptors.nodes = std::move(nodes->second);
    }
    auto process = parts.launcher.start(*m_app, m_options, std::move(descriptors));
    if (!process)
        return fail(process.error());
    auto end = LoopPoll::start(parts.loop, (*process)->exitDescriptor(), [this] { onEnd(); });
    if (!end)
        return fail(end.error());
    m_process = std::move(*process);
    m_end = std::move(*end);
    return {};
}

void AppSupervisor::stop(std::function<void()> stopped)
{
    m_next.reset();
    if (m_process) {
        m_onStopped.push_back(std::move(stopped));
        if (m_state != AppState::Stopping)
            beginStop();
        return;
    }
    m_timer.reset();
    if (m_state != AppState::Stopped)
        setState(AppState::Stopped);
    stopped();
}

void AppSupervisor::beginStop()
{
    setState(AppState::Stopping);
    m_process->terminate();
    m_timer = m_context.parts.timers.after(m_context.options.stopTimeout, [this] {
        say(fmt::format("did not end within {} ms of SIGTERM and is killed",
                        m_context.options.stopTimeout.count()));
        m_process->kill();
    });
}

void AppSupervisor::killFor(const std::string& reason)
{
    if (!m_process)
        return;
    say(reason);
    m_process->kill();
}

void AppSupervisor::onEnd()
{
    const auto exit = m_process->takeExit();
    if (!exit)
        return;
    const EventQueue::Batch batch(m_context.events);
    m_timer.reset();
    m_output->finish();
    m_output.reset();
    m_end.reset();
    const auto process = std::move(m_process);
    m_lastExit = exit;
    const bool wasWanted = m_state == AppState::Stopping;
    say(fmt::format("{}: {}",
                    wasWanted        ? "stopped"
                    : exit->bySignal ? "crashed"
                                     : "ended",
                    describe(*exit)));
    if (exit->bySignal)
        for (const std::string& line : process->backtrace())
            say(line);
    if (wasWanted || m_state == AppState::Debugging)
        becomeStopped();
    else
        onUnwantedEnd();
}

/// The device does not ask why an app ended: one that is to run is started again.
void AppSupervisor::onUnwantedEnd()
{
    const auto lasted = m_context.parts.timers.now() - m_startedAt;
    if (lasted >= m_context.options.backOff.healthy)
        m_failures = 0;
    ++m_failures;
    backOff();
}

void AppSupervisor::backOff()
{
    const auto delay = m_context.options.backOff.delay(m_failures);
    if (delay.count() == 0)
        return relaunch();
    say(fmt::format("is started again in {} ms, since it ended {} times in a row", delay.count(),
                    m_failures));
    setState(AppState::BackingOff);
    m_timer = m_context.parts.timers.after(delay, [this] {
        const EventQueue::Batch batch(m_context.events);
        relaunch();
    });
}

void AppSupervisor::relaunch()
{
    ++m_restarts;
    m_timer.reset();
    if (launch())
        return;
    // It could be started before, so what keeps it from that may pass.
    m_failures = std::max(m_failures + 1, 2U);
    backOff();
}

void AppSupervisor::becomeStopped()
{
    setState(AppState::Stopped);
    const auto waiting = std::exchange(m_onStopped, {});
    const std::weak_ptr<int> alive = m_alive;
    for (const auto& stopped : waiting)
        stopped();
    if (alive.expired() || !m_next || m_state != AppState::Stopped)
        return;
    // What goes wrong is in the log; whoever asked has long had an answer.
    std::ignore = start(*std::exchange(m_next, {}));
}

Result<MemoryUse> AppSupervisor::memory()
{
    if (!m_process)
        return fail(ErrorCode::NotFound, fmt::format("\"{}\" is not running", m_app->name));
    return m_process->memory();
}

void AppSupervisor::setState(AppState state)
{
    m_state = state;
    m_context.events.push({AppEvent::Kind::StateChanged, status()});
}

void AppSupervisor::say(const std::string& line)
{
    m_context.parts.log.write(m_app->componentId, LogSource::Device, line);
}

} // namespace perisphere::device
