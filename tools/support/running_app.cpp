#include "support/running_app.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

Result<json::Value> installedApps(control::ControlClient& device)
{
    auto answer = device.call("app.list");
    if (!answer)
        return fail(answer.error());
    return answer->value("apps", json::Value::array());
}

Result<DeviceApps> connectToApps(const DeviceOptions& options, const Services& services)
{
    auto device = connectToDevice(options, services);
    if (!device)
        return fail(device.error());
    auto apps = installedApps(*device);
    if (!apps)
        return fail(apps.error());
    return DeviceApps{*std::move(device), *std::move(apps)};
}

Result<std::string> chooseApp(const std::string& app, control::ControlClient& device)
{
    if (!app.empty())
        return app;
    const auto apps = installedApps(device);
    if (!apps)
        return fail(apps.error());
    if (apps->size() == 1)
        return apps->front().value("componentId", std::string());
    if (apps->empty())
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "no app is installed on the device",
                          .where = {},
                          .expected = {},
                          .advice = "install one by \"perisphere device sideload\""});
    std::string names;
    for (const json::Value& one : *apps)
        names += (names.empty() ? "" : ", ") + one.value("name", std::string());
    return fail(Error{.code = ErrorCode::InvalidArgument,
                      .message = fmt::format("{} apps are installed", apps->size()),
                      .where = {},
                      .expected = "one of: " + names,
                      .advice = "give its name or component id"});
}

Error explainApp(const Error& refused)
{
    Error explained = refused;
    if (explained.code == ErrorCode::NotFound && explained.advice.empty())
        explained.advice = "\"perisphere app list\" shows those that are installed";
    return explained;
}

std::string describeApp(const json::Value& app)
{
    std::string text =
        fmt::format("{}  {}  {}", app.value("name", std::string()),
                    app.value("componentId", std::string()), app.value("state", std::string()));
    if (app.contains("pid"))
        text += fmt::format(", pid {}", app["pid"].get<std::int64_t>());
    if (app.contains("debugPort"))
        text += fmt::format(", gdb port {}", app["debugPort"].get<int>());
    if (const auto restarts = app.value("restarts", 0); restarts > 0)
        text += fmt::format(", restarts {}", restarts);
    if (app.contains("exitCode"))
        text += fmt::format(", last exit code {}", app["exitCode"].get<int>());
    if (app.contains("exitSignal"))
        text += fmt::format(", last ended by signal {}", app["exitSignal"].get<int>());
    if (const auto storage = app.find("storage"); storage != app.end())
        text += fmt::format(", storage {} of {} KiB", storage->value("usedKiB", 0),
                            storage->value("limitKiB", 0));
    return text;
}

} // namespace perisphere::tools
