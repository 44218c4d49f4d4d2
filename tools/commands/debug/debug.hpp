// perisphere debug: gdb on an app.
#pragma once

#include "command/command.hpp"
#include "support/build_target.hpp"
#include "support/running_device.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct DebugOptions {
    std::string app;
    std::filesystem::path source; ///< built and installed first
    BuildTarget target;
    std::string preset;
    std::filesystem::path elf;
    std::string gdb;
    std::vector<std::string> commands; ///< of gdb
    bool isBatch = false;
    bool asJson = false; ///< only tell how to connect
    DeviceOptions device;
};

void declareDebug(Command& command, DebugOptions& options);
[[nodiscard]] Result<ExitCode> runDebug(const DebugOptions& options, Services& services);
[[nodiscard]] Command debugCommand(Services& services);

} // namespace perisphere::tools
