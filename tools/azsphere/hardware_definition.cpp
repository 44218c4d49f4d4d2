#include "azsphere/hardware_definition.hpp"

#include "azsphere/words.hpp"

namespace perisphere::tools::azsphere
{
namespace
{

void declareDefinition(Command& command, HardwareGenerateHeaderOptions& options)
{
    options.isQuiet = true;
    command
        .option("--hardware-definition-file,--input,-i", "FILE", options.definition,
                "hardware definition; its header is inc/hw/NAME.h beside it")
        .required();
    command.ignoredOption("--output,-o"); // a format
    command.ignoredFlag("--verbose,-v");
    ignoreGlobalOptions(command);
}

} // namespace

void declareGenerateHeader(Command& command, HardwareGenerateHeaderOptions& options)
{
    declareDefinition(command, options);
    command.example("azsphere hardware-definition generate-header --hardware-definition-file "
                    "HardwareDefinitions/sample_appliance.json",
                    "after an edit of a definition");
}

void declareTestHeader(Command& command, HardwareGenerateHeaderOptions& options)
{
    options.onlyCheck = true;
    declareDefinition(command, options);
    command.example("azsphere hardware-definition test-header --hardware-definition-file "
                    "HardwareDefinitions/sample_appliance.json",
                    "does the header still fit?");
}

Command hardwareDefinitionCommand(Services& services)
{
    Command group("hardware-definition", "Generate and test C headers of hardware definitions");
    group.add(Command::make("generate-header", "Generate the C header", declareGenerateHeader,
                            runHardwareGenerateHeader, services));
    group.add(Command::make("test-header", "Test whether the C header is as it would be generated",
                            declareTestHeader, runHardwareGenerateHeader, services));
    return group;
}

} // namespace perisphere::tools::azsphere
