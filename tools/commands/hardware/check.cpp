#include "commands/hardware/check.hpp"

#include "command/report.hpp"
#include "perisphere/hardware/pin_blocks.hpp"

#include <algorithm>

namespace perisphere::tools
{

void declareHardwareCheck(Command& command, HardwareCheckOptions& options)
{
    command.describe("A definition that builds on a board's, naming what one app uses, is also "
                     "checked for pads that two of its functions share; a board lists all "
                     "alternatives of a pad, which is its purpose. Ends with 1 when there are "
                     "errors; warnings do not count.");
    command
        .argument("NAME", options.hardware.definition,
                  "hardware definition: a file, or the name of one in the searched folders")
        .file();
    declareHardwareDirectories(command, options.hardware.directories);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere hardware check HardwareDefinitions/sample_appliance.json",
                    "check an app's own definition");
}

namespace
{

/// The chip's file imports nothing and a board's imports the chip's; what imports a board's names
/// what an app uses.
bool isApplicationLevel(const hardware::Definition& definition)
{
    const auto& files = definition.files();
    return std::any_of(files.begin() + 1, files.end(),
                       [](const hardware::DefinitionFile& file) { return !file.imports.empty(); });
}

} // namespace

Result<ExitCode> runHardwareCheck(const HardwareCheckOptions& options, Services& services)
{
    auto definition = loadHardware(options.hardware, services);
    const bool isLoaded = definition.value && !definition.value->files().empty();
    if (isLoaded && isApplicationLevel(*definition.value)) {
        const Diagnostics shared = hardware::checkPinBlocks(*definition.value);
        definition.diagnostics.insert(definition.diagnostics.end(), shared.begin(), shared.end());
    }
    const std::string file = isLoaded ? definition.value->target().path
                                      : definitionFileName(options.hardware.definition);
    return reportCheck(file, definition.diagnostics, options.asJson, services);
}

Command hardwareCheckCommand(Services& services)
{
    return Command::make("check", "Check a hardware definition", declareHardwareCheck,
                         runHardwareCheck, services);
}

} // namespace perisphere::tools
