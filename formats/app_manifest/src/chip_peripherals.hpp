// What the MT3620 has, as the manifest names it.
#pragma once

#include "capability_table.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <string>
#include <vector>

namespace perisphere::manifest
{

/// The peripherals that a capability's list may name ("ISU0" ...), in order; none for Gpio, whose
/// entries are numbers, and for what is not about the chip.
[[nodiscard]] std::vector<std::string> chipPeripherals(const CapabilityRow& row);

/// Whether the chip has what an entry with its $NAME replaced names.
[[nodiscard]] bool isOnChip(const CapabilityRow& row, const ListEntry& entry);

} // namespace perisphere::manifest
