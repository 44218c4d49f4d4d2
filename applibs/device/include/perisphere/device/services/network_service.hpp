// Interfaces, addresses, time, servers, proxy.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/protocol/network.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// Errors are as the requests in protocol/network.hpp document them. Texts and numbers in requests
/// have been checked; names of interfaces may be anything.
class NetworkService
{
public:
    using HardwareAddress = std::array<std::uint8_t, protocol::kHardwareAddressBytes>;

    virtual ~NetworkService() = default;

    [[nodiscard]] virtual bool isReady() = 0;
    /// At most protocol::kMaxInterfaces.
    [[nodiscard]] virtual Outcome<std::vector<protocol::NetworkInterfaceInfo>> interfaces() = 0;
    [[nodiscard]] virtual Outcome<> setInterfaceState(std::string_view name, bool isEnabled) = 0;
    [[nodiscard]] virtual Outcome<std::uint32_t> connectionStatus(std::string_view name) = 0;
    [[nodiscard]] virtual Outcome<HardwareAddress> hardwareAddress(std::string_view name) = 0;
    [[nodiscard]] virtual Outcome<> setHardwareAddress(std::string_view name,
                                                       const HardwareAddress& address) = 0;

    [[nodiscard]] virtual Outcome<> applyIp(const protocol::NetworkIpApplyRequest& request) = 0;
    [[nodiscard]] virtual Outcome<> releaseIp(std::string_view name) = 0;
    [[nodiscard]] virtual Outcome<> renewIp(std::string_view name) = 0;

    [[nodiscard]] virtual Outcome<>
    setTimeServers(const protocol::TimeSyncSetServersRequest& request) = 0;
    [[nodiscard]] virtual Outcome<protocol::TimeSyncInfo> lastTimeSync() = 0;
    [[nodiscard]] virtual Outcome<> setTimeSyncEnabled(bool isEnabled) = 0;
    [[nodiscard]] virtual Outcome<bool> isTimeSyncEnabled() = 0;

    [[nodiscard]] virtual Outcome<> startSntpServer(std::string_view name) = 0;
    [[nodiscard]] virtual Outcome<>
    startDhcpServer(const protocol::DhcpServerStartRequest& request) = 0;

    [[nodiscard]] virtual Outcome<>
    applyProxy(const protocol::ProxyConfiguration& configuration) = 0;
    [[nodiscard]] virtual Outcome<protocol::ProxyConfiguration> proxy() = 0;
    [[nodiscard]] virtual std::uint32_t proxyStatus() = 0;
};

/// Up to the first NUL or the end of the field.
template <std::size_t N>
[[nodiscard]] std::string_view fieldText(const char (&field)[N])
{
    const std::string_view all(field, N);
    return all.substr(0, all.find('\0'));
}

} // namespace perisphere::device
