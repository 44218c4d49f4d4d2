// What the kernel has of an interface's addresses.
#pragma once

#include <netinet/in.h>
#include <optional>
#include <string>

namespace perisphere::daemon
{

/// The first IPv4 address; nullopt: the interface has none, or is not there.
[[nodiscard]] std::optional<in_addr> addressOf(const std::string& interface);

} // namespace perisphere::daemon
