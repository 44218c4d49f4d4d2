#include "perisphere/management/apps_control.hpp"

#include "perisphere/base/ascii.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::management
{

using control::Completion;

namespace
{

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

AppsControl::AppsControl(Parts parts)
    : m_parts(std::move(parts))
{
    m_parts.manager.addObserver(*this);
    m_parts.debugging.setListener([this] { changed(); });
    m_parts.log.onRefusal([this](std::string_view componentId, const device::Refusal& refusal) {
        m_refusals.add(componentId, refusal);
        changed();
    });
}

AppsControl::~AppsControl()
{
    m_parts.log.onRefusal({});
    m_parts.debugging.setListener({});
    m_parts.manager.removeObserver(*this);
}

void AppsControl::changed()
{
    ++m_revision;
    m_parts.wake();
}

void AppsControl::onAppEvent(const device::AppEvent& event)
{
    if (event.app.state == device::AppState::Starting)
        m_refusals.forget(event.app.componentId);
    if (event.app.processId == 0)
        m_parts.log.flush(event.app.componentId);
    if (event.app.state == device::AppState::Stopped)
        onStopped(event.app.componentId);
    if (event.app.state == device::AppState::Debugging)
        if (const auto app = find(event.app.componentId))
            m_parts.debugging.onDebugging(*app);
    changed();
}

control::AppStatus AppsControl::statusOf(const device::AppStatus& app) const
{
    control::AppStatus status;
    status.componentId = app.componentId;
    status.imageId = app.imageId;
    status.name = app.name;
    if (const auto installed = find(app.componentId))
        status.core = m_parts.debugging.coreOf(*installed);
    status.state = stateOf(app.state);
    status.restarts = app.restarts;
    status.refusals = m_refusals.total(app.componentId);
    if (app.processId != 0)
        status.pid = app.processId;
    if (app.lastExit)
        (app.lastExit->bySignal ? status.exitSignal : status.exitCode) = app.lastExit->code;
    if (app.state == device::AppState::Debugging)
        status.debugPort = m_parts.debugging.port(app.componentId);
    status.hasDebugger = status.debugPort && m_parts.debugging.hasDebugger(app.componentId);
    if (const auto use = m_parts.manager.store().mutableStorage(app.componentId);
        use && use->limitKb > 0)
        status.storage =
            control::AppStorage{.used = (use->usedBytes + 1023) / 1024, .limit = use->limitKb};
    return status;
}

void AppsControl::onStopped(const std::string& componentId)
{
    // Asked anew: an app that changes to being debugged has stopped, but is started again by now.
    const auto now = m_parts.manager.status(componentId);
    if (!now || now->state == device::AppState::Stopped)
        m_parts.debugging.onStopped(componentId);
}

std::shared_ptr<const device::App> AppsControl::find(const std::string& componentId) const
{
    const auto apps = m_parts.manager.apps();
    const auto found = std::find_if(
        apps.begin(), apps.end(), [&](const auto& app) { return app->componentId == componentId; });
    return found == apps.end() ? nullptr : *found;
}

Result<control::AppStatus> AppsControl::statusOf(const std::string& componentId) const
{
    const auto status = m_parts.manager.status(componentId);
    if (!status)
        return fail(status.error());
    return statusOf(*status);
}

Result<std::string> AppsControl::resolve(std::string_view app) const
{
    const std::vector<device::AppStatus> all = m_parts.manager.statuses();
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

void AppsControl::install(control::PackageSource package, control::InstallOptions options,
                          Completion<control::AppStatus> done)
{
    const auto bytes = package.take();
    if (!bytes) {
        done(fail(bytes.error().during("install")));
        return;
    }
    m_parts.manager.install(
        *bytes, package.path.string(), m_parts.policy,
        options.start ? device::AfterInstall::Start : device::AfterInstall::LeaveStopped,
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
    for (const device::AppStatus& status : m_parts.manager.statuses())
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
    else if (const auto started = m_parts.manager.start(*id, {.records = recordsOf(options)});
             !started)
        done(fail(started.error()));
    else
        done(statusOf(*id));
}

void AppsControl::startDebugging(const std::string& componentId, device::AppRecords records,
                                 Completion<control::AppStatus> done)
{
    const auto app = find(componentId);
    if (!app) {
        done(fail(ErrorCode::NotFound, fmt::format("no app {} is installed", componentId)));
        return;
    }
    auto options = m_parts.debugging.options(*app);
    if (!options) {
        done(fail(options.error()));
        return;
    }
    options->records = std::move(records);
    const auto before = m_parts.manager.status(componentId);
    if (before && before->state != device::AppState::Debugging)
        m_parts.debugging.forget(componentId);
    if (const auto started = m_parts.manager.start(componentId, *options); !started) {
        done(fail(started.error()));
        return;
    }
    m_parts.debugging.await(componentId,
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
        m_parts.manager.stop(*id, [this, shared, id = *id] { (*shared)(this->app(id)); });
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
    m_parts.manager.remove(*id, [done = std::move(done)](Result<bool> removed) {
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
    const auto use = m_parts.manager.memory(*id);
    if (!use)
        return fail(use.error());
    return control::AppMemory{.total = use->total,
                              .userMode = use->userMode,
                              .peakUserMode = use->peakUserMode,
                              .limit = m_parts.memoryLimitKib};
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
    return m_parts.log.page(resolved);
}

} // namespace perisphere::management
