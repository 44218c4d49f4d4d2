// The device's network and clocks for the control API.
#pragma once

#include "access_points.hpp"
#include "perisphere/control/network_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/network/stack.hpp"
#include "system_services.hpp"

#include <string>
#include <utility>
#include <vector>

namespace perisphere::runtime
{

class NetworkControl final : public control::NetworkTarget
{
public:
    /// All outlive it.
    NetworkControl(engine::Machine& machine, network::Stack& stack, Rtc& rtc,
                   AccessPoints& accessPoints, std::vector<control::HostName> names)
        : m_machine(machine)
        , m_stack(stack)
        , m_rtc(rtc)
        , m_accessPoints(accessPoints)
        , m_names(std::move(names))
    {
    }

    [[nodiscard]] control::NetworkStatus status() override;
    Result<> setClock(std::int64_t secondsSince1970) override;
    Result<> addAccessPoint(const std::string& name, const json::Value& settings) override
    {
        return m_accessPoints.add(name, settings);
    }
    Result<> removeAccessPoint(const std::string& name) override
    {
        return m_accessPoints.remove(name);
    }

private:
    /// Machine thread.
    void look(control::NetworkStatus& status);

    engine::Machine& m_machine;
    network::Stack& m_stack;
    Rtc& m_rtc;
    AccessPoints& m_accessPoints;
    std::vector<control::HostName> m_names;
};

} // namespace perisphere::runtime
