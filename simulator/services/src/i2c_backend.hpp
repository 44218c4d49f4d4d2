#pragma once

#include "channel_hub.hpp"
#include "isu_uses.hpp"
#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/soc/mt3620.hpp"

namespace perisphere::services
{

class I2cBackend final : public device::I2cService
{
public:
    I2cBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip, IsuUses& uses)
        : m_machine(machine)
        , m_hub(hub)
        , m_chip(chip)
        , m_uses(uses)
    {
    }

    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       unsigned isu) override;

private:
    class Channel;

    engine::Machine& m_machine;
    ChannelHub& m_hub;
    soc::Mt3620& m_chip;
    IsuUses& m_uses;
};

} // namespace perisphere::services
