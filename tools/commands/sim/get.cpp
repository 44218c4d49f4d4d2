#include "commands/sim/get.hpp"

#include "command/report.hpp"
#include "support/property_names.hpp"
#include "support/property_text.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareSimGet(Command& command, SimGetOptions& options)
{
    command.describe("A single property without * and ? prints its value alone.");
    command
        .argument("PART.PROPERTY", options.properties,
                  "property, or pattern with * and ?; all by default")
        .named(NameSource::Properties)
        .repeatable()
        .optional();
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim get D1.redLit", "is the LED lit?");
    command.example("perisphere sim get 'BUTTON_*'", "all of the buttons");
}

namespace
{

Result<json::Value> getOne(control::ControlClient& device, const std::string& property)
{
    auto sample = device.call("part.get", {{"property", property}});
    if (!sample)
        return fail(sample.error());
    json::Value values = json::Value::array();
    values.push_back(*std::move(sample));
    return values;
}

/// The first notification of a watch has the present values.
Result<json::Value> getMatching(control::ControlClient& device,
                                const std::vector<std::string>& patterns)
{
    json::Value values;
    const json::Value wanted = patterns.empty() ? json::Value::array({"*"}) : json::Value(patterns);
    const auto watch =
        device.subscribe("part.watch", {{"properties", wanted}}, [&](const json::Value& params) {
            values = params.value("values", json::Value::array());
        });
    if (!watch)
        return fail(watch.error());
    const auto came = device.wait([&] { return !values.is_null(); });
    if (!came)
        return fail(came.error());
    if (!*came)
        return fail(ErrorCode::Io, "the device does not send the values in time");
    return values;
}

} // namespace

Result<ExitCode> runSimGet(const SimGetOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const bool isOne = options.properties.size() == 1 &&
                       options.properties.front().find_first_of("*?") == std::string::npos;
    const auto values = isOne ? getOne(*device, options.properties.front())
                              : getMatching(*device, options.properties);
    if (!values)
        return fail(explainRefusal(*device, options.properties, values.error()));
    if (options.asJson)
        printJson({{"values", *values}}, services);
    else
        for (const json::Value& one : *values)
            services.out << (isOne ? propertyText(one["value"]) : sampleText(one)) << '\n';
    return ExitCode::Ok;
}

Command simGetCommand(Services& services)
{
    return Command::make("get", "Print values of properties", declareSimGet, runSimGet, services);
}

} // namespace perisphere::tools
