// Which pin blocks a manifest takes, and for what.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/hardware/pin_blocks.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <string>
#include <vector>

namespace perisphere::manifest
{

struct PinUse {
    Capability capability;
    const ListEntry* entry; ///< in the manifest that was asked
    const hardware::PinBlock* block;
};

/// Uses in the order of the text. Names that are not resolved, and what the chip does not have,
/// take no pins.
[[nodiscard]] std::vector<PinUse> pinUses(const Manifest& manifest);

/// `GPIO 8`, `"ISU0"` or, where a name was replaced, `"$SAMPLE_LED" (GPIO 8)`.
[[nodiscard]] std::string describe(const ListEntry& entry);

/// Whether the entry is a $NAME that is still to be resolved.
[[nodiscard]] bool isName(const ListEntry& entry);

/// Two functions on the same pins, within one app.
void checkPins(const Manifest& manifest, Diagnostics& out);

} // namespace perisphere::manifest
