// applibs/wificonfig.h: settings of a network, which the header's functions name by attributes.

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/wifi.hpp"
#include "text_field.hpp"

#include <applibs/wificonfig.h>

#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;
using protocol::WifiText;

namespace
{

static_assert(sizeof(WifiConfig_ClientIdentity) == protocol::kIdentityBytes + 1);
static_assert(sizeof(CertStore_Identifier) == protocol::kCertIdentifierBytes + 1);
static_assert(sizeof(WifiConfig_NetworkDiagnostics32) == 324);
static_assert(sizeof(WifiConfig_NetworkDiagnostics64) == 328);

constexpr int kNoNetwork = -1;

template <class Request>
int setOption(const Request& request)
{
    return succeedOrFail(callDevice(raw(request), EAGAIN).error);
}

/// A value of one byte, which the header's functions pass by its address.
bool readByte(const void* value, std::size_t length, std::uint8_t& byte)
{
    if (length != sizeof byte)
        return false;
    std::memcpy(&byte, value, sizeof byte);
    return true;
}

int setSsid(int id, const void* value, std::size_t length)
{
    protocol::WifiSetSsidRequest request{.id = id, .ssid = {}};
    if (length == 0 || length > sizeof request.ssid.bytes)
        return fail(ERANGE);
    request.ssid.length = static_cast<std::uint8_t>(length);
    std::memcpy(request.ssid.bytes, value, length);
    return setOption(request);
}

int setSecurity(int id, const void* value, std::size_t length)
{
    std::uint8_t security = 0;
    if (!readByte(value, length, security) || security == WifiConfig_Security_Unknown ||
        security > WifiConfig_Security_Wpa2_EAP_TLS)
        return fail(EINVAL);
    return setOption(protocol::WifiSetSecurityRequest{.id = id, .security = security});
}

int setPsk(int id, const void* value, std::size_t length)
{
    protocol::WifiSetPskRequest request{.id = id, .length = static_cast<std::uint32_t>(length)};
    if (length > sizeof request.psk)
        return fail(ERANGE);
    std::memcpy(request.psk, value, length);
    return setOption(request);
}

int setFlag(int id, protocol::WifiFlag flag, const void* value, std::size_t length)
{
    std::uint8_t isOn = 0;
    if (!readByte(value, length, isOn))
        return fail(EINVAL);
    return setOption(
        protocol::WifiSetFlagRequest{.id = id, .flag = flag, .value = isOn != 0 ? 1U : 0U});
}

int setText(int id, WifiText which, const void* value)
{
    const auto* const text = static_cast<const char*>(value);
    const bool isNameless = which == WifiText::ConfigName && *text == '\0';
    if (isNameless || !isAtMost(text, protocol::maxBytes(which)))
        return fail(ERANGE);
    protocol::WifiSetTextRequest request{.id = id, .which = which, .value = {}};
    copyText(request.value.text, text);
    return setOption(request);
}

int setPowerSaving(const void* value, std::size_t length)
{
    std::uint8_t isOn = 0;
    if (!readByte(value, length, isOn))
        return fail(EINVAL);
    return setOption(protocol::WifiSetPowerSavingRequest{.isEnabled = isOn != 0 ? 1U : 0U});
}

/// Attributes that are not of one network. EINVAL for one that is.
int setCommon(z__WifiConfig_Attribute attribute, const void* value, std::size_t length)
{
    switch (attribute) {
    case z__WifiConfig_Attribute_Save:
        return setOption(protocol::WifiPersistRequest());
    case z__WifiConfig_Attribute_Reload:
        return setOption(protocol::WifiReloadRequest());
    case z__WifiConfig_Attribute_Power_Savings:
        return value == nullptr ? fail(EFAULT) : setPowerSaving(value, length);
    default:
        return fail(EINVAL);
    }
}

bool isOfNoNetwork(z__WifiConfig_Attribute attribute)
{
    return attribute == z__WifiConfig_Attribute_Save ||
           attribute == z__WifiConfig_Attribute_Reload ||
           attribute == z__WifiConfig_Attribute_Power_Savings;
}

int setOfNetwork(int id, z__WifiConfig_Attribute attribute, const void* value, std::size_t length)
{
    switch (attribute) {
    case z__WifiConfig_Attribute_SSID:
        return setSsid(id, value, length);
    case z__WifiConfig_Attribute_Security_Type:
        return setSecurity(id, value, length);
    case z__WifiConfig_Attribute_Enable:
        return setFlag(id, protocol::WifiFlag::Enabled, value, length);
    case z__WifiConfig_Attribute_Preshared_Key:
        return setPsk(id, value, length);
    case z__WifiConfig_Attribute_Client_Identity:
        return setText(id, WifiText::Identity, value);
    case z__WifiConfig_Attribute_Client_CertStore_Identifier:
        return setText(id, WifiText::ClientCertificate, value);
    case z__WifiConfig_Attribute_RootCA_CertStore_Identifier:
        return setText(id, WifiText::RootCertificate, value);
    case z__WifiConfig_Attribute_Targeted_Scan:
        return setFlag(id, protocol::WifiFlag::Targeted, value, length);
    case z__WifiConfig_Attribute_Config_Name:
        return setText(id, WifiText::ConfigName, value);
    default:
        return fail(EINVAL);
    }
}

/// Size of what a getter gives; 0 for an attribute that cannot be got.
std::size_t sizeOf(z__WifiConfig_Attribute attribute)
{
    switch (attribute) {
    case z__WifiConfig_Attribute_Client_Identity:
        return sizeof(WifiConfig_ClientIdentity);
    case z__WifiConfig_Attribute_Client_CertStore_Identifier:
    case z__WifiConfig_Attribute_RootCA_CertStore_Identifier:
        return sizeof(CertStore_Identifier);
    case z__WifiConfig_Attribute_Network_Diagnostics32:
        return sizeof(WifiConfig_NetworkDiagnostics32);
    case z__WifiConfig_Attribute_Network_Diagnostics64:
        return sizeof(WifiConfig_NetworkDiagnostics64);
    default:
        return 0;
    }
}

ssize_t getText(int id, WifiText which, void* buffer, std::size_t size)
{
    const protocol::WifiGetTextRequest request{.id = id, .which = which};
    protocol::WifiTextValue value;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&value, sizeof value};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    auto* const text = static_cast<char*>(buffer);
    std::memcpy(text, value.text, size);
    text[size - 1] = '\0';
    return static_cast<ssize_t>(size);
}

