// Wi-Fi networks: applibs/wificonfig.h, which documents the calls. Without those that it keeps for
// older apps.
#pragma once

#include <applibs/result.hpp>
#include <applibs/wificonfig.h>

#include <span>
#include <string>
#include <string_view>

namespace applibs::wificonfig
{

enum class Security : WifiConfig_Security_Type {
    Unknown = WifiConfig_Security_Unknown,
    Open = WifiConfig_Security_Open,
    Wpa2Psk = WifiConfig_Security_Wpa2_Psk,
    Wpa2EapTls = WifiConfig_Security_Wpa2_EAP_TLS
};

using StoredNetwork = WifiConfig_StoredNetwork;
using ConnectedNetwork = WifiConfig_ConnectedNetwork;
using ScannedNetwork = WifiConfig_ScannedNetwork;
using NetworkDiagnostics = WifiConfig_NetworkDiagnostics;

/// The name of a network that was described.
template <class Described>
std::span<const std::uint8_t> ssid(const Described& network)
{
    return std::span(network.ssid).first(network.ssidLength);
}

/// How a network that was described is secured.
template <class Described>
Security security(const Described& network)
{
    return static_cast<Security>(network.security);
}

/// A network by its ID, which it does not own.
class Network
{
public:
    explicit Network(int id)
        : m_id(id)
    {
    }

    /// A new one in the running configuration.
    static Result<Network> add()
    {
        return detail::number<Network>(WifiConfig_AddNetwork(), "WifiConfig_AddNetwork");
    }

    static Result<Network> find(const char* configName)
    {
        return detail::number<Network>(WifiConfig_GetNetworkIdByConfigName(configName),
                                       "WifiConfig_GetNetworkIdByConfigName");
    }

    static Result<Network> connected()
    {
        return detail::number<Network>(WifiConfig_GetConnectedNetworkId(),
                                       "WifiConfig_GetConnectedNetworkId");
    }

    [[nodiscard]] int id() const { return m_id; }

    Result<Network> duplicate(const char* configName)
    {
        return detail::number<Network>(WifiConfig_AddDuplicateNetwork(m_id, configName),
                                       "WifiConfig_AddDuplicateNetwork");
    }

    Result<void> forget()
    {
        return detail::check(WifiConfig_ForgetNetworkById(m_id), "WifiConfig_ForgetNetworkById");
    }

    Result<void> setSsid(std::span<const std::uint8_t> name)
    {
        return detail::check(WifiConfig_SetSSID(m_id, name.data(), name.size()),
                             "WifiConfig_SetSSID");
    }

    Result<void> setSecurityType(Security type)
    {
        return detail::check(
            WifiConfig_SetSecurityType(m_id, static_cast<WifiConfig_Security_Type>(type)),
            "WifiConfig_SetSecurityType");
    }

    Result<void> setPsk(std::string_view psk)
    {
        return detail::check(WifiConfig_SetPSK(m_id, psk.data(), psk.size()), "WifiConfig_SetPSK");
    }

    Result<void> setEnabled(bool enabled)
    {
        return detail::check(WifiConfig_SetNetworkEnabled(m_id, enabled),
                             "WifiConfig_SetNetworkEnabled");
    }

    Result<void> setTargetedScanEnabled(bool enabled)
    {
        return detail::check(WifiConfig_SetTargetedScanEnabled(m_id, enabled),
                             "WifiConfig_SetTargetedScanEnabled");
    }

    Result<void> setConfigName(const char* configName)
    {
        return detail::check(WifiConfig_SetConfigName(m_id, configName),
                             "WifiConfig_SetConfigName");
    }

    Result<void> setClientIdentity(const char* identity)
    {
        return detail::check(WifiConfig_SetClientIdentity(m_id, identity),
                             "WifiConfig_SetClientIdentity");
    }

    [[nodiscard]] Result<std::string> clientIdentity() const
    {
        WifiConfig_ClientIdentity identity{};
        if (WifiConfig_GetClientIdentity(m_id, &identity) != 0)
            return detail::lastError("WifiConfig_GetClientIdentity");
        return std::string(identity.identity);
    }

