#pragma once

#include "channel_hub.hpp"
#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/soc/mt3620.hpp"

namespace perisphere::services
{

/// Outputs keep running after a close: a channel is a handle only.
class PwmBackend final : public device::PwmService
{
public:
    PwmBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip)
        : m_machine(machine)
        , m_hub(hub)
        , m_chip(chip)
    {
    }

    [[nodiscard]] device::Outcome<device::Opened> open(const device::App& app,
                                                       unsigned controller) override;

private:
    class Channel;

    engine::Machine& m_machine;
    ChannelHub& m_hub;
    soc::Mt3620& m_chip;
};

} // namespace perisphere::services
