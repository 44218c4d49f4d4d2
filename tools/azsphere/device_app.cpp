#include "azsphere/device_app.hpp"

#include "azsphere/device.hpp"
#include "command/report.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::tools::azsphere
{
namespace
{

constexpr std::string_view kListAdvice =
    "\"azsphere device app show-status\" lists the component ids";

Error explained(Error error)
{
    if (error.code == ErrorCode::NotFound && error.advice.empty())
        error.advice = kListAdvice;
    return error;
}

struct AppOptions {
    DeviceOptions device;
    std::string app; ///< component id; empty: all
    bool isDebug = false;
    bool asJson = false;
};

void declareApp(Command& command, AppOptions& options)
{
    command.option("--component-id,--componentid,-i", "ID", options.app,
                   "component id of the app; all apps by default");
    declareDevice(command, options.device, options.asJson);
}

void declareShowStatus(Command& command, AppOptions& options)
{
    declareApp(command, options);
    command.example("azsphere device app show-status", "of all apps");
}

void declareStart(Command& command, AppOptions& options)
{
    declareApp(command, options);
    command.flag("--debug-mode", options.isDebug,
                 "wait for gdb before the first instruction; needs --component-id");
    command.example("azsphere device app start -i 005180bc-402f-4cb3-a662-72937dbcde47", "one app");
}

void declareStop(Command& command, AppOptions& options)
{
    declareApp(command, options);
    command.example("azsphere device app stop", "all apps");
}

std::string_view core(const json::Value& app)
{
    const auto name = app.value("core", std::string());
    if (name == "realTime0")
        return "Real-time 0";
    return name == "realTime1" ? "Real-time 1" : "High-level";
}

/// The API's "backingOff" is running in the original's words: the device will start it again.
std::string state(const json::Value& app)
{
    const auto name = app.value("state", std::string());
    return name == "backingOff" ? "running" : name;
}

void print(const json::Value& apps, const AppOptions& options, Services& services)
{
    if (options.asJson) {
        printJson(apps, services);
        return;
    }
    for (const json::Value& app : apps) {
        services.out << fmt::format("{}: App state: {}\n", app.value("componentId", std::string()),
                                    state(app));
        services.out << fmt::format("Core: {}\n", core(app));
        if (app.contains("debugPort"))
            services.out << fmt::format("GDB port: {}\n", app["debugPort"].get<int>());
    }
}

/// Calls `method` for the named app or for all of them; how they are then.
Result<json::Value> callForApps(const char* method, const json::Value& parameters,
                                const AppOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    std::vector<std::string> ids = {options.app};
    if (options.app.empty()) {
        const auto apps = installedApps(*device);
        if (!apps)
            return fail(apps.error());
        ids.clear();
        for (const json::Value& app : *apps)
            ids.push_back(app.value("componentId", std::string()));
    }
    json::Value results = json::Value::array();
    for (const std::string& id : ids) {
        json::Value all = parameters;
        all["app"] = id;
        auto result = device->call(method, all);
        if (!result)
            return fail(explained(result.error()));
        results.push_back(*std::move(result));
    }
    return results;
}

Result<ExitCode> callAndPrint(const char* method, const json::Value& parameters,
                              const AppOptions& options, Services& services)
{
    const auto apps = callForApps(method, parameters, options, services);
    if (!apps)
        return fail(apps.error());
    print(*apps, options, services);
    return ExitCode::Ok;
}

Result<ExitCode> runShowStatus(const AppOptions& options, Services& services)
{
    return callAndPrint("app.status", json::Value::object(), options, services);
}

Result<ExitCode> runStart(const AppOptions& options, Services& services)
{
    if (options.isDebug && options.app.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "--debug-mode is for one app",
                          .where = {},
                          .expected = "--component-id",
                          .advice = std::string(kListAdvice)});
    return callAndPrint("app.start", {{"debug", options.isDebug}}, options, services);
}

Result<ExitCode> runStop(const AppOptions& options, Services& services)
{
    return callAndPrint("app.stop", json::Value::object(), options, services);
}

void declareShowQuota(Command& command, AppOptions& options)
{
    command.describe("Apps without the capability MutableStorage have a limit of 0.");
    declareApp(command, options);
    command.example("azsphere device app show-quota", "of all apps");
}

Result<ExitCode> runShowQuota(const AppOptions& options, Services& services)
{
    const auto apps = callForApps("app.status", json::Value::object(), options, services);
    if (!apps)
        return fail(apps.error());
    json::Value quotas = json::Value::array();
    for (const json::Value& app : *apps) {
        const json::Value storage = app.value("storage", json::Value::object());
        const auto used = storage.value("usedKiB", std::int64_t{0});
        const auto limit = storage.value("limitKiB", std::int64_t{0});
        quotas.push_back(
            {{"componentId", app["componentId"]}, {"usageKB", used}, {"limitKB", limit}});
        if (!options.asJson)
            services.out << fmt::format("{}: Mutable storage usage (KB): {}\n"
                                        "Mutable storage limit (KB): {}\n",
                                        app.value("componentId", std::string()), used, limit);
    }
    if (options.asJson)
        printJson(quotas, services);
    return ExitCode::Ok;
}

struct MemoryOptions {
    DeviceOptions device;
    bool asJson = false;
};

void declareShowMemory(Command& command, MemoryOptions& options)
{
    declareDevice(command, options.device, options.asJson);
    command.example("azsphere device app show-memory-stats", "of all running apps together");
}

Result<ExitCode> runShowMemory(const MemoryOptions& options, Services& services)
{
    auto found = connectToApps(options.device, services);
    if (!found)
        return fail(found.error());
    struct Row {
        const char* member;
        const char* title;
        std::int64_t kibibytes = 0;
    };
    std::array rows = {Row{"totalKiB", "Total memory usage (KB)"},
                       Row{"userModeKiB", "User-mode memory usage (KB)"},
                       Row{"peakUserModeKiB", "Peak user-mode memory usage (KB)"}};
    for (const json::Value& app : found->apps) {
        if (!app.contains("pid"))
            continue;
        const auto memory = found->device.call("app.memory", {{"app", app["componentId"]}});
        if (!memory)
            return fail(memory.error());
        for (Row& row : rows)
            row.kibibytes += memory->value(row.member, std::int64_t{0});
    }
    json::Value result = json::Value::object();
    for (const Row& row : rows) {
        result[row.member] = row.kibibytes;
        if (!options.asJson)
            services.out << fmt::format("{}: {}\n", row.title, row.kibibytes);
    }
    if (options.asJson)
        printJson(result, services);
    return ExitCode::Ok;
}

} // namespace

Command appCommand(Services& services)
{
    Command group("app", "Apps on a device");
    group.add(Command::make("show-status", "Show how apps are", declareShowStatus, runShowStatus,
                            services));
    group.add(Command::make("start", "Start apps", declareStart, runStart, services));
    group.add(Command::make("stop", "Stop apps", declareStop, runStop, services));
    group.add(Command::make("show-quota", "Show what apps store", declareShowQuota, runShowQuota,
                            services));
    group.add(Command::make("show-memory-stats", "Show what apps use", declareShowMemory,
                            runShowMemory, services));
    return group;
}

} // namespace perisphere::tools::azsphere
