// Files of /proc that tell of the device as a whole: of the one that the program is on, never of
// the host.
#pragma once

#include "process_impl.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::a7
{

/// What that file holds now; nullopt: it is not of that kind.
[[nodiscard]] std::optional<std::string> systemFile(Process::Impl& process, std::string_view path);

} // namespace perisphere::a7
