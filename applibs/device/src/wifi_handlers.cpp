// Wi-Fi networks.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/wifi.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::device
{
namespace
{

using manifest::Capability;
using protocol::WifiSecurity;
using protocol::WifiText;

Outcome<> mayUseWifi(const HandlerContext& context)
{
    return require(context.app->manifest, Capability::WifiConfig);
}

/// Decodes a request and checks "WifiConfig": what nearly all begin with.
template <class Request>
Outcome<Request> allowedRequest(const HandlerContext& context, std::span<const std::byte> body)
{
    auto request = decode<Request>(body);
    if (!request)
        return request;
    if (const auto allowed = mayUseWifi(context); !allowed)
        return tl::unexpected(allowed.error());
    return request;
}

Outcome<Response> numberOf(const Outcome<int>& outcome)
{
    if (!outcome)
        return tl::unexpected(outcome.error());
    Response response;
    response.value = *outcome;
    return response;
}

/// All are counted, the first are described.
template <class Network>
Outcome<Response> listOf(const Outcome<std::vector<Network>>& networks, std::size_t maximum)
{
    if (!networks)
        return tl::unexpected(networks.error());
    Response response;
    response.value = static_cast<std::int64_t>(networks->size());
    const std::size_t count = std::min({networks->size(), maximum, protocol::kMaxWifiNetworks});
    for (std::size_t i = 0; i < count; ++i)
        append(response.payload, (*networks)[i]);
    return response;
}

template <class Description>
Outcome<Response> descriptionOf(const Outcome<Description>& description)
{
    if (!description)
        return tl::unexpected(description.error());
    Response response;
    append(response.payload, *description);
    return response;
}

bool isSsid(const protocol::Ssid& ssid)
{
    return ssid.length >= 1 && ssid.length <= protocol::kSsidBytes;
}

bool needsEnterprise(WifiText which)
{
    return which != WifiText::ConfigName;
}

Outcome<> mayUseText(const HandlerContext& context, WifiText which)
{
    return require(context.app->manifest, needsEnterprise(which) ? Capability::EnterpriseWifiConfig
                                                                 : Capability::WifiConfig);
}

} // namespace

Outcome<Response> wifiAdd(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = allowedRequest<protocol::WifiAddRequest>(context, body); !request)
        return tl::unexpected(request.error());
    return numberOf(context.services.wifi.add());
}

Outcome<Response> wifiDuplicate(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiDuplicateRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    const std::string_view configName = fieldText(request->configName);
    if (configName.empty())
        return refuse(ERANGE);
    return numberOf(context.services.wifi.duplicate(request->id, configName));
}

Outcome<Response> wifiForget(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiForgetRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return statusOf(context.services.wifi.forget(request->id));
}

Outcome<Response> wifiForgetAll(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiForgetAllRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return statusOf(context.services.wifi.forgetAll());
}

Outcome<Response> wifiStoredNetworks(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiStoredNetworksRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return listOf(context.services.wifi.storedNetworks(), request->maximum);
}

Outcome<Response> wifiConnectedId(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiConnectedIdRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return numberOf(context.services.wifi.connectedId());
}

Outcome<Response> wifiFind(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiFindRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return numberOf(context.services.wifi.findByName(fieldText(request->configName)));
}

Outcome<Response> wifiStore(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiStoreRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    const bool hasKey = request->security == WifiSecurity::Wpa2Psk;
    if (!hasKey && request->security != WifiSecurity::Open)
        return refuse(EINVAL);
    if (!isSsid(request->ssid) || (hasKey && request->pskLength == 0) ||
        request->pskLength > (hasKey ? protocol::kPskBytes : 0))
        return refuse(ERANGE);
    return statusOf(context.services.wifi.store(*request));
}

Outcome<Response> wifiForgetMatching(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiForgetMatchingRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->ssid.length > protocol::kSsidBytes || request->security > WifiSecurity::Wpa2EapTls)
        return refuse(EINVAL);
    return statusOf(context.services.wifi.forgetMatching(*request));
}

