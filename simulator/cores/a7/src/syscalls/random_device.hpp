// Reading /dev/random and /dev/urandom on a device's clock.
#pragma once

#include "../syscall.hpp"

#include <optional>
#include <span>
#include <sys/uio.h>

namespace perisphere::a7
{

/// read(2) and pread(2); nullopt: the descriptor is of something else.
[[nodiscard]] std::optional<Answer> readRandom(Call& call);
[[nodiscard]] std::optional<Answer> readRandom(Call& call, std::span<const iovec> vectors);

} // namespace perisphere::a7
