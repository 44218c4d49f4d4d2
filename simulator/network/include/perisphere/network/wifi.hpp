// The Wi-Fi side of the stack, as the Wi-Fi API asks it.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/network/certificate_lookup.hpp"
#include "perisphere/network/refusal.hpp"
#include "perisphere/network/settings.hpp"
#include "perisphere/network/system_clock.hpp"
#include "perisphere/network/wifi_failure.hpp"
#include "perisphere/world/surroundings.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::network
{

class Supplicant;
class WifiConfiguration;

/// A network in the list of those that the device knows.
struct StoredNetwork {
    std::string ssid;
    Security security = Security::Other;
    bool isEnabled = false;
    bool isConnected = false;
};

/// A network in a scan, or that the device is connected to.
struct SeenNetwork {
    std::string ssid;
    HardwareAddress bssid{};
    Security security = Security::Other;
    std::uint32_t frequencyMhz = 0;
    int rssi = 0; ///< dBm
};

struct WifiDiagnostics {
    bool isEnabled = false; ///< at the moment: not while the network is left alone after failures
    bool isConnected = false;
    WifiFailure failure; ///< the last one
};

enum class WifiText : std::uint8_t { Identity, ClientCertificate, RootCertificate, ConfigName };
enum class WifiFlag : std::uint8_t { Enabled, Targeted };

/// Machine thread only. All refuse with ENETDOWN while the interface is off and EAGAIN while the
/// supplicant starts; those with an ID with EINVAL for a negative one and ENODEV for one that no
/// network has. Other errnos are said.
class Wifi
{
public:
    struct Context {
        engine::Scheduler& scheduler;
        const world::Surroundings& surroundings;
        const SystemClock& clock;
        const CertificateLookup& certificates;
        std::vector<WifiNetwork>& remembered; ///< of the settings
        std::function<bool()> save;           ///< the settings; false: they could not be written
        std::function<void(const world::Lan&)> linkUp;
        std::function<void(const world::Lan&)> lanChanged;
        std::function<void()> linkDown;
    };
    explicit Wifi(Context context);
    Wifi(const Wifi&) = delete;
    Wifi& operator=(const Wifi&) = delete;
    ~Wifi();

    // For the stack.
    void switchOn();
    void switchOff();
    /// The device starts: what was not remembered is gone.
    void boot();
    void surroundingsChanged();
    /// Functions refuse with EAGAIN as while the supplicant starts; it goes on meanwhile.
    void setHeldBack(bool isHeldBack) { m_isHeldBack = isHeldBack; }

    /// ENOMEM.
    [[nodiscard]] Answer<int> add();
    /// EEXIST, ENOMEM.
    [[nodiscard]] Answer<int> duplicate(int id, const std::string& configName);
    [[nodiscard]] Answer<> forget(int id);
    /// ENOSPC.
    [[nodiscard]] Answer<> forgetAll();
    [[nodiscard]] Answer<std::vector<StoredNetwork>> storedNetworks() const;
    /// ENOTCONN.
    [[nodiscard]] Answer<int> connectedId() const;
    /// ENODEV.
    [[nodiscard]] Answer<int> findByName(std::string_view configName) const;
    /// EINVAL (a network has no SSID), ENOSPC.
    [[nodiscard]] Answer<> persist();
    [[nodiscard]] Answer<> reload();

    /// Of the older API; both last at once. EEXIST, ENOSPC; ENOENT, ENOSPC.
    [[nodiscard]] Answer<> store(WifiNetwork network);
    [[nodiscard]] Answer<> forgetMatching(std::string_view ssid, Security security);

    [[nodiscard]] Answer<> setSsid(int id, std::string ssid);
    [[nodiscard]] Answer<> setSecurity(int id, Security security);
    /// EINVAL for what is not a key of WPA2.
    [[nodiscard]] Answer<> setPsk(int id, std::string psk);
    [[nodiscard]] Answer<> setFlag(int id, WifiFlag flag, bool value);
    /// EEXIST for a configuration's name that another network has.
    [[nodiscard]] Answer<> setText(int id, WifiText which, std::string text);
    [[nodiscard]] Answer<std::string> text(int id, WifiText which) const;

    /// Takes seconds; `done` gets the number of networks found, or ENETDOWN when the interface goes
    /// off meanwhile. The refusal instead, when it cannot begin.
    [[nodiscard]] Answer<> scan(std::function<void(Answer<std::size_t>)> done);
    /// What the last scan found, strongest first.
    [[nodiscard]] Answer<std::vector<SeenNetwork>> scannedNetworks() const;
    /// ENODATA.
    [[nodiscard]] Answer<SeenNetwork> currentNetwork() const;
    /// ENODEV also for a network that did not fail, and while the interface is off.
    [[nodiscard]] Answer<WifiDiagnostics> diagnostics(int id) const;

    [[nodiscard]] Answer<> setPowerSaving(bool isEnabled);
    [[nodiscard]] bool isPowerSaving() const { return m_isPowerSaving; }

private:
    [[nodiscard]] Answer<> ready() const;
    [[nodiscard]] Answer<WifiNetwork*> network(int id) const;
    template <class Change>
    [[nodiscard]] Answer<> change(int id, Change change);

    std::unique_ptr<WifiConfiguration> m_configuration;
    std::unique_ptr<Supplicant> m_supplicant;
    std::vector<SeenNetwork> m_scanned;
    bool m_isOn = false;
    bool m_isHeldBack = false;
    bool m_isPowerSaving = false;
};

} // namespace perisphere::network
