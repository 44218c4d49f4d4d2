#include "commands/app/log.hpp"

#include "command/report.hpp"
#include "support/running_app.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace perisphere::tools
{

void declareAppLog(Command& command, AppLogOptions& options)
{
    command.describe(
        "What apps and the device have logged, with the virtual time. With --json, one "
        "object a line; its sequence is what --since takes.");
    command.argument("APP", options.app, "component id or name; all by default")
        .named(NameSource::Apps)
        .optional();
    command.flag("--follow,-f", options.isFollowing, "go on, until Ctrl-C or the device's end");
    command.option("--since", "N", options.since, "only lines with a higher sequence");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere app log Blink --follow", "an app's, as it comes");
}

namespace
{

void printPage(const json::Value& page, bool asJson, Services& services)
{
    if (const auto missed = page.value("missed", std::uint64_t{0}); missed > 0)
        printNote(fmt::format("{} lines are no longer in the device's history", missed), services);
    for (const json::Value& line : page.value("lines", json::Value::array())) {
        if (asJson) {
            services.out << line.dump() << '\n';
            continue;
        }
        services.out << fmt::format(
            "[{:12.6f}] {}{}\n", static_cast<double>(line.value("time", std::int64_t{0})) / 1e9,
            line.value("source", std::string()) == "device" ? "device: " : "",
            line.value("text", std::string()));
    }
    services.out.flush();
}

Result<ExitCode> printHistory(control::ControlClient& device, json::Value query, bool asJson,
                              Services& services)
{
    for (;;) {
        const auto page = device.call("app.log", query);
        if (!page)
            return fail(explainApp(page.error()));
        printPage(*page, asJson, services);
        const auto next = page->value("next", std::uint64_t{0});
        if (next == query.value("since", std::uint64_t{0}))
            return ExitCode::Ok;
        query["since"] = next;
    }
}

} // namespace

Result<ExitCode> runAppLog(const AppLogOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    json::Value query = {{"since", options.since}};
    if (!options.app.empty())
        query["app"] = options.app;
    if (!options.isFollowing)
        return printHistory(*device, std::move(query), options.asJson, services);
    const auto watch = device->subscribe("app.watchLog", query, [&](const json::Value& params) {
        printPage(params.value("page", json::Value::object()), options.asJson, services);
    });
    if (!watch)
        return fail(explainApp(watch.error()));
    for (;;) {
        const auto waited = device->wait([&] { return device->isDeviceStopping(); }, kLongWait);
        if (device->isDeviceStopping())
            return ExitCode::Ok;
        if (!waited)
            return fail(waited.error());
    }
}

Command appLogCommand(Services& services)
{
    return Command::make("log", "Print the log", declareAppLog, runAppLog, services);
}

} // namespace perisphere::tools
