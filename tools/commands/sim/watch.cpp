#include "commands/sim/watch.hpp"

#include "command/report.hpp"
#include "support/duration.hpp"
#include "support/property_names.hpp"
#include "support/property_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace perisphere::tools
{

void declareSimWatch(Command& command, SimWatchOptions& options)
{
    command.describe("Prints the present values, then each change with the virtual time, until "
                     "Ctrl-C or the end of the device. Values that change faster than 16 ms may be "
                     "passed over; the last one never is. With --json, one object a line.");
    command.argument("PART.PROPERTY", options.properties, "property, or pattern with * and ?")
        .named(NameSource::Properties)
        .repeatable();
    command.option("--for", "DURATION", options.duration, "end after this host time, such as 10s");
    command.option("--until", "PROPERTY=VALUE", options.until,
                   "end when the property has the value; with --for, running out of time before "
                   "that fails");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim watch 'D1.*'", "watch a LED");
    command.example("perisphere sim watch D1.redLit --until D1.redLit=true --for 10s",
                    "fail in CI unless the LED lights");
}

namespace
{

struct Goal {
    std::string property;
    json::Value value;
};

Result<Goal> parseGoal(control::ControlClient& device, const std::string& text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("--until \"{}\" has no value", text),
                          .where = {},
                          .expected = "PART.PROPERTY=VALUE",
                          .advice = {}});
    Goal goal{.property = text.substr(0, equals), .value = {}};
    auto value = propertyValue(device, goal.property, text.substr(equals + 1));
    if (!value)
        return fail(value.error());
    goal.value = *std::move(value);
    return goal;
}

} // namespace

Result<ExitCode> runSimWatch(const SimWatchOptions& options, Services& services)
{
    std::chrono::milliseconds timeout = std::chrono::hours(24 * 365);
    if (options.duration) {
        const auto parsed = parseDuration(*options.duration);
        if (!parsed)
            return fail(parsed.error());
        timeout = *parsed;
    }
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    std::optional<Goal> goal;
    if (options.until) {
        auto parsed = parseGoal(*device, *options.until);
        if (!parsed)
            return fail(parsed.error());
        goal = *std::move(parsed);
    }
    bool isReached = false;
    const auto show = [&](const json::Value& params) {
        for (const json::Value& one : params.value("values", json::Value::array())) {
            if (isReached)
                return;
            services.out << (options.asJson ? one.dump() : timedText(one)) << '\n';
            isReached = goal && one.value("property", std::string()) == goal->property &&
                        one["value"] == goal->value;
        }
        services.out.flush();
    };
    std::vector<std::string> patterns = options.properties;
    if (goal) // however the patterns are chosen, it has to be seen
        patterns.push_back(goal->property);
    if (const auto watch = device->subscribe("part.watch", {{"properties", patterns}}, show);
        !watch)
        return fail(explainRefusal(*device, patterns, watch.error()));
    const auto waited =
        device->wait([&] { return isReached || device->isDeviceStopping(); }, timeout);
    if (!waited && !device->isDeviceStopping())
        return fail(waited.error());
    if (!goal || isReached)
        return ExitCode::Ok;
    return fail(ErrorCode::Invalid,
                fmt::format("{} before {} was {}",
                            device->isDeviceStopping() ? "the device ended" : "the time was up",
                            goal->property, goal->value.dump()));
}

Command simWatchCommand(Services& services)
{
    return Command::make("watch", "Print properties as they change", declareSimWatch, runSimWatch,
                         services);
}

} // namespace perisphere::tools
