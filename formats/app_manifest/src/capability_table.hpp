// What the code has to know about each capability. Structure (types, limits, texts) is in the
// schema; a test holds the two together.
#pragma once

#include "perisphere/hardware/definition.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace perisphere::manifest
{

/// The shape of a capability's value; the schema's "x-kind".
enum class Kind {
    Hosts,         ///< list of host names and IPv4 addresses
    Ports,         ///< list of port numbers
    Components,    ///< list of component ids
    Gpio,          ///< list of GPIO numbers and $NAMEs
    Peripherals,   ///< list of peripherals such as "ISU0" and, with a peripheral type, $NAMEs
    Interrupts,    ///< list of external interrupts
    PowerControls, ///< list of words
    Flag,          ///< true or false
    Storage,       ///< {"SizeKB": n}
    Tenant,        ///< a string
};

[[nodiscard]] std::string_view name(Kind kind); ///< as in the schema
[[nodiscard]] bool isList(Kind kind);

/// Whether the entries are peripherals of the chip.
[[nodiscard]] bool namesChip(Kind kind);

/// The cores whose apps can use a capability.
enum class Cores { Application, RealTime, Any };

struct CapabilityRow {
    Capability capability;
    std::string_view key;
    Kind kind;
    Cores cores;
    std::optional<hardware::PeripheralType> type; ///< what a $NAME has to be; none: no $NAME
    std::string_view prefix;                      ///< of the chip's peripherals, e.g. "ISU"
};

/// In the order of enum Capability.
[[nodiscard]] std::span<const CapabilityRow> capabilityRows();
[[nodiscard]] const CapabilityRow& rowOf(Capability capability);

[[nodiscard]] bool isFor(Cores cores, ApplicationType type);

} // namespace perisphere::manifest