Outcome<Response> wifiSetSsid(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiSetSsidRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    if (!isSsid(request->ssid))
        return refuse(ERANGE);
    return statusOf(context.services.wifi.setSsid(request->id, request->ssid));
}

Outcome<Response> wifiSetSecurity(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiSetSecurityRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->security == 0 ||
        request->security > static_cast<std::uint32_t>(WifiSecurity::Wpa2EapTls))
        return refuse(EINVAL);
    const auto security = static_cast<WifiSecurity>(request->security);
    if (security == WifiSecurity::Wpa2EapTls)
        if (const auto allowed = require(context.app->manifest, Capability::EnterpriseWifiConfig);
            !allowed)
            return tl::unexpected(allowed.error());
    return statusOf(context.services.wifi.setSecurity(request->id, security));
}

Outcome<Response> wifiSetPsk(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiSetPskRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->length > protocol::kPskBytes)
        return refuse(ERANGE);
    return statusOf(context.services.wifi.setPsk(request->id, {request->psk, request->length}));
}

Outcome<Response> wifiSetFlag(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiSetFlagRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->flag > protocol::WifiFlag::Targeted)
        return refuse(EINVAL);
    return statusOf(context.services.wifi.setFlag(request->id, request->flag, request->value != 0));
}

Outcome<Response> wifiSetText(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::WifiSetTextRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->which > WifiText::ConfigName)
        return refuse(EINVAL);
    const std::string_view text = fieldText(request->value.text);
    const bool isNameless = request->which == WifiText::ConfigName && text.empty();
    if (text.size() > protocol::maxBytes(request->which) || isNameless)
        return refuse(ERANGE);
    if (const auto allowed = mayUseText(context, request->which); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.wifi.setText(request->id, request->which, text));
}

Outcome<Response> wifiGetText(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::WifiGetTextRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->which > WifiText::ConfigName)
        return refuse(EINVAL);
    if (const auto allowed = mayUseText(context, request->which); !allowed)
        return tl::unexpected(allowed.error());
    const auto text = context.services.wifi.text(request->id, request->which);
    if (!text)
        return tl::unexpected(text.error());
    protocol::WifiTextValue value;
    std::copy_n(text->begin(), std::min(text->size(), sizeof value.text - 1), value.text);
    Response response;
    append(response.payload, value);
    return response;
}

Outcome<Response> wifiPersist(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiPersistRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return statusOf(context.services.wifi.persist());
}

Outcome<Response> wifiReload(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiReloadRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return statusOf(context.services.wifi.reload());
}

void wifiScan(const HandlerContext& context, std::span<const std::byte> body,
              const Completion& complete)
{
    const auto request = allowedRequest<protocol::WifiScanRequest>(context, body);
    if (!request)
        return complete(tl::unexpected(request.error()));
    context.services.wifi.scan([complete](const Outcome<std::size_t>& found) {
        if (!found)
            return complete(tl::unexpected(found.error()));
        Response response;
        response.value = static_cast<std::int64_t>(*found);
        complete(std::move(response));
    });
}

Outcome<Response> wifiScannedNetworks(const HandlerContext& context,
                                      std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiScannedNetworksRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return listOf(context.services.wifi.scannedNetworks(), request->maximum);
}

Outcome<Response> wifiCurrentNetwork(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiCurrentNetworkRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return descriptionOf(context.services.wifi.currentNetwork());
}

Outcome<Response> wifiDiagnostics(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiDiagnosticsRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return descriptionOf(context.services.wifi.diagnostics(request->id));
}

Outcome<Response> wifiSetPowerSaving(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = allowedRequest<protocol::WifiSetPowerSavingRequest>(context, body);
    if (!request)
        return tl::unexpected(request.error());
    return statusOf(context.services.wifi.setPowerSaving(request->isEnabled != 0));
}

} // namespace perisphere::device
