// applibs/wificonfig.h: the list of networks, scans, diagnostics. Settings of a network are in
// wifi_config_options.cpp.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/wifi.hpp"
#include "struct_version.hpp"
#include "text_field.hpp"

#define _AZSPHERE_USE_DEPRECATED_API
#include <applibs/wificonfig.h>

#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

static_assert(WIFICONFIG_SSID_MAX_LENGTH == protocol::kSsidBytes);
static_assert(sizeof(WifiConfig_StoredNetwork) == 40);
static_assert(sizeof(WifiConfig_ScannedNetwork) == 52);
static_assert(sizeof(WifiConfig_ConnectedNetwork) == 52);

constexpr std::uint32_t kVersion = 1;

template <class Request>
int callForNothing(const Request& request)
{
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

/// For requests whose reply's value is what the function returns.
template <class Request>
std::int64_t callForValue(const Request& request)
{
    const Answer answer = callDevice(raw(request), EAGAIN);
    return answer.error != 0 ? fail(answer.error) : answer.value;
}

WifiConfig_StoredNetwork storedNetwork(const protocol::WifiStoredNetwork& from)
{
    WifiConfig_StoredNetwork network;
    std::memset(&network, 0, sizeof network);
    network.z__magicAndVersion = z__WIFICONFIG_STORED_NETWORK_MAGIC | kVersion;
    std::memcpy(network.ssid, from.ssid.bytes, sizeof network.ssid);
    network.ssidLength = from.ssid.length;
    network.isEnabled = from.isEnabled != 0;
    network.isConnected = from.isConnected != 0;
    network.security = static_cast<WifiConfig_Security_Type>(from.security);
    return network;
}

/// Connected and scanned networks differ only in their magic number.
template <class Network>
Network seenNetwork(const protocol::WifiSeenNetwork& from, std::uint32_t magic)
{
    Network network;
    std::memset(&network, 0, sizeof network);
    network.z__magicAndVersion = magic | kVersion;
    std::memcpy(network.ssid, from.ssid.bytes, sizeof network.ssid);
    std::memcpy(network.bssid, from.bssid, sizeof network.bssid);
    network.ssidLength = from.ssid.length;
    network.security = static_cast<WifiConfig_Security_Type>(from.security);
    network.frequencyMHz = from.frequencyMhz;
    network.signalRssi = static_cast<std::int8_t>(from.rssi);
    return network;
}

int checkArray(const void* array, std::size_t count, std::uint32_t version)
{
    if (array == nullptr)
        return EFAULT;
    if (count == 0)
        return ERANGE;
    return version == kVersion ? 0 : EINVAL;
}

/// Fills the caller's array from a list; `convert` makes an element of what the message has.
template <class Request, class Item, class Element, class Convert>
ssize_t fillArray(Element* array, std::size_t count, Convert convert)
{
    Item items[protocol::kMaxWifiNetworks];
    const Request request{
        .maximum = static_cast<std::uint32_t>(count < std::size(items) ? count : std::size(items))};
    RawRequest call = raw(request);
    call.replyPayload[0] = {items, request.maximum * sizeof(Item)};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    const std::size_t found = answer.payloadBytes / sizeof(Item);
    for (std::size_t i = 0; i < found; ++i)
        array[i] = convert(items[i]);
    return static_cast<ssize_t>(found);
}

int copySsid(protocol::Ssid& field, const std::uint8_t* ssid, std::size_t length)
{
    if (ssid == nullptr)
        return EFAULT;
    if (length == 0 || length > sizeof field.bytes)
        return ERANGE;
    std::memcpy(field.bytes, ssid, length);
    field.length = static_cast<std::uint8_t>(length);
    return 0;
}

} // namespace

PERISPHERE_EXPORT int WifiConfig_AddNetwork(void)
{
    return static_cast<int>(callForValue(protocol::WifiAddRequest()));
}

PERISPHERE_EXPORT int WifiConfig_AddDuplicateNetwork(int networkId, const char* configName)
{
    if (configName == nullptr)
        return fail(EFAULT);
    if (*configName == '\0' || !isAtMost(configName, WIFICONFIG_CONFIG_NAME_MAX_LENGTH))
        return fail(ERANGE);
    if (networkId < 0)
        return fail(EINVAL);
    protocol::WifiDuplicateRequest request{.id = networkId};
    copyText(request.configName, configName);
    return static_cast<int>(callForValue(request));
}

PERISPHERE_EXPORT int WifiConfig_ForgetNetworkById(int networkId)
{
    if (networkId < 0)
        return fail(EINVAL);
    return callForNothing(protocol::WifiForgetRequest{.id = networkId});
}

PERISPHERE_EXPORT int WifiConfig_ForgetAllNetworks(void)
{
    return callForNothing(protocol::WifiForgetAllRequest());
}

