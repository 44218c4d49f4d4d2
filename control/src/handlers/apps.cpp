#include "handlers.hpp"
#include "package_call.hpp"

#include <optional>
#include <utility>

namespace perisphere::control
{
namespace
{

std::string_view name(AppCore core)
{
    switch (core) {
    case AppCore::App:
        return "app";
    case AppCore::RealTime0:
        return "realTime0";
    case AppCore::RealTime1:
        break;
    }
    return "realTime1";
}

std::string_view name(AppState state)
{
    switch (state) {
    case AppState::Stopped:
        return "stopped";
    case AppState::Running:
        return "running";
    case AppState::Debugging:
        return "debugging";
    case AppState::BackingOff:
        break;
    }
    return "backingOff";
}

template <class T>
void addIfKnown(Value& object, const char* key, const std::optional<T>& value)
{
    if (value)
        object[key] = *value;
}

Value toJson(const AppStatus& app)
{
    Value result = {
        {"componentId", app.componentId}, {"imageId", app.imageId},   {"name", app.name},
        {"core", name(app.core)},         {"state", name(app.state)}, {"restarts", app.restarts},
        {"refusals", app.refusals}};
    addIfKnown(result, "pid", app.pid);
    addIfKnown(result, "debugPort", app.debugPort);
    if (app.debugPort)
        result["hasDebugger"] = app.hasDebugger;
    addIfKnown(result, "exitCode", app.exitCode);
    addIfKnown(result, "exitSignal", app.exitSignal);
    if (app.storage)
        result["storage"] = {{"usedKiB", app.storage->used}, {"limitKiB", app.storage->limit}};
    return result;
}

Value allApps(AppsTarget& target)
{
    Value apps = Value::array();
    for (const AppStatus& app : target.apps())
        apps.push_back(toJson(app));
    return {{"apps", std::move(apps)}};
}

Completion<AppStatus> statusTo(Completion<Value> done)
{
    return [done = std::move(done)](const Result<AppStatus>& app) {
        if (app)
            done(toJson(*app));
        else
            done(fail(app.error()));
    };
}

class AppSubscription final : public Subscription
{
public:
    explicit AppSubscription(AppsTarget& apps)
        : m_apps(apps)
    {
    }
    [[nodiscard]] std::string_view notification() const override { return "app.changed"; }
    [[nodiscard]] std::optional<Value> take() override
    {
        const std::uint64_t revision = m_apps.revision();
        if (std::exchange(m_seen, revision) == revision)
            return std::nullopt;
        return allApps(m_apps);
    }

private:
    AppsTarget& m_apps;
    std::optional<std::uint64_t> m_seen;
};

} // namespace

void appInstall(const Call& call, Completion<Value> done)
{
    auto package = packageOf(call);
    if (!package)
        return done(fail(package.error()));
    const InstallOptions options{.start = call.params.value("start", true)};
    call.target().apps().install(std::move(*package), options, statusTo(std::move(done)));
}

Result<Value> appList(const Call& call)
{
    return allApps(call.target().apps());
}

Result<Value> appStatus(const Call& call)
{
    auto app = call.target().apps().app(call.text("app"));
    if (!app)
        return fail(app.error());
    return toJson(*app);
}

void appStart(const Call& call, Completion<Value> done)
{
    StartOptions options{.debug = call.params.value("debug", false), .records = {}};
    if (const auto records = call.params.find("records"); records != call.params.end()) {
        const auto text = [&](const char* name) { return records->value(name, std::string()); };
        options.records = {.core = text("core"),
                           .profile = text("profile"),
                           .folded = text("folded"),
                           .coverage = text("coverage"),
                           .calls = text("calls"),
                           .elf = text("elf")};
    }
    call.target().apps().start(call.text("app"), options, statusTo(std::move(done)));
}

void appStop(const Call& call, Completion<Value> done)
{
    call.target().apps().stop(call.text("app"), statusTo(std::move(done)));
}

void appRemove(const Call& call, Completion<Value> done)
{
    call.target().apps().remove(call.text("app"), [done = std::move(done)](const Result<>& result) {
        done(nothing(result));
    });
}

Result<Value> appMemory(const Call& call)
{
    auto memory = call.target().apps().memory(call.text("app"));
    if (!memory)
        return fail(memory.error());
    return Value{{"totalKiB", memory->total},
                 {"userModeKiB", memory->userMode},
                 {"peakUserModeKiB", memory->peakUserMode},
                 {"limitKiB", memory->limit}};
}

Result<Value> appPermissions(const Call& call)
{
    const auto permissions = call.target().apps().permissions(call.text("app"));
    if (!permissions)
        return fail(permissions.error());
    const Value manifest = Value::parse(permissions->manifest, nullptr, false);
    Value granted = Value::array();
    if (const auto found = manifest.find("Capabilities"); found != manifest.end())
        for (const auto& [capability, value] : found->items())
            granted.push_back({{"capability", capability}, {"value", value.dump()}});
    Value refused = Value::array();
    for (const RefusedGrant& one : permissions->refused)
        refused.push_back({{"capability", one.capability},
                           {"value", one.value},
                           {"line", one.line},
                           {"reason", one.reason},
                           {"count", one.count}});
    return Value{{"granted", std::move(granted)}, {"refused", std::move(refused)}};
}

Result<Value> appWatch(const Call& call)
{
    return call.subscribe(std::make_unique<AppSubscription>(call.target().apps()));
}

} // namespace perisphere::control
