// Which debugger a program takes, and with what settings.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

enum class ProgramKind : std::uint8_t {
    Host,            ///< built for this machine
    ApplicationCore, ///< 32-bit ARM Linux
    RealTimeCore,    ///< bare metal
};

/// Invalid, with the file's name, where it is none of these.
[[nodiscard]] Result<ProgramKind> kindOfProgram(const std::filesystem::path& elf);

/// The newest program with symbols (NAME.out, or bin/app) of a build in the folder; empty: none.
[[nodiscard]] std::filesystem::path builtProgram(const std::filesystem::path& folder);

/// "gdb" or "gdb-multiarch", by the kind; what is not known takes the latter.
[[nodiscard]] std::string debuggerFor(std::optional<ProgramKind> kind);

/// The words that make `gdb` connect to 127.0.0.1:`port`, with the program's symbols.
[[nodiscard]] std::vector<std::string> debuggerWords(const std::string& gdb,
                                                     const std::filesystem::path& elf,
                                                     std::optional<ProgramKind> kind,
                                                     std::uint16_t port, const Services& services);

} // namespace perisphere::tools
