#include "commands/hardware/show.hpp"

#include "command/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perisphere::tools
{

void declareHardwareShow(Command& command, HardwareShowOptions& options)
{
    command.describe("For each peripheral: its name, its type, its value in an app manifest, and "
                     "the names that it goes through down to the chip.");
    command
        .argument("NAME", options.hardware.definition,
                  "hardware definition: a file, or the name of one in the searched folders")
        .file();
    declareHardwareDirectories(command, options.hardware.directories);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere hardware show mt3620_rdb", "the names of the reference board");
}

namespace
{

using Resolved = hardware::Definition::Resolved;

std::string valueText(const Resolved& resolved)
{
    if (!resolved.value)
        return "-";
    if (const auto* number = std::get_if<std::int64_t>(&*resolved.value))
        return fmt::format("{}", *number);
    return std::get<std::string>(*resolved.value);
}

json::Value valueJson(const Resolved& resolved)
{
    if (!resolved.value)
        return nullptr;
    return std::visit([](const auto& value) { return json::Value(value); }, *resolved.value);
}

std::string describe(const hardware::Definition& definition)
{
    const hardware::DefinitionFile& file = definition.target();
    std::size_t width = 0;
    for (const hardware::Peripheral& one : file.peripherals)
        width = std::max(width, one.name.size());
    std::string text = fmt::format("{}\n{}\n", file.description, file.path);
    for (const hardware::Peripheral& one : file.peripherals) {
        const auto resolved = definition.resolve(one.name);
        const std::string value = resolved ? valueText(*resolved) : "?";
        const std::string chain =
            resolved ? fmt::format("{}", fmt::join(resolved->chain, " > ")) : one.name;
        text +=
            fmt::format("{:{}}  {:9}  {:16}  {}\n", one.name, width, name(one.type), value, chain);
    }
    return text;
}

json::Value toJson(const hardware::Definition& definition, const hardware::Peripheral& peripheral)
{
    json::Value object = json::Value::object();
    object["name"] = peripheral.name;
    object["type"] = std::string(name(peripheral.type));
    if (!peripheral.comment.empty())
        object["comment"] = peripheral.comment;
    if (const auto resolved = definition.resolve(peripheral.name)) {
        object["appManifestValue"] = valueJson(*resolved);
        object["mainCoreHeaderValue"] = resolved->mainCoreHeaderValue;
        object["chipName"] = resolved->chipName;
        object["chain"] = resolved->chain;
    }
    return object;
}

json::Value describeAsJson(const hardware::Definition& definition)
{
    json::Value report = json::Value::object();
    report["file"] = definition.target().path;
    report["description"] = definition.target().description;
    json::Value files = json::Value::array();
    for (const hardware::DefinitionFile& file : definition.files())
        files.push_back(file.path);
    report["files"] = std::move(files);
    json::Value peripherals = json::Value::array();
    for (const hardware::Peripheral& one : definition.target().peripherals)
        peripherals.push_back(toJson(definition, one));
    report["peripherals"] = std::move(peripherals);
    return report;
}

} // namespace

Result<ExitCode> runHardwareShow(const HardwareShowOptions& options, Services& services)
{
    const auto definition = loadHardware(options.hardware, services);
    if (!definition.ok()) {
        printDiagnostics(definition.diagnostics, services);
        return ExitCode::Failed;
    }
    if (options.asJson)
        printJson(describeAsJson(*definition.value), services);
    else
        services.out << describe(*definition.value);
    return ExitCode::Ok;
}

Command hardwareShowCommand(Services& services)
{
    return Command::make("show", "Show the peripherals of a board", declareHardwareShow,
                         runHardwareShow, services);
}

} // namespace perisphere::tools
