// One board's wpa_supplicant: asked, listened to, and what it takes to answer apps about it.
#pragma once

#include "eap_certificates.hpp"
#include "perisphere/linux/network/supplicant_wifi.hpp"
#include "supplicant_scan.hpp"
#include "wifi_failures.hpp"
#include "wpa_events.hpp"
#include "wpa_networks.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

inline constexpr std::size_t kMaxPersistedNetworks = 32; ///< that are in its configuration file

class SupplicantSession
{
public:
    explicit SupplicantSession(SupplicantWifiParts parts);
    SupplicantSession(const SupplicantSession&) = delete;
    SupplicantSession& operator=(const SupplicantSession&) = delete;

    /// ENETDOWN while the interface is off or there is none, EAGAIN while nobody answers.
    [[nodiscard]] device::Outcome<WpaStatus> ready();
    /// The networks, of a supplicant that is ready.
    [[nodiscard]] device::Outcome<WpaNetworks> networks();
    /// Of one that is ready: the networks, of which one has that ID. EINVAL, ENODEV.
    [[nodiscard]] device::Outcome<WpaNetworks> networksWith(int id);
    /// What it says to a command.
    [[nodiscard]] std::string ask(std::string_view command);

    /// Changes a setting of a network; one that is on but not connected gets a new chance.
    [[nodiscard]] device::Outcome<>
    change(int id, const std::function<device::Outcome<>(WpaNetworks&)>& make);
    [[nodiscard]] device::Outcome<> setEnabled(WpaNetworks& all, int id, bool isEnabled);
    /// With what is known of it: its number will be another network's.
    void remove(WpaNetworks& all, int id);
    /// Those of its configuration file again.
    [[nodiscard]] device::Outcome<> reload();
    /// @param count of networks, which may be too many
    [[nodiscard]] device::Outcome<> save(std::size_t count);
    /// Of the network of that name.
    [[nodiscard]] static std::optional<int> idOf(WpaNetworks& all, std::string_view configName);

    /// ENETDOWN, EAGAIN, also later.
    void scan(SupplicantScan::Done done);
    [[nodiscard]] const std::vector<protocol::WifiSeenNetwork>& scanned() const
    {
        return m_scan.found();
    }
    [[nodiscard]] const EapCertificates& certificates() const { return m_certificates; }
    [[nodiscard]] const WifiFailures& failures() const { return m_failures; }
    [[nodiscard]] const std::string& interface() const { return *m_parts.interface; }

private:
    [[nodiscard]] bool isUp() const;
    void connect();
    [[nodiscard]] std::optional<WpaStatus> askStatus();
    /// Hears what it has said until it did the last command.
    void catchUp() { m_events.takeWaiting(); }
    void forgetAttempt();
    void judgeSettings(WpaNetworks& all, int id);
    [[nodiscard]] WifiAttempt attempt(WpaNetworks& all, int id) const;

    void take(const WpaEvent& event);
    void noneFound(WpaNetworks& all);
    void certificateFailed(const WpaEvent& event);
    void disabled(WpaNetworks& all, const WpaEvent& event);

    SupplicantWifiParts m_parts;
    std::filesystem::path m_socket;
    std::optional<WpaControl> m_control;
    WpaEvents m_events;
    EapCertificates m_certificates;
    SupplicantScan m_scan;
    WifiFailures m_failures;
    int m_certificateFailedOf = -1; ///< whose server's certificate was why it just failed
    bool m_hasTlsStarted = false;
    Refused m_refused;
};

/// EAGAIN where wpa_supplicant has not done it.
[[nodiscard]] device::Outcome<> orNotReady(bool isDone);

} // namespace perisphere::target
