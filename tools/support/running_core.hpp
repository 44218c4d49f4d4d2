// The real-time core that a command is about, and how it is told.
#pragma once

#include "command/command.hpp"
#include "support/running_device.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace perisphere::tools
{

struct CoreOptions {
    DeviceOptions device;
    std::optional<unsigned> core; ///< nullopt: the only one that runs an app
    std::filesystem::path elf;    ///< empty: the installed one
    bool asJson = false;
};

/// --device, --core and --json
void declareCoreOptions(Command& command, CoreOptions& options);
/// --elf
void declareElfOption(Command& command, CoreOptions& options);

struct DeviceCore {
    control::ControlClient device;
    json::Value parameters; ///< "core", and "elf" where it is given
};

/// NotFound when no core runs an app; InvalidArgument when both do and none is named.
[[nodiscard]] Result<DeviceCore> connectToCore(const CoreOptions& options,
                                               const Services& services);

/// The answer of a method about a core; `more` are parameters beside those.
[[nodiscard]] Result<json::Value> callCore(const CoreOptions& options, const Services& services,
                                           std::string_view method,
                                           const json::Value& more = json::Value::object());

/// "0x00100234", "256"
[[nodiscard]] Result<std::uint32_t> parseAddress(const std::string& word);

/// "core 0: held at 0x00100234, cycle 1234, 26 MHz, 6b1ea9a2-..."
[[nodiscard]] std::string describeCore(const json::Value& core);

/// "main+0x4 (main.c:12)", what of it is known.
[[nodiscard]] std::string describePlace(const json::Value& place);

/// A member of an answer that is a number; 0 where it has none.
[[nodiscard]] std::uint64_t numberIn(const json::Value& value, const char* key);

} // namespace perisphere::tools
