// A device's network and Wi-Fi in a virtual machine, as perisphered puts them together.
#pragma once

#include "radio_world.hpp"

#include "perisphere/linux/network/managed_network.hpp"
#include "perisphere/linux/network/supplicant_wifi.hpp"

#include <ctime>
#include <optional>

namespace perisphere::target_test
{

class RadioDevice
{
public:
    /// @param say gets what the device's log would
    RadioDevice(uv_loop_t& loop, const target::DeviceNames& names,
                const certificates::CertificateStore& certificates,
                std::function<void(const std::string&)> say)
        : m_world(loop)
        , m_timers(loop)
    {
        constexpr std::time_t kIn2025 = 1'735'732'800; // January 1st, noon
        const timespec time{.tv_sec = kIn2025, .tv_nsec = 0};
        REQUIRE(::clock_settime(CLOCK_REALTIME, &time) == 0);
        auto network = target::ManagedNetwork::create(
            {.loop = loop,
             .timers = m_timers,
             .names = names,
             .settings = m_folder / "network.json",
             .runtime = m_folder.path(),
             .resolverFile = "/etc/resolv.conf",
             .programs = {.busybox = BUSYBOX, .dhcpEvent = std::getenv("DHCP_EVENT")},
             .defaultServer = {},
             .correctClock = {},
             .say = std::move(say)});
        if (!network)
            FAIL(network.error().toString());
        m_network = std::move(*network);
        m_wifi.emplace(target::SupplicantWifiParts{.loop = loop,
                                                   .timers = m_timers,
                                                   .interface = names.wifi,
                                                   .sockets = m_world.sockets(),
                                                   .certificates = certificates});
    }
    RadioDevice(const RadioDevice&) = delete;
    RadioDevice& operator=(const RadioDevice&) = delete;

    [[nodiscard]] device::NetworkService& network() { return *m_network; }
    [[nodiscard]] device::WifiService& wifi() { return *m_wifi; }

private:
    RadioWorld m_world;
    device::LoopTimers m_timers;
    test::TemporaryDirectory m_folder;
    std::unique_ptr<target::ManagedNetwork> m_network;
    std::optional<target::SupplicantWifi> m_wifi;
};

} // namespace perisphere::target_test
