#pragma once

#include "channel_hub.hpp"
#include "isu_uses.hpp"
#include "perisphere/device/services/uart_service.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <array>

namespace perisphere::services
{

class UartBackend final : public device::UartService
{
public:
    /// `isPaced` false: characters take no bus time.
    UartBackend(engine::Machine& machine, ChannelHub& hub, soc::Mt3620& chip, IsuUses& uses,
                bool isPaced)
        : m_machine(machine)
        , m_hub(hub)
        , m_chip(chip)
        , m_uses(uses)
        , m_isPaced(isPaced)
    {
    }

    [[nodiscard]] device::Outcome<device::Opened>
    open(const device::App& app, unsigned isu, const device::UartSettings& settings) override;

private:
    class Stream;

    engine::Machine& m_machine;
    ChannelHub& m_hub;
    soc::Mt3620& m_chip;
    IsuUses& m_uses;
    bool m_isPaced;
    std::array<Stream*, soc::kIsuCount> m_streams{}; ///< the hub owns them
};

} // namespace perisphere::services
