// applibs/networking_proxy.h

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/network.hpp"
#include "text_field.hpp"

#include <applibs/networking.h>

#include <cstdlib>
#include <cstring>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

/// In memory of malloc(3). Texts that the getters hand out are the fields themselves.
struct Networking_ProxyConfig {
    protocol::ProxyConfiguration content;
};

namespace
{

static_assert(PROXY_ADDRESS_MAX_LENGTH + 1 == protocol::kProxyAddressBytes);
static_assert(PROXY_NO_PROXY_ADDRESSES_MAX_LENGTH + 1 == protocol::kProxyAddressBytes);
static_assert(PROXY_USERNAME_MAX_LENGTH + 1 == protocol::kProxyCredentialBytes);
static_assert(PROXY_PASSWORD_MAX_LENGTH + 1 == protocol::kProxyCredentialBytes);

const char* failWithNull(int error)
{
    errno = error;
    return nullptr;
}

/// A wrong device must not make the getters run out of their fields.
void terminate(protocol::ProxyConfiguration& content)
{
    for (auto* const field : {&content.address, &content.noProxyAddresses})
        (*field)[protocol::kProxyAddressBytes - 1] = '\0';
    for (auto* const field : {&content.username, &content.password})
        (*field)[protocol::kProxyCredentialBytes - 1] = '\0';
}

} // namespace

PERISPHERE_EXPORT Networking_ProxyConfig* Networking_Proxy_Create(void)
{
    void* const memory = std::calloc(1, sizeof(Networking_ProxyConfig));
    if (memory == nullptr)
        return nullptr; // errno is calloc's: ENOMEM
    auto* const config = static_cast<Networking_ProxyConfig*>(memory);
    config->content.options = Networking_ProxyOptions_Enabled;
    return config;
}

PERISPHERE_EXPORT void Networking_Proxy_Destroy(Networking_ProxyConfig* proxyConfig)
{
    std::free(proxyConfig);
}

PERISPHERE_EXPORT int Networking_Proxy_Apply(const Networking_ProxyConfig* proxyConfig)
{
    if (proxyConfig == nullptr)
        return fail(EFAULT);
    const protocol::ProxyApplyRequest request{.configuration = proxyConfig->content};
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}

