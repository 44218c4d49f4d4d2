// Interfaces, addresses, time, servers, proxy.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/network.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::device
{
namespace
{

using manifest::Capability;

Outcome<> mayConfigure(const HandlerContext& context)
{
    return require(context.app->manifest, Capability::NetworkConfig);
}

Response valueOf(std::int64_t value)
{
    Response response;
    response.value = value;
    return response;
}

/// What an operation on an interface by its name needs: the request, the capability, the call.
template <class Request>
Outcome<Response> onInterface(const HandlerContext& context, std::span<const std::byte> body,
                              Capability capability,
                              Outcome<> (NetworkService::*operation)(std::string_view))
{
    const auto request = decode<Request>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = require(context.app->manifest, capability); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf((context.services.network.*operation)(fieldText(request->name.text)));
}

template <std::size_t N>
bool isTerminated(const char (&field)[N])
{
    return std::find(field, field + N, '\0') != field + N;
}

bool isWellFormed(const protocol::TimeSyncSetServersRequest& request)
{
    return isTerminated(request.primary) && isTerminated(request.secondary) &&
           request.hasFallback <= 1 && request.mode <= protocol::NtpMode::Custom;
}

bool isWellFormed(const protocol::ProxyConfiguration& configuration)
{
    return isTerminated(configuration.address) && isTerminated(configuration.username) &&
           isTerminated(configuration.password) && isTerminated(configuration.noProxyAddresses) &&
           configuration.isBasic <= 1;
}

/// Servers of which none is 0.0.0.0.
bool areAddresses(const std::uint32_t (&servers)[protocol::kMaxServerAddresses],
                  std::uint32_t count)
{
    return count <= std::size(servers) &&
           std::find(servers, servers + count, 0U) == servers + count;
}

} // namespace

Outcome<Response> networkReady(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::NetworkReadyRequest>(body); !request)
        return tl::unexpected(request.error());
    return valueOf(context.services.network.isReady() ? 1 : 0);
}

Outcome<Response> networkInterfaces(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::NetworkInterfacesRequest>(body); !request)
        return tl::unexpected(request.error());
    const auto interfaces = context.services.network.interfaces();
    if (!interfaces)
        return tl::unexpected(interfaces.error());
    Response response = valueOf(static_cast<std::int64_t>(interfaces->size()));
    for (const protocol::NetworkInterfaceInfo& one : *interfaces)
        append(response.payload, one);
    return response;
}

Outcome<Response> networkSetInterfaceState(const HandlerContext& context,
                                           std::span<const std::byte> body)
{
    const auto request = decode<protocol::NetworkSetInterfaceStateRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = mayConfigure(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.setInterfaceState(fieldText(request->name.text),
                                                               request->isEnabled != 0));
}

Outcome<Response> networkInterfaceStatus(const HandlerContext& context,
                                         std::span<const std::byte> body)
{
    const auto request = decode<protocol::NetworkInterfaceStatusRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const auto status = context.services.network.connectionStatus(fieldText(request->name.text));
    if (!status)
        return tl::unexpected(status.error());
    return valueOf(*status);
}

Outcome<Response> networkHardwareAddress(const HandlerContext& context,
                                         std::span<const std::byte> body)
{
    const auto request = decode<protocol::NetworkHardwareAddressRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    const auto address = context.services.network.hardwareAddress(fieldText(request->name.text));
    if (!address)
        return tl::unexpected(address.error());
    Response response;
    append(response.payload, *address);
    return response;
}

