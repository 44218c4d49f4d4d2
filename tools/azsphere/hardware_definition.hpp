// azsphere hardware-definition: generate-header, test-header.
#pragma once

#include "command/command.hpp"
#include "commands/hardware/generate_header.hpp"

namespace perisphere::tools::azsphere
{

[[nodiscard]] Command hardwareDefinitionCommand(Services& services);

void declareGenerateHeader(Command& command, HardwareGenerateHeaderOptions& options);
void declareTestHeader(Command& command, HardwareGenerateHeaderOptions& options);

} // namespace perisphere::tools::azsphere
