// Wi-Fi by wpa_supplicant, which the board's system runs.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/device/services/wifi_service.hpp"
#include "perisphere/device/timers.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <uv.h>

namespace perisphere::target
{

class SupplicantSession;

struct SupplicantWifiParts {
    uv_loop_t& loop;
    device::Timers& timers;
    std::optional<std::string> interface;               ///< none: the board has no Wi-Fi
    std::filesystem::path sockets;                      ///< wpa_supplicant's ctrl_interface folder
    const certificates::CertificateStore& certificates; ///< for EAP-TLS
};

/// One thread's, the loop's. EAGAIN while wpa_supplicant does not answer. The networks, also those
/// that are persisted, are in wpa_supplicant's configuration, which has to have update_config=1.
class SupplicantWifi final : public device::WifiService
{
public:
    explicit SupplicantWifi(SupplicantWifiParts parts);
    SupplicantWifi(const SupplicantWifi&) = delete;
    SupplicantWifi& operator=(const SupplicantWifi&) = delete;
    ~SupplicantWifi() override;

    [[nodiscard]] device::Outcome<int> add() override;
    [[nodiscard]] device::Outcome<int> duplicate(int id, std::string_view configName) override;
    [[nodiscard]] device::Outcome<> forget(int id) override;
    [[nodiscard]] device::Outcome<> forgetAll() override;
    [[nodiscard]] device::Outcome<std::vector<protocol::WifiStoredNetwork>>
    storedNetworks() override;
    [[nodiscard]] device::Outcome<int> connectedId() override;
    [[nodiscard]] device::Outcome<int> findByName(std::string_view configName) override;
    [[nodiscard]] device::Outcome<> store(const protocol::WifiStoreRequest& network) override;
    [[nodiscard]] device::Outcome<>
    forgetMatching(const protocol::WifiForgetMatchingRequest& network) override;
    [[nodiscard]] device::Outcome<> setSsid(int id, const protocol::Ssid& ssid) override;
    [[nodiscard]] device::Outcome<> setSecurity(int id, protocol::WifiSecurity security) override;
    [[nodiscard]] device::Outcome<> setPsk(int id, std::string_view psk) override;
    [[nodiscard]] device::Outcome<> setFlag(int id, protocol::WifiFlag flag, bool value) override;
    [[nodiscard]] device::Outcome<> setText(int id, protocol::WifiText which,
                                            std::string_view text) override;
    [[nodiscard]] device::Outcome<std::string> text(int id, protocol::WifiText which) override;
    [[nodiscard]] device::Outcome<> persist() override;
    [[nodiscard]] device::Outcome<> reload() override;
    void scan(std::function<void(device::Outcome<std::size_t>)> done) override;
    [[nodiscard]] device::Outcome<std::vector<protocol::WifiSeenNetwork>>
    scannedNetworks() override;
    [[nodiscard]] device::Outcome<protocol::WifiSeenNetwork> currentNetwork() override;
    [[nodiscard]] device::Outcome<protocol::WifiDiagnosticsReply> diagnostics(int id) override;
    [[nodiscard]] device::Outcome<> setPowerSaving(bool isEnabled) override;

private:
    std::unique_ptr<SupplicantSession> m_session;
};

} // namespace perisphere::target