    Result<void> setClientCertStoreIdentifier(const char* identifier)
    {
        return detail::check(WifiConfig_SetClientCertStoreIdentifier(m_id, identifier),
                             "WifiConfig_SetClientCertStoreIdentifier");
    }

    [[nodiscard]] Result<std::string> clientCertStoreIdentifier() const
    {
        CertStore_Identifier identifier{};
        if (WifiConfig_GetClientCertStoreIdentifier(m_id, &identifier) != 0)
            return detail::lastError("WifiConfig_GetClientCertStoreIdentifier");
        return std::string(identifier.identifier);
    }

    Result<void> setRootCaCertStoreIdentifier(const char* identifier)
    {
        return detail::check(WifiConfig_SetRootCACertStoreIdentifier(m_id, identifier),
                             "WifiConfig_SetRootCACertStoreIdentifier");
    }

    [[nodiscard]] Result<std::string> rootCaCertStoreIdentifier() const
    {
        CertStore_Identifier identifier{};
        if (WifiConfig_GetRootCACertStoreIdentifier(m_id, &identifier) != 0)
            return detail::lastError("WifiConfig_GetRootCACertStoreIdentifier");
        return std::string(identifier.identifier);
    }

    /// Why the device last failed to connect to it.
    [[nodiscard]] Result<NetworkDiagnostics> diagnostics() const
    {
        NetworkDiagnostics diagnostics{};
        if (WifiConfig_GetNetworkDiagnostics(m_id, &diagnostics) != 0)
            return detail::lastError("WifiConfig_GetNetworkDiagnostics");
        return diagnostics;
    }

private:
    int m_id;
};

inline Result<void> forgetAllNetworks()
{
    return detail::check(WifiConfig_ForgetAllNetworks(), "WifiConfig_ForgetAllNetworks");
}

inline Result<void> persistConfig()
{
    return detail::check(WifiConfig_PersistConfig(), "WifiConfig_PersistConfig");
}

inline Result<void> reloadConfig()
{
    return detail::check(WifiConfig_ReloadConfig(), "WifiConfig_ReloadConfig");
}

inline Result<void> setPowerSavingsEnabled(bool enabled)
{
    return detail::check(WifiConfig_SetPowerSavingsEnabled(enabled),
                         "WifiConfig_SetPowerSavingsEnabled");
}

inline Result<std::size_t> storedNetworkCount()
{
    return detail::number<std::size_t>(WifiConfig_GetStoredNetworkCount(),
                                       "WifiConfig_GetStoredNetworkCount");
}

/// @return the part of `networks` that was filled
inline Result<std::span<StoredNetwork>> storedNetworks(std::span<StoredNetwork> networks)
{
    const auto count = WifiConfig_GetStoredNetworks(networks.data(), networks.size());
    if (count < 0)
        return detail::lastError("WifiConfig_GetStoredNetworks");
    return networks.first(static_cast<std::size_t>(count));
}

inline Result<ConnectedNetwork> currentNetwork()
{
    ConnectedNetwork network{};
    if (WifiConfig_GetCurrentNetwork(&network) != 0)
        return detail::lastError("WifiConfig_GetCurrentNetwork");
    return network;
}

/// Takes seconds. @return how many networks it found
inline Result<std::size_t> triggerScan()
{
    return detail::number<std::size_t>(WifiConfig_TriggerScanAndGetScannedNetworkCount(),
                                       "WifiConfig_TriggerScanAndGetScannedNetworkCount");
}

/// @return the part of `networks` that was filled from the last scan
inline Result<std::span<ScannedNetwork>> scannedNetworks(std::span<ScannedNetwork> networks)
{
    const auto count = WifiConfig_GetScannedNetworks(networks.data(), networks.size());
    if (count < 0)
        return detail::lastError("WifiConfig_GetScannedNetworks");
    return networks.first(static_cast<std::size_t>(count));
}

} // namespace applibs::wificonfig
