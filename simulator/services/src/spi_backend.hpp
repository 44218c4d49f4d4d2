#pragma once

#include "channel_hub.hpp"
#include "isu_uses.hpp"
#include "perisphere/device/services/bus_services.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <array>
#include <deque>

namespace perisphere::services
{

class SpiBackend final : public device::SpiService
{
public:
    SpiBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip, IsuUses& uses)
        : m_machine(machine)
        , m_hub(hub)
        , m_chip(chip)
        , m_uses(uses)
    {
    }

    [[nodiscard]] device::Outcome<device::Opened>
    open(const device::App& app, unsigned isu, device::ChipSelect chipSelect,
         device::ChipSelectPolarity polarity) override;

private:
    class Channel;

    /// The two chip selects of an interface share its controller; transfers take turns.
    struct Interface {
        std::array<bool, 2> isOpen{};
        std::deque<Channel*> waiting; ///< with a transfer each, the first one's is under way
    };
    void startNext(unsigned isu);

    engine::Machine& m_machine;
    ChannelHub& m_hub;
    soc::Mt3620& m_chip;
    IsuUses& m_uses;
    std::array<Interface, soc::kIsuCount> m_interfaces;
};

} // namespace perisphere::services
