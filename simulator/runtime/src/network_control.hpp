// The device's network and clocks for the control API.
#pragma once

#include "perisphere/control/network_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/network/stack.hpp"
#include "system_services.hpp"

#include <utility>
#include <vector>

namespace perisphere::runtime
{

class NetworkControl final : public control::NetworkTarget
{
public:
    /// All outlive it.
    NetworkControl(engine::Machine& machine, network::Stack& stack, Rtc& rtc,
                   std::vector<control::HostName> names)
        : m_machine(machine)
        , m_stack(stack)
        , m_rtc(rtc)
        , m_names(std::move(names))
    {
    }

    [[nodiscard]] control::NetworkStatus status() override;
    Result<> setClock(std::int64_t secondsSince1970) override;

private:
    /// Machine thread.
    void look(control::NetworkStatus& status);

    engine::Machine& m_machine;
    network::Stack& m_stack;
    Rtc& m_rtc;
    std::vector<control::HostName> m_names;
};

} // namespace perisphere::runtime
