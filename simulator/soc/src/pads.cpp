#include "perisphere/soc/pads.hpp"

#include <fmt/format.h>

namespace perisphere::soc
{

Pads::Pads(engine::Netlist& netlist)
{
    for (std::size_t gpio = 0; gpio < kGpioCount; ++gpio)
        if (hasPad(static_cast<std::int64_t>(gpio)))
            m_pins[gpio] =
                std::make_unique<engine::Pin>(netlist, fmt::format("MT3620.GPIO{}", gpio),
                                              engine::Threshold::cmos(engine::kSupply3V3));
}

} // namespace perisphere::soc