PERISPHERE_EXPORT int Networking_Proxy_Get(Networking_ProxyConfig* proxyConfig)
{
    if (proxyConfig == nullptr)
        return fail(EFAULT);
    const protocol::ProxyGetRequest request;
    protocol::ProxyConfiguration content;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&content, sizeof content};
    const Answer answer = callDevice(call, EACCES);
    if (answer.error != 0)
        return fail(answer.error);
    terminate(content);
    proxyConfig->content = content;
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyOptions(Networking_ProxyConfig* proxyConfig,
                                                       Networking_ProxyOptions proxyOptions)
{
    if (proxyConfig == nullptr)
        return fail(EFAULT);
    proxyConfig->content.options = proxyOptions;
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyAddress(Networking_ProxyConfig* proxyConfig,
                                                       const char* proxyAddress, uint16_t proxyPort)
{
    if (proxyConfig == nullptr || proxyAddress == nullptr)
        return fail(EFAULT);
    if (!isAtMost(proxyAddress, PROXY_ADDRESS_MAX_LENGTH))
        return fail(ERANGE);
    copyText(proxyConfig->content.address, proxyAddress);
    proxyConfig->content.port = proxyPort;
    return 0;
}

PERISPHERE_EXPORT int
Networking_Proxy_SetAnonymousAuthentication(Networking_ProxyConfig* proxyConfig)
{
    if (proxyConfig == nullptr)
        return fail(EFAULT);
    proxyConfig->content.isBasic = 0;
    copyText(proxyConfig->content.username, "");
    copyText(proxyConfig->content.password, "");
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_SetBasicAuthentication(Networking_ProxyConfig* proxyConfig,
                                                              const char* username,
                                                              const char* password)
{
    if (proxyConfig == nullptr || username == nullptr || password == nullptr)
        return fail(EFAULT);
    if (!isAtMost(username, PROXY_USERNAME_MAX_LENGTH) ||
        !isAtMost(password, PROXY_PASSWORD_MAX_LENGTH))
        return fail(ERANGE);
    proxyConfig->content.isBasic = 1;
    copyText(proxyConfig->content.username, username);
    copyText(proxyConfig->content.password, password);
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_SetProxyNoProxyAddresses(Networking_ProxyConfig* proxyConfig,
                                                                const char* noProxyAddresses)
{
    if (proxyConfig == nullptr || noProxyAddresses == nullptr)
        return fail(EFAULT);
    if (!isAtMost(noProxyAddresses, PROXY_NO_PROXY_ADDRESSES_MAX_LENGTH))
        return fail(ERANGE);
    copyText(proxyConfig->content.noProxyAddresses, noProxyAddresses);
    return 0;
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyOptions(const Networking_ProxyConfig* proxyConfig,
                                                       Networking_ProxyOptions* proxyOptions)
{
    if (proxyConfig == nullptr || proxyOptions == nullptr)
        return fail(EFAULT);
    *proxyOptions = proxyConfig->content.options;
    return 0;
}

PERISPHERE_EXPORT const char*
Networking_Proxy_GetProxyAddress(const Networking_ProxyConfig* proxyConfig)
{
    return proxyConfig == nullptr ? failWithNull(EFAULT) : proxyConfig->content.address;
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyPort(const Networking_ProxyConfig* proxyConfig,
                                                    uint16_t* proxyPort)
{
    if (proxyConfig == nullptr || proxyPort == nullptr)
        return fail(EFAULT);
    *proxyPort = proxyConfig->content.port;
    return 0;
}

PERISPHERE_EXPORT Networking_ProxyType
Networking_Proxy_GetProxyType(const Networking_ProxyConfig* proxyConfig)
{
    if (proxyConfig == nullptr) {
        errno = EFAULT;
        return Networking_ProxyType_Invalid;
    }
    return Networking_ProxyType_HTTP; // the only one
}

PERISPHERE_EXPORT const char*
Networking_Proxy_GetProxyUsername(const Networking_ProxyConfig* proxyConfig)
{
    return proxyConfig == nullptr ? failWithNull(EFAULT) : proxyConfig->content.username;
}

PERISPHERE_EXPORT const char*
Networking_Proxy_GetProxyPassword(const Networking_ProxyConfig* proxyConfig)
{
    return proxyConfig == nullptr ? failWithNull(EFAULT) : proxyConfig->content.password;
}

PERISPHERE_EXPORT Networking_ProxyAuthType
Networking_Proxy_GetAuthType(const Networking_ProxyConfig* proxyConfig)
{
    if (proxyConfig == nullptr) {
        errno = EFAULT;
        return Networking_ProxyAuthType_Invalid;
    }
    return proxyConfig->content.isBasic != 0 ? Networking_ProxyAuthType_Basic
                                             : Networking_ProxyAuthType_Anonymous;
}

PERISPHERE_EXPORT const char*
Networking_Proxy_GetNoProxyAddresses(const Networking_ProxyConfig* proxyConfig)
{
    return proxyConfig == nullptr ? failWithNull(EFAULT) : proxyConfig->content.noProxyAddresses;
}

PERISPHERE_EXPORT int Networking_Proxy_GetProxyStatus(Networking_ProxyStatus* proxyStatus)
{
    if (proxyStatus == nullptr)
        return fail(EFAULT);
    const protocol::ProxyStatusRequest request;
    const Answer answer = callDevice(raw(request), EFAULT);
    if (answer.error != 0)
        return fail(answer.error);
    *proxyStatus = static_cast<Networking_ProxyStatus>(answer.value);
    return 0;
}
