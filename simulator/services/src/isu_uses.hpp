// Who has which ISU open. The manifest's checks keep functions apart between apps; this keeps them
// apart whatever happens.
#pragma once

#include "perisphere/soc/pads.hpp"

#include <array>
#include <cstdint>

namespace perisphere::services
{

enum class IsuUse : std::uint8_t { None, Uart, I2c, Spi };

using IsuUses = std::array<IsuUse, soc::kIsuCount>;

} // namespace perisphere::services
