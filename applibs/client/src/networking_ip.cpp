// applibs/networking.h: IP configuration.

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

struct IpContent {
    std::uint32_t magic = 0x49504366; // "IPCf"
    std::uint16_t isStatic = 0;
    std::uint16_t hasCustomDns = 0;
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0;
    std::uint32_t dnsServerCount = 0;
    std::uint32_t dnsServers[protocol::kMaxServerAddresses] = {};
};
using IpConfig = Opaque<IpContent, Networking_IpConfig>;

template <class Request>
int onInterface(const char* networkInterfaceName)
{
    if (networkInterfaceName == nullptr)
        return fail(EFAULT);
    Request request;
    copyText(request.name.text, networkInterfaceName);
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}

} // namespace

PERISPHERE_EXPORT void Networking_IpConfig_Init(Networking_IpConfig* ipConfig)
{
    if (ipConfig != nullptr)
        IpConfig::initialise(*ipConfig);
}

PERISPHERE_EXPORT void Networking_IpConfig_Destroy(Networking_IpConfig* ipConfig)
{
    if (ipConfig != nullptr)
        IpConfig::destroy(*ipConfig);
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableDynamicIp(Networking_IpConfig* ipConfig)
{
    IpContent content;
    if (ipConfig == nullptr || !IpConfig::read(*ipConfig, content))
        return;
    content.isStatic = 0;
    IpConfig::write(*ipConfig, content);
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableStaticIp(Networking_IpConfig* ipConfig,
                                                          struct in_addr ipAddress,
                                                          struct in_addr subnetMask,
                                                          struct in_addr gatewayAddress)
{
    IpContent content;
    if (ipConfig == nullptr || !IpConfig::read(*ipConfig, content))
        return;
    content.isStatic = 1;
    content.address = number(ipAddress);
    content.mask = number(subnetMask);
    content.gateway = number(gatewayAddress);
    IpConfig::write(*ipConfig, content);
}

PERISPHERE_EXPORT void Networking_IpConfig_EnableAutomaticDns(Networking_IpConfig* ipConfig)
{
    IpContent content;
    if (ipConfig == nullptr || !IpConfig::read(*ipConfig, content))
        return;
    content.hasCustomDns = 0;
    content.dnsServerCount = 0;
    IpConfig::write(*ipConfig, content);
}

PERISPHERE_EXPORT int Networking_IpConfig_EnableCustomDns(Networking_IpConfig* ipConfig,
                                                          const struct in_addr* dnsServerAddresses,
                                                          size_t serverCount)
{
    IpContent content;
    if (ipConfig == nullptr)
        return fail(EFAULT);
    if (!IpConfig::read(*ipConfig, content))
        return fail(EINVAL);
    if (const int error = copyServers(content.dnsServers, content.dnsServerCount,
                                      dnsServerAddresses, serverCount))
        return fail(error);
    content.hasCustomDns = 1;
    IpConfig::write(*ipConfig, content);
    return 0;
}

PERISPHERE_EXPORT int Networking_IpConfig_Apply(const char* networkInterfaceName,
                                                const Networking_IpConfig* ipConfig)
{
    IpContent content;
    if (networkInterfaceName == nullptr || ipConfig == nullptr)
        return fail(EFAULT);
    if (!IpConfig::read(*ipConfig, content))
        return fail(EINVAL);
    protocol::NetworkIpApplyRequest request{.name = {},
                                            .isStatic = content.isStatic,
                                            .address = content.address,
                                            .mask = content.mask,
                                            .gateway = content.gateway,
                                            .hasCustomDns = content.hasCustomDns,
                                            .dnsServerCount = content.dnsServerCount};
    copyText(request.name.text, networkInterfaceName);
    std::memcpy(request.dnsServers, content.dnsServers, sizeof request.dnsServers);
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

PERISPHERE_EXPORT int Networking_IpConfig_ReleaseIp(const char* networkInterfaceName)
{
    return onInterface<protocol::NetworkIpReleaseRequest>(networkInterfaceName);
}

PERISPHERE_EXPORT int Networking_IpConfig_RenewIp(const char* networkInterfaceName)
{
    return onInterface<protocol::NetworkIpRenewRequest>(networkInterfaceName);
}