PERISPHERE_EXPORT int
z__WifiConfig_ForgetNetwork(const struct z__WifiConfig_StoredNetwork_Base* storedNetwork)
{
    if (storedNetwork == nullptr)
        return fail(EFAULT);
    if (!hasVersion(storedNetwork->z__magicAndVersion, z__WIFICONFIG_STORED_NETWORK_MAGIC,
                    kVersion))
        return fail(EINVAL);
    const auto* const network = reinterpret_cast<const WifiConfig_StoredNetwork*>(storedNetwork);
    protocol::WifiForgetMatchingRequest request;
    if (network->security > WifiConfig_Security_Wpa2_EAP_TLS ||
        copySsid(request.ssid, network->ssid, network->ssidLength) != 0)
        return fail(EINVAL);
    request.security = static_cast<protocol::WifiSecurity>(network->security);
    return callForNothing(request);
}

PERISPHERE_EXPORT ssize_t WifiConfig_GetStoredNetworkCount(void)
{
    return static_cast<ssize_t>(callForValue(protocol::WifiStoredNetworksRequest()));
}

PERISPHERE_EXPORT ssize_t
z__WifiConfig_GetStoredNetworks(struct z__WifiConfig_StoredNetwork_Base* storedNetworkArray,
                                size_t storedNetworkArrayCount, uint32_t storedNetworkStructVersion)
{
    if (const int error =
            checkArray(storedNetworkArray, storedNetworkArrayCount, storedNetworkStructVersion))
        return fail(error);
    return fillArray<protocol::WifiStoredNetworksRequest, protocol::WifiStoredNetwork>(
        reinterpret_cast<WifiConfig_StoredNetwork*>(storedNetworkArray), storedNetworkArrayCount,
        storedNetwork);
}

PERISPHERE_EXPORT int WifiConfig_GetConnectedNetworkId(void)
{
    return static_cast<int>(callForValue(protocol::WifiConnectedIdRequest()));
}

PERISPHERE_EXPORT int WifiConfig_GetNetworkIdByConfigName(const char* configName)
{
    if (configName == nullptr)
        return fail(EFAULT);
    if (!isAtMost(configName, WIFICONFIG_CONFIG_NAME_MAX_LENGTH))
        return fail(ERANGE);
    protocol::WifiFindRequest request;
    copyText(request.configName, configName);
    return static_cast<int>(callForValue(request));
}

PERISPHERE_EXPORT int WifiConfig_StoreOpenNetwork(const uint8_t* ssid, size_t ssidLength)
{
    protocol::WifiStoreRequest request;
    if (const int error = copySsid(request.ssid, ssid, ssidLength))
        return fail(error);
    return callForNothing(request);
}

PERISPHERE_EXPORT int WifiConfig_StoreWpa2Network(const uint8_t* ssid, size_t ssidLength,
                                                  const char* psk, size_t pskLength)
{
    protocol::WifiStoreRequest request;
    if (psk == nullptr)
        return fail(EFAULT);
    if (const int error = copySsid(request.ssid, ssid, ssidLength))
        return fail(error);
    if (pskLength == 0 || pskLength > sizeof request.psk)
        return fail(ERANGE);
    request.security = protocol::WifiSecurity::Wpa2Psk;
    request.pskLength = static_cast<std::uint8_t>(pskLength);
    std::memcpy(request.psk, psk, pskLength);
    return callForNothing(request);
}

PERISPHERE_EXPORT ssize_t WifiConfig_TriggerScanAndGetScannedNetworkCount(void)
{
    return static_cast<ssize_t>(callForValue(protocol::WifiScanRequest()));
}

PERISPHERE_EXPORT ssize_t z__WifiConfig_GetScannedNetworks(
    struct z__WifiConfig_ScannedNetwork_Base* scannedNetworkArray, size_t scannedNetworkArrayCount,
    uint32_t scannedNetworkStructVersion)
{
    if (const int error =
            checkArray(scannedNetworkArray, scannedNetworkArrayCount, scannedNetworkStructVersion))
        return fail(error);
    return fillArray<protocol::WifiScannedNetworksRequest, protocol::WifiSeenNetwork>(
        reinterpret_cast<WifiConfig_ScannedNetwork*>(scannedNetworkArray), scannedNetworkArrayCount,
        [](const protocol::WifiSeenNetwork& item) {
            return seenNetwork<WifiConfig_ScannedNetwork>(item,
                                                          z__WIFICONFIG_SCANNED_NETWORK_MAGIC);
        });
}

PERISPHERE_EXPORT int
z__WifiConfig_GetCurrentNetwork(struct z__WifiConfig_ConnectedNetwork_Base* connectedNetwork,
                                uint32_t connectedNetworkStructVersion)
{
    if (connectedNetwork == nullptr)
        return fail(EFAULT);
    if (connectedNetworkStructVersion != kVersion)
        return fail(EINVAL);
    const protocol::WifiCurrentNetworkRequest request;
    protocol::WifiSeenNetwork item;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&item, sizeof item};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    *reinterpret_cast<WifiConfig_ConnectedNetwork*>(connectedNetwork) =
        seenNetwork<WifiConfig_ConnectedNetwork>(item, z__WIFICONFIG_CONNECTED_NETWORK_MAGIC);
    return 0;
}
