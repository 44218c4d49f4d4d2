#include "apps_control.hpp"

#include "perisphere/device/host_launcher.hpp"

#include "perisphere/base/ascii.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{

using control::Completion;

namespace
{

/// More than the device's whole flash; the store says what is too large for it.
constexpr std::uint64_t kMaxPackageBytes = 64ULL * 1024 * 1024;

control::AppState stateOf(device::AppState state)
{
    switch (state) {
    case device::AppState::Starting:
    case device::AppState::Running:
    case device::AppState::Stopping:
        return control::AppState::Running;
    case device::AppState::BackingOff:
        return control::AppState::BackingOff;
    case device::AppState::Debugging:
        return control::AppState::Debugging;
    case device::AppState::Stopped:
        break;
    }
    return control::AppState::Stopped;
}

device::AppRecords recordsOf(const control::StartOptions& options)
{
    const control::AppRecordFiles& files = options.records;
    return {.core = files.core,
            .profile = files.profile,
            .folded = files.folded,
            .coverage = files.coverage,
            .calls = files.calls,
            .elf = files.elf};
}

} // namespace

AppsControl::AppsControl(device::AppManager& manager, DeviceLog& log, DebugStarts& debugStarts,
                         CoreDebugging& coreDebugging, std::function<void()> wake)
    : m_manager(manager)
    , m_log(log)
    , m_debugStarts(debugStarts)
    , m_coreDebugging(coreDebugging)
    , m_wake(std::move(wake))
{
    m_manager.addObserver(*this);
    m_debugStarts.setListener([this] {
        ++m_revision;
        m_wake();
    });
    m_log.onRefusal([this](std::string_view componentId, const device::Refusal& refusal) {
        m_refusals.add(componentId, refusal);
        ++m_revision;
        m_wake();
    });
}

AppsControl::~AppsControl()
{
    m_log.onRefusal({});
    m_debugStarts.setListener({});
    m_manager.removeObserver(*this);
}

void AppsControl::onAppEvent(const device::AppEvent& event)
{
    if (event.app.state == device::AppState::Starting)
        m_refusals.forget(event.app.componentId);
    if (event.app.processId == 0)
        m_log.flush(event.app.componentId);
    if (event.app.state == device::AppState::Stopped)
        onStopped(event.app.componentId);
    if (event.app.state == device::AppState::Debugging && isRealTimeCapable(event.app.componentId))
        m_debugStarts.onOpened(
            event.app.componentId,
            m_coreDebugging.serve(event.app.componentId, [this, app = event.app.componentId] {
                m_debugStarts.onConnected(app);
            }));
    ++m_revision;
    m_wake();
}

control::AppStatus AppsControl::statusOf(const device::AppStatus& app) const
{
    control::AppStatus status;
    status.componentId = app.componentId;
    status.imageId = app.imageId;
    status.name = app.name;
    if (isRealTimeCapable(app.componentId)) // one that is stopped may come to either
        status.core = m_coreDebugging.coreOf(app.componentId).value_or(0) == 0
                          ? control::AppCore::RealTime0
                          : control::AppCore::RealTime1;
    status.state = stateOf(app.state);
    status.restarts = app.restarts;
    status.refusals = m_refusals.total(app.componentId);
    if (app.processId != 0)
        status.pid = app.processId;
    if (app.lastExit)
        (app.lastExit->bySignal ? status.exitSignal : status.exitCode) = app.lastExit->code;
    if (app.state == device::AppState::Debugging)
        status.debugPort = m_debugStarts.port(app.componentId);
    status.hasDebugger = status.debugPort && m_debugStarts.hasDebugger(app.componentId);
    if (const auto use = m_manager.store().mutableStorage(app.componentId); use && use->limitKb > 0)
        status.storage =
            control::AppStorage{.used = (use->usedBytes + 1023) / 1024, .limit = use->limitKb};
    return status;
}

void AppsControl::onStopped(const std::string& componentId)
{
    // Asked anew: an app that changes to being debugged has stopped, but is started again by now.
    const auto now = m_manager.status(componentId);
    if (!now || now->state == device::AppState::Stopped) {
        m_debugStarts.onStopped(componentId);
        m_coreDebugging.end(componentId);
    }
}

std::shared_ptr<const device::App> AppsControl::find(const std::string& componentId) const
{
    const auto apps = m_manager.apps();
    const auto found = std::find_if(
        apps.begin(), apps.end(), [&](const auto& app) { return app->componentId == componentId; });
    return found == apps.end() ? nullptr : *found;
}

bool AppsControl::isRealTimeCapable(const std::string& componentId) const
{
    const auto app = find(componentId);
    return app && app->manifest.applicationType == manifest::ApplicationType::RealTimeCapable;
}

Result<control::AppStatus> AppsControl::statusOf(const std::string& componentId) const
{
    const auto status = m_manager.status(componentId);
    if (!status)
        return fail(status.error());
    return statusOf(*status);
}

