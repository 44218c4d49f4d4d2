// Which board an operation is about: the options, and where definitions are looked for.
#pragma once

#include "command/command.hpp"
#include "command/services.hpp"
#include "perisphere/base/diagnostic.hpp"
#include "perisphere/hardware/definition.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct HardwareOptions {
    std::string definition; ///< "mt3620_rdb", "mt3620_rdb.json" or a path; empty: none
    std::vector<std::filesystem::path> directories; ///< searched before the SDK's
};

/// --hardware-definition and --hardware-definitions.
void declareHardwareOptions(Command& command, HardwareOptions& options);
/// The latter alone, where the definition is an argument.
void declareHardwareDirectories(Command& command, std::vector<std::filesystem::path>& directories);

/// The SDK's HardwareDefinitions folder: below $PERISPHERE_SDK or $AzureSphereDefaultSDKDir, or
/// beside the folder of the program. nullopt when none of them is known.
[[nodiscard]] std::optional<std::filesystem::path> sdkHardwareDefinitions(const Services& services);

/// "mt3620_rdb" is "mt3620_rdb.json".
[[nodiscard]] std::string definitionFileName(const std::string& name);

/// Loads by name or path, SDK folder last.
[[nodiscard]] Checked<hardware::Definition> loadHardware(const HardwareOptions& options,
                                                         Services& services);

} // namespace perisphere::tools
