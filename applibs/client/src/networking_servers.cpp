// applibs/networking.h: DHCP and SNTP servers.

#include "abi.hpp"
#include "connection.hpp"
#include "ip_addresses.hpp"
#include "opaque.hpp"
#include "perisphere/protocol/network.hpp"
#include "text_field.hpp"

#include <applibs/networking.h>

#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

struct SntpContent {
    std::uint32_t magic = 0x53744366; // "StCf"
};
using SntpConfig = Opaque<SntpContent, Networking_SntpServerConfig>;

struct DhcpContent {
    std::uint32_t magic = 0x44684366; // "DhCf"
    std::uint32_t start = 0;
    std::uint32_t count = 0; ///< 0: no lease was set
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0;
    std::uint32_t leaseHours = 0;
    std::uint32_t ntpServerCount = 0;
    std::uint32_t ntpServers[protocol::kMaxServerAddresses] = {};
};
using DhcpConfig = Opaque<DhcpContent, Networking_DhcpServerConfig>;

} // namespace

PERISPHERE_EXPORT void Networking_SntpServerConfig_Init(Networking_SntpServerConfig* config)
{
    if (config != nullptr)
        SntpConfig::initialise(*config);
}

PERISPHERE_EXPORT void Networking_SntpServerConfig_Destroy(Networking_SntpServerConfig* config)
{
    if (config != nullptr)
        SntpConfig::destroy(*config);
}

PERISPHERE_EXPORT int Networking_SntpServer_Start(const char* networkInterfaceName,
                                                  const Networking_SntpServerConfig* config)
{
    if (networkInterfaceName == nullptr || config == nullptr)
        return fail(EFAULT);
    protocol::SntpServerStartRequest request;
    copyText(request.name.text, networkInterfaceName);
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

PERISPHERE_EXPORT void Networking_DhcpServerConfig_Init(Networking_DhcpServerConfig* config)
{
    if (config != nullptr)
        DhcpConfig::initialise(*config);
}

PERISPHERE_EXPORT void Networking_DhcpServerConfig_Destroy(Networking_DhcpServerConfig* config)
{
    if (config != nullptr)
        DhcpConfig::destroy(*config);
}

PERISPHERE_EXPORT int Networking_DhcpServerConfig_SetLease(
    Networking_DhcpServerConfig* config, struct in_addr startIpAddress, uint8_t ipAddressCount,
    struct in_addr subnetMask, struct in_addr gatewayAddress, uint32_t leaseTimeInHours)
{
    DhcpContent content;
    if (config == nullptr)
        return fail(EFAULT);
    if (!DhcpConfig::read(*config, content))
        return fail(EINVAL);
    content.start = number(startIpAddress);
    content.count = ipAddressCount;
    content.mask = number(subnetMask);
    content.gateway = number(gatewayAddress);
    content.leaseHours = leaseTimeInHours;
    if (!protocol::isLease(content.start, content.count, content.mask, content.gateway,
                           content.leaseHours))
        return fail(EINVAL);
    DhcpConfig::write(*config, content);
    return 0;
}

PERISPHERE_EXPORT int
Networking_DhcpServerConfig_SetNtpServerAddresses(Networking_DhcpServerConfig* config,
                                                  const struct in_addr* ntpServerAddresses,
                                                  size_t serverCount)
{
    DhcpContent content;
    if (config == nullptr)
        return fail(EFAULT);
    if (!DhcpConfig::read(*config, content))
        return fail(EINVAL);
    if (const int error = copyServers(content.ntpServers, content.ntpServerCount,
                                      ntpServerAddresses, serverCount))
        return fail(error);
    DhcpConfig::write(*config, content);
    return 0;
}

PERISPHERE_EXPORT int Networking_DhcpServer_Start(const char* networkInterfaceName,
                                                  const Networking_DhcpServerConfig* config)
{
    DhcpContent content;
    if (networkInterfaceName == nullptr || config == nullptr)
        return fail(EFAULT);
    if (!DhcpConfig::read(*config, content) || content.count == 0)
        return fail(EINVAL);
    protocol::DhcpServerStartRequest request{.name = {},
                                             .start = content.start,
                                             .count = content.count,
                                             .mask = content.mask,
                                             .gateway = content.gateway,
                                             .leaseHours = content.leaseHours,
                                             .ntpServerCount = content.ntpServerCount};
    copyText(request.name.text, networkInterfaceName);
    std::memcpy(request.ntpServers, content.ntpServers, sizeof request.ntpServers);
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}