Outcome<Response> networkSetHardwareAddress(const HandlerContext& context,
                                            std::span<const std::byte> body)
{
    const auto request = decode<protocol::NetworkSetHardwareAddressRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    NetworkService::HardwareAddress address{};
    std::copy(std::begin(request->address), std::end(request->address), address.begin());
    constexpr unsigned kGroupBit = 1;
    if ((address[0] & kGroupBit) != 0 || address == NetworkService::HardwareAddress{})
        return refuse(EINVAL, "the hardware address is all zero or of a group");
    if (const auto allowed = require(context.app->manifest, Capability::HardwareAddressConfig);
        !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(
        context.services.network.setHardwareAddress(fieldText(request->name.text), address));
}

Outcome<Response> networkIpApply(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::NetworkIpApplyRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (!areAddresses(request->dnsServers, request->dnsServerCount))
        return refuse(EINVAL);
    if (const auto allowed = mayConfigure(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.applyIp(*request));
}

Outcome<Response> networkIpRelease(const HandlerContext& context, std::span<const std::byte> body)
{
    return onInterface<protocol::NetworkIpReleaseRequest>(context, body, Capability::NetworkConfig,
                                                          &NetworkService::releaseIp);
}

Outcome<Response> networkIpRenew(const HandlerContext& context, std::span<const std::byte> body)
{
    return onInterface<protocol::NetworkIpRenewRequest>(context, body, Capability::NetworkConfig,
                                                        &NetworkService::renewIp);
}

Outcome<Response> timeSyncSetServers(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::TimeSyncSetServersRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (!isWellFormed(*request))
        return refuse(EINVAL);
    if (const auto allowed = require(context.app->manifest, Capability::TimeSyncConfig); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.setTimeServers(*request));
}

Outcome<Response> timeSyncInfo(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::TimeSyncInfoRequest>(body); !request)
        return tl::unexpected(request.error());
    const auto info = context.services.network.lastTimeSync();
    if (!info)
        return tl::unexpected(info.error());
    Response response;
    append(response.payload, *info);
    return response;
}

Outcome<Response> timeSyncSetEnabled(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::TimeSyncSetEnabledRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = require(context.app->manifest, Capability::TimeSyncConfig); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.setTimeSyncEnabled(request->isEnabled != 0));
}

Outcome<Response> timeSyncIsEnabled(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::TimeSyncIsEnabledRequest>(body); !request)
        return tl::unexpected(request.error());
    if (const auto allowed = require(context.app->manifest, Capability::TimeSyncConfig); !allowed)
        return tl::unexpected(allowed.error());
    const auto isEnabled = context.services.network.isTimeSyncEnabled();
    if (!isEnabled)
        return tl::unexpected(isEnabled.error());
    return valueOf(*isEnabled ? 1 : 0);
}

Outcome<Response> sntpServerStart(const HandlerContext& context, std::span<const std::byte> body)
{
    return onInterface<protocol::SntpServerStartRequest>(context, body, Capability::SntpService,
                                                         &NetworkService::startSntpServer);
}

Outcome<Response> dhcpServerStart(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::DhcpServerStartRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (!protocol::isLease(request->start, request->count, request->mask, request->gateway,
                           request->leaseHours) ||
        !areAddresses(request->ntpServers, request->ntpServerCount))
        return refuse(EINVAL);
    if (const auto allowed = require(context.app->manifest, Capability::DhcpService); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.startDhcpServer(*request));
}

Outcome<Response> proxyApply(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::ProxyApplyRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (!isWellFormed(request->configuration))
        return refuse(EINVAL);
    if (const auto allowed = mayConfigure(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.network.applyProxy(request->configuration));
}

Outcome<Response> proxyGet(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::ProxyGetRequest>(body); !request)
        return tl::unexpected(request.error());
    // Either capability will do; the smaller one is what the developer is told to add.
    if (!mayConfigure(context))
        if (const auto allowed = require(context.app->manifest, Capability::ReadNetworkProxyConfig);
            !allowed)
            return tl::unexpected(allowed.error());
    const auto configuration = context.services.network.proxy();
    if (!configuration)
        return tl::unexpected(configuration.error());
    Response response;
    append(response.payload, *configuration);
    return response;
}

Outcome<Response> proxyStatus(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::ProxyStatusRequest>(body); !request)
        return tl::unexpected(request.error());
    return valueOf(context.services.network.proxyStatus());
}

} // namespace perisphere::device
