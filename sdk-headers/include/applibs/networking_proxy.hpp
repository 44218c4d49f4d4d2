// The device's HTTP proxy: applibs/networking_proxy.h, which documents the calls.
#pragma once

#include <applibs/flags.hpp>
#include <applibs/networking.h>
#include <applibs/result.hpp>

#include <memory>

namespace applibs
{

namespace networking
{

enum class ProxyOptions : Networking_ProxyOptions {
    None = Networking_ProxyOptions_None,
    Enabled = Networking_ProxyOptions_Enabled,
    Auto = Networking_ProxyOptions_Auto
};

enum class ProxyStatus : Networking_ProxyStatus {
    Enabled = Networking_ProxyStatus_Enabled,
    ResolvingProxyName = Networking_ProxyStatus_ResolvingProxyName,
    Ready = Networking_ProxyStatus_Ready
};

enum class ProxyType : Networking_ProxyType { Http = Networking_ProxyType_HTTP };

enum class ProxyAuthType : Networking_ProxyAuthType {
    Anonymous = Networking_ProxyAuthType_Anonymous,
    Basic = Networking_ProxyAuthType_Basic
};

} // namespace networking

template <>
inline constexpr bool isFlags<networking::ProxyOptions> = true;
template <>
inline constexpr bool isFlags<networking::ProxyStatus> = true;

namespace networking
{

/// A configuration. Texts that it gives are valid until it is changed or goes.
class ProxyConfig
{
public:
    static Result<ProxyConfig> create()
    {
        Networking_ProxyConfig* config = Networking_Proxy_Create();
        if (config == nullptr)
            return detail::lastError("Networking_Proxy_Create");
        return ProxyConfig(config);
    }

    /// Makes it the device's.
    Result<void> apply() const
    {
        return detail::check(Networking_Proxy_Apply(m_config.get()), "Networking_Proxy_Apply");
    }

    /// Takes the device's.
    Result<void> get()
    {
        return detail::check(Networking_Proxy_Get(m_config.get()), "Networking_Proxy_Get");
    }

    Result<void> setOptions(ProxyOptions options)
    {
        return detail::check(Networking_Proxy_SetProxyOptions(
                                 m_config.get(), static_cast<Networking_ProxyOptions>(options)),
                             "Networking_Proxy_SetProxyOptions");
    }

    Result<void> setAddress(const char* address, std::uint16_t port)
    {
        return detail::check(Networking_Proxy_SetProxyAddress(m_config.get(), address, port),
                             "Networking_Proxy_SetProxyAddress");
    }

    Result<void> setAnonymousAuthentication()
    {
        return detail::check(Networking_Proxy_SetAnonymousAuthentication(m_config.get()),
                             "Networking_Proxy_SetAnonymousAuthentication");
    }

    Result<void> setBasicAuthentication(const char* username, const char* password)
    {
        return detail::check(
            Networking_Proxy_SetBasicAuthentication(m_config.get(), username, password),
            "Networking_Proxy_SetBasicAuthentication");
    }

    Result<void> setNoProxyAddresses(const char* addresses)
    {
        return detail::check(Networking_Proxy_SetProxyNoProxyAddresses(m_config.get(), addresses),
                             "Networking_Proxy_SetProxyNoProxyAddresses");
    }

    [[nodiscard]] Result<ProxyOptions> options() const
    {
        Networking_ProxyOptions options = 0;
        if (Networking_Proxy_GetProxyOptions(m_config.get(), &options) != 0)
            return detail::lastError("Networking_Proxy_GetProxyOptions");
        return static_cast<ProxyOptions>(options);
    }

    [[nodiscard]] Result<const char*> address() const
    {
        return text(Networking_Proxy_GetProxyAddress(m_config.get()),
                    "Networking_Proxy_GetProxyAddress");
    }

    [[nodiscard]] Result<std::uint16_t> port() const
    {
        std::uint16_t port = 0;
        if (Networking_Proxy_GetProxyPort(m_config.get(), &port) != 0)
            return detail::lastError("Networking_Proxy_GetProxyPort");
        return port;
    }

    [[nodiscard]] Result<ProxyType> type() const
    {
        return detail::number<ProxyType>(Networking_Proxy_GetProxyType(m_config.get()),
                                         "Networking_Proxy_GetProxyType");
    }

    [[nodiscard]] Result<const char*> username() const
    {
        return text(Networking_Proxy_GetProxyUsername(m_config.get()),
                    "Networking_Proxy_GetProxyUsername");
    }

    [[nodiscard]] Result<const char*> password() const
    {
        return text(Networking_Proxy_GetProxyPassword(m_config.get()),
                    "Networking_Proxy_GetProxyPassword");
    }

    [[nodiscard]] Result<ProxyAuthType> authType() const
    {
        return detail::number<ProxyAuthType>(Networking_Proxy_GetAuthType(m_config.get()),
                                             "Networking_Proxy_GetAuthType");
    }

    [[nodiscard]] Result<const char*> noProxyAddresses() const
    {
        return text(Networking_Proxy_GetNoProxyAddresses(m_config.get()),
                    "Networking_Proxy_GetNoProxyAddresses");
    }

    /// For the C API; it stays owned.
    [[nodiscard]] Networking_ProxyConfig* native() const { return m_config.get(); }

private:
    struct Destroy {
        void operator()(Networking_ProxyConfig* config) const { Networking_Proxy_Destroy(config); }
    };

    explicit ProxyConfig(Networking_ProxyConfig* config)
        : m_config(config)
    {
    }

    static Result<const char*> text(const char* value, const char* operation)
    {
        if (value == nullptr)
            return detail::lastError(operation);
        return value;
    }

    std::unique_ptr<Networking_ProxyConfig, Destroy> m_config;
};

inline Result<ProxyStatus> proxyStatus()
{
    Networking_ProxyStatus status = 0;
    if (Networking_Proxy_GetProxyStatus(&status) != 0)
        return detail::lastError("Networking_Proxy_GetProxyStatus");
    return static_cast<ProxyStatus>(status);
}

} // namespace networking

} // namespace applibs
