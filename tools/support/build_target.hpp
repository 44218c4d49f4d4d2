// What a project's high-level app is built for, where no preset says it: --core and --libc of the
// commands that build.
#pragma once

#include "command/command.hpp"

#include <cstdint>

namespace perisphere::tools
{

enum class TargetCore : std::uint8_t {
    A7,   ///< the device's application core, emulated or real
    Host, ///< this machine: host mode
};

/// The C library of an app for the application core.
enum class DeviceLibc : std::uint8_t {
    AsLinked, ///< glibc where the app links what the SDK has for glibc alone, else musl
    Musl,     ///< the device's
    Glibc,    ///< Debian's
};

struct BuildTarget {
    TargetCore core = TargetCore::A7;
    DeviceLibc libc = DeviceLibc::AsLinked;

    bool operator==(const BuildTarget&) const = default;
};

void declareBuildTarget(Command& command, BuildTarget& target);

} // namespace perisphere::tools