Result<std::string> AppsControl::resolve(std::string_view app) const
{
    const std::vector<device::AppStatus> all = m_manager.statuses();
    const std::string id = lowerCase(std::string(app));
    std::vector<std::string_view> names;
    const device::AppStatus* found = nullptr;
    for (const device::AppStatus& one : all) {
        if (one.componentId == id)
            return id;
        names.emplace_back(one.name);
        if (one.name != app)
            continue;
        if (found != nullptr)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("several apps are called \"{}\"; give the component id", app));
        found = &one;
    }
    if (found != nullptr)
        return found->componentId;
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("no app \"{}\" is installed", app),
                      .advice = suggestion(app, names)});
}

void AppsControl::install(const std::filesystem::path& package, control::InstallOptions options,
                          Completion<control::AppStatus> done)
{
    const auto bytes = readBinaryFile(package, kMaxPackageBytes);
    if (!bytes) {
        done(fail(bytes.error().during("install")));
        return;
    }
    // A simulated device takes anybody's package, as one in development mode does.
    m_manager.install(*bytes, package.string(), {},
                      options.start ? device::AfterInstall::Start
                                    : device::AfterInstall::LeaveStopped,
                      [this, done = std::move(done)](
                          device::DeviceResult<std::shared_ptr<const device::App>> installed) {
                          if (!installed)
                              done(fail(installed.error().error));
                          else
                              done(app((*installed)->componentId));
                      });
}

std::vector<control::AppStatus> AppsControl::apps()
{
    std::vector<control::AppStatus> result;
    for (const device::AppStatus& status : m_manager.statuses())
        result.push_back(statusOf(status));
    return result;
}

Result<control::AppStatus> AppsControl::app(std::string_view app)
{
    const auto id = resolve(app);
    if (!id)
        return fail(id.error());
    return statusOf(*id);
}

void AppsControl::start(std::string_view app, control::StartOptions options,
                        Completion<control::AppStatus> done)
{
    const auto id = resolve(app);
    if (!id) {
        done(fail(id.error()));
        return;
    }
    if (options.debug)
        startDebugging(*id, recordsOf(options), std::move(done));
    else if (const auto started = m_manager.start(*id, {.records = recordsOf(options)}); !started)
        done(fail(started.error()));
    else
        done(statusOf(*id));
}

void AppsControl::startDebugging(const std::string& componentId, device::AppRecords records,
                                 Completion<control::AppStatus> done)
{
    const auto app = find(componentId);
    // Emulated cores of both kinds serve gdb themselves.
    auto options = isRealTimeCapable(componentId) || (app && device::isForApplicationCore(*app))
                       ? Result<device::StartOptions>(device::StartOptions{.forDebugging = true})
                       : m_debugStarts.options();
    if (!options) {
        done(fail(options.error()));
        return;
    }
    options->records = std::move(records);
    const auto before = m_manager.status(componentId);
    if (before && before->state != device::AppState::Debugging)
        m_debugStarts.forget(componentId);
    if (const auto started = m_manager.start(componentId, *options); !started) {
        done(fail(started.error()));
        return;
    }
    m_debugStarts.await(componentId,
                        [this, componentId, done = std::move(done)](const Result<>& listening) {
                            if (listening)
                                done(statusOf(componentId));
                            else
                                done(fail(listening.error()));
                        });
}

void AppsControl::stop(std::string_view app, Completion<control::AppStatus> done)
{
    const auto id = resolve(app);
    if (!id) {
        done(fail(id.error()));
        return;
    }
    auto shared = std::make_shared<Completion<control::AppStatus>>(std::move(done));
    const auto stopped =
        m_manager.stop(*id, [this, shared, id = *id] { (*shared)(this->app(id)); });
    if (!stopped)
        (*shared)(fail(stopped.error()));
}

void AppsControl::remove(std::string_view app, Completion<> done)
{
    const auto id = resolve(app);
    if (!id) {
        done(fail(id.error()));
        return;
    }
    m_manager.remove(*id, [done = std::move(done)](Result<bool> removed) {
        if (!removed)
            done(fail(removed.error()));
        else
            done({});
    });
}

Result<control::AppMemory> AppsControl::memory(std::string_view app)
{
    const auto id = resolve(app);
    if (!id)
        return fail(id.error());
    const auto use = m_manager.memory(*id);
    if (!use)
        return fail(use.error());
    return control::AppMemory{.total = use->total,
                              .userMode = use->userMode,
                              .peakUserMode = use->peakUserMode,
                              .limit = device::kAppMemoryKib};
}

Result<control::AppPermissions> AppsControl::permissions(std::string_view app)
{
    const auto id = resolve(app);
    if (!id)
        return fail(id.error());
    const auto installed = find(*id);
    return control::AppPermissions{
        .manifest = installed ? manifest::writePacked(installed->manifest) : "{}",
        .refused = m_refusals.of(*id)};
}

Result<control::LogPage> AppsControl::log(const control::LogQuery& query)
{
    control::LogQuery resolved = query;
    if (!query.app.empty()) {
        const auto id = resolve(query.app);
        if (!id)
            return fail(id.error());
        resolved.app = *id;
    }
    return m_log.page(resolved);
}

} // namespace perisphere::runtime
