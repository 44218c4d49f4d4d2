// What this program gives up once it has its key.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>

namespace perisphere::keys
{

/// Becomes the user, where it is root, without rights or ways to get some; from then on it can use
/// what it has open, and nothing else. `mayConnect` is for TPMs behind a Unix socket, as tests have
/// them, which can be connected to as well then.
[[nodiscard]] Result<> confine(std::uint32_t user, bool mayConnect);

} // namespace perisphere::keys
