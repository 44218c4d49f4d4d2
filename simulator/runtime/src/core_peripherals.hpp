// Register blocks as the control API shows them.
#pragma once

#include "perisphere/control/cores_target.hpp"
#include "perisphere/soc/registers/register_map.hpp"

#include <vector>

namespace perisphere::runtime
{

/// All that have a name, with what they hold; looking changes nothing. `place` has a block.
[[nodiscard]] std::vector<control::PeripheralRegister>
registersOf(const soc::RegisterMap& map, const soc::RegisterMap::Place& place);

} // namespace perisphere::runtime
