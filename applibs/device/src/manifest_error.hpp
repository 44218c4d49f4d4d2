// The device's number for what is wrong with a manifest.
#pragma once

#include "perisphere/base/diagnostic.hpp"

#include <cstdint>

namespace perisphere::device
{

/// That of the first error; 0 where there is none, or the reference has no number for it.
[[nodiscard]] std::uint32_t manifestErrorNumber(const Diagnostics& findings);

} // namespace perisphere::device
