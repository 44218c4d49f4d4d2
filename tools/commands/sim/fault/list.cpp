#include "commands/sim/fault/list.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareSimFaultList(Command& command, SimFaultListOptions& options)
{
    command.describe("Lists the kinds of faults with their parameters, and the faults that last.");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim fault list", "what can be injected");
}

namespace
{

std::string shownParameter(const json::Value& parameter)
{
    std::string text = fmt::format("    {}: {}", parameter.value("name", std::string()),
                                   parameter.value("description", std::string()));
    if (parameter.contains("choices"))
        text += fmt::format("; one of {}", parameter["choices"].dump());
    else if (parameter.contains("minimum"))
        text += fmt::format("; {} to {} {}", parameter["minimum"].dump(),
                            parameter.value("maximum", json::Value()).dump(),
                            parameter.value("unit", std::string()));
    if (parameter.contains("default"))
        text += fmt::format("; {} if left out", parameter["default"].dump());
    return text + "\n";
}

} // namespace

Result<ExitCode> runSimFaultList(const SimFaultListOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call("fault.list");
    if (!answer)
        return fail(answer.error());
    if (options.asJson) {
        printJson(*answer, services);
        return ExitCode::Ok;
    }
    for (const json::Value& type : answer->value("types", json::Value::array())) {
        services.out << fmt::format("{}  {}{}\n", type.value("name", std::string()),
                                    type.value("description", std::string()),
                                    type.value("lasts", true) ? "" : " (once)");
        for (const json::Value& one : type.value("parameters", json::Value::array()))
            services.out << shownParameter(one);
    }
    for (const json::Value& one : answer->value("active", json::Value::array()))
        services.out << fmt::format("fault {} lasts: {} {}\n", one.value("fault", 0),
                                    one.value("type", std::string()), one["parameters"].dump());
    return ExitCode::Ok;
}

Command simFaultListCommand(Services& services)
{
    return Command::make("list", "List kinds of faults, and those that last", declareSimFaultList,
                         runSimFaultList, services);
}

} // namespace perisphere::tools
