#include "commands/sim/fault/inject.hpp"

#include "command/report.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace perisphere::tools
{

void declareSimFaultInject(Command& command, SimFaultInjectOptions& options)
{
    command.describe("Prints the fault's number, for \"perisphere sim fault clear\".");
    command.argument("TYPE", options.type, "as \"perisphere sim fault list\" names it")
        .named(NameSource::Faults);
    command.argument("NAME=VALUE", options.parameters, "parameters of the type")
        .optional()
        .repeatable();
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim fault inject pin-stuck pin=SW2.1 level=low",
                    "a button that is always pressed");
    command.example("perisphere sim fault inject brown-out", "a reset without a warning");
}

namespace
{

/// A number where it is one, as in 0x5d; else a text.
json::Value faultValue(const std::string& word)
{
    const bool isHexadecimal = word.starts_with("0x");
    std::int64_t integer = 0;
    const char* const last = word.data() + word.size();
    const auto [end, error] = std::from_chars(word.data() + (isHexadecimal ? 2 : 0), last, integer,
                                              isHexadecimal ? 16 : 10);
    if (error == std::errc() && end == last)
        return integer;
    json::Value value = json::Value::parse(word, nullptr, false);
    return value.is_number() || value.is_boolean() ? value : json::Value(word);
}

} // namespace

Result<ExitCode> runSimFaultInject(const SimFaultInjectOptions& options, Services& services)
{
    json::Value parameters = json::Value::object();
    for (const std::string& one : options.parameters) {
        const std::size_t equals = one.find('=');
        if (equals == std::string::npos || equals == 0)
            return reportUsage(fmt::format("\"{}\" is not NAME=VALUE", one), services);
        parameters[one.substr(0, equals)] = faultValue(one.substr(equals + 1));
    }
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto answer = device->call(
        "fault.inject", {{"type", options.type}, {"parameters", std::move(parameters)}});
    if (!answer)
        return fail(answer.error());
    if (options.asJson)
        printJson(*answer, services);
    else
        services.out << answer->value("fault", 0) << '\n';
    return ExitCode::Ok;
}

Command simFaultInjectCommand(Services& services)
{
    return Command::make("inject", "Make something go wrong", declareSimFaultInject,
                         runSimFaultInject, services);
}

} // namespace perisphere::tools
