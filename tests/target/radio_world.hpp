// What is around a device with Wi-Fi and Ethernet in a virtual machine: mac80211_hwsim's second
// radio as an access point, a cable, and behind both a router with servers of addresses and time.
#pragma once

#include "far_network.hpp"
#include "network/sntp_server.hpp"
#include "temporary_directory.hpp"

#include <memory>
#include <string>
#include <uv.h>
#include <vector>

namespace perisphere::target_test
{

/// The thread is on the device's side, where wlan0 and eth0 are, and wpa_supplicant.
class RadioWorld
{
public:
    explicit RadioWorld(uv_loop_t& loop);
    RadioWorld(const RadioWorld&) = delete;
    RadioWorld& operator=(const RadioWorld&) = delete;

    [[nodiscard]] std::filesystem::path sockets() const { return m_folder / "sockets"; }

private:
    void moveRadio(const char* radio);
    void startAccessPoint();
    void startRouter(uv_loop_t& loop, const std::string& interface, std::uint32_t address);
    void startSupplicant();
    void start(const char* program, std::vector<std::string> arguments);

    UniqueFd m_machinesNetwork;
    test::FarNetwork m_network;
    test::TemporaryDirectory m_folder;
    std::vector<std::unique_ptr<target::SntpServer>> m_timeServers;
    std::vector<std::unique_ptr<device::ChildProcess>> m_programs;
};

} // namespace perisphere::target_test
