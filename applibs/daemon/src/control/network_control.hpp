// The device's network and clocks for the control API: as they are, which looking does not change.
#pragma once

#include "perisphere/control/network_target.hpp"
#include "perisphere/device/services/network_service.hpp"
#include "perisphere/device/services/wifi_service.hpp"
#include "perisphere/linux/services/board_clock.hpp"

namespace perisphere::daemon
{

/// For the loop's thread. What is around a real device nobody can change from here.
class NetworkControl final : public control::NetworkTarget
{
public:
    NetworkControl(device::NetworkService& network, device::WifiService& wifi,
                   target::BoardClock& clock)
        : m_network(network)
        , m_wifi(wifi)
        , m_clock(clock)
    {
    }

    [[nodiscard]] control::NetworkStatus status() override;
    Result<> setClock(std::int64_t secondsSince1970) override;
    Result<> addAccessPoint(const std::string& name, const json::Value& settings) override;
    Result<> removeAccessPoint(const std::string& name) override;

private:
    device::NetworkService& m_network;
    device::WifiService& m_wifi;
    target::BoardClock& m_clock;
};

} // namespace perisphere::daemon
