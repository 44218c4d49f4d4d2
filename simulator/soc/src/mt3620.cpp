#include "perisphere/soc/mt3620.hpp"

namespace perisphere::soc
{

Mt3620::Mt3620(engine::Scheduler& scheduler, engine::Netlist& netlist, bus::Buses& buses)
    : sysRst(netlist, "MT3620.SYSRST_N")
    , pads(netlist)
    , adc(scheduler, pads)
{
    for (unsigned i = 0; i < kPwmControllerCount; ++i)
        pwm[i] = std::make_unique<Pwm>(scheduler, pads, i);
    for (unsigned i = 0; i < kIsuCount; ++i)
        isu[i] = std::make_unique<Isu>(scheduler, buses, pads, i);
}

void Mt3620::reset()
{
    for (const auto& controller : pwm)
        for (unsigned channel = 0; channel < kPwmChannelCount; ++channel)
            controller->reset(channel);
    for (std::size_t number = 0; number < kGpioCount; ++number)
        if (hasPad(static_cast<std::int64_t>(number)))
            gpio.setInput(number);
}

} // namespace perisphere::soc
