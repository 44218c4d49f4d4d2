// Times as metadata write them: "2026-11-30T12:00:00Z".
#pragma once

#include "perisphere/feed/metadata.hpp"

#include <optional>
#include <string_view>

namespace perisphere::feed
{

/// nullopt for what is no such text, or no day of the calendar.
[[nodiscard]] std::optional<Time> parseTime(std::string_view text);

} // namespace perisphere::feed
