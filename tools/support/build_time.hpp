// When a package says it was built.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>

namespace perisphere::tools
{

/// Seconds since 1970 from $SOURCE_DATE_EPOCH; 0 (not recorded) when it is not set. The clock is
/// never asked, so that the same inputs give the same bytes.
[[nodiscard]] Result<std::uint64_t> recordedBuildTime(const Services& services);

/// "2022-06-27 12:00:00", or "not recorded" for 0.
[[nodiscard]] std::string utcText(std::uint64_t secondsSince1970);

} // namespace perisphere::tools
