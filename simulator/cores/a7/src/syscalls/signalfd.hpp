// What read(2) does where the descriptor is a signalfd.
#pragma once

#include "../syscall.hpp"

#include <optional>

namespace perisphere::a7
{

/// nullopt: it is none.
[[nodiscard]] std::optional<Answer> readSignals(Call& call);

} // namespace perisphere::a7