/// Both variants of the structure have the same members.
template <class Diagnostics>
ssize_t getDiagnostics(int id, void* buffer)
{
    const protocol::WifiDiagnosticsRequest request{.id = id};
    protocol::WifiDiagnosticsReply reply;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&reply, sizeof reply};
    const Answer answer = callDevice(call, EAGAIN);
    if (answer.error != 0)
        return fail(answer.error);
    Diagnostics diagnostics;
    std::memset(&diagnostics, 0, sizeof diagnostics);
    diagnostics.isEnabled = reply.isEnabled != 0 ? 1 : 0;
    diagnostics.isConnected = reply.isConnected != 0 ? 1 : 0;
    diagnostics.error = reply.error;
    diagnostics.timestamp = static_cast<decltype(diagnostics.timestamp)>(reply.timestamp);
    diagnostics.certError = reply.certError;
    diagnostics.certDepth = reply.certDepth;
    std::memcpy(diagnostics.certSubject.name, reply.certSubject,
                sizeof diagnostics.certSubject.name - 1);
    std::memcpy(buffer, &diagnostics, sizeof diagnostics);
    return sizeof diagnostics;
}

ssize_t getOfNetwork(int id, z__WifiConfig_Attribute attribute, void* buffer, std::size_t size)
{
    switch (attribute) {
    case z__WifiConfig_Attribute_Client_Identity:
        return getText(id, WifiText::Identity, buffer, size);
    case z__WifiConfig_Attribute_Client_CertStore_Identifier:
        return getText(id, WifiText::ClientCertificate, buffer, size);
    case z__WifiConfig_Attribute_RootCA_CertStore_Identifier:
        return getText(id, WifiText::RootCertificate, buffer, size);
    case z__WifiConfig_Attribute_Network_Diagnostics32:
        return getDiagnostics<WifiConfig_NetworkDiagnostics32>(id, buffer);
    default:
        return getDiagnostics<WifiConfig_NetworkDiagnostics64>(id, buffer);
    }
}

} // namespace

PERISPHERE_EXPORT int z__WifiConfig_SetNetworkOpt(int networkId,
                                                  z__WifiConfig_Attribute networkAttribute,
                                                  const void* attributeValue,
                                                  size_t attributeLength)
{
    if (isOfNoNetwork(networkAttribute))
        return networkId == kNoNetwork
                   ? setCommon(networkAttribute, attributeValue, attributeLength)
                   : fail(EINVAL);
    if (attributeValue == nullptr)
        return fail(EFAULT);
    if (networkId < 0)
        return fail(EINVAL);
    return setOfNetwork(networkId, networkAttribute, attributeValue, attributeLength);
}

PERISPHERE_EXPORT ssize_t z__WifiConfig_GetNetworkOpt(int networkId,
                                                      z__WifiConfig_Attribute networkAttribute,
                                                      void* buffer, size_t capacity)
{
    if (buffer == nullptr && capacity != 0)
        return fail(EFAULT);
    const std::size_t size = sizeOf(networkAttribute);
    if (networkId < 0 || size == 0)
        return fail(EINVAL);
    if (buffer == nullptr)
        return static_cast<ssize_t>(size);
    if (capacity < size)
        return fail(ERANGE);
    return getOfNetwork(networkId, networkAttribute, buffer, size);
}
