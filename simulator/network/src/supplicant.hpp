// The Wi-Fi supplicant: scans, chooses, associates, gives up and tries again.
#pragma once

#include "perisphere/engine/timer.hpp"
#include "perisphere/network/certificate_lookup.hpp"
#include "perisphere/network/system_clock.hpp"
#include "perisphere/network/wifi_failure.hpp"
#include "perisphere/world/surroundings.hpp"
#include "retry_timer.hpp"
#include "wifi_configuration.hpp"
#include "wifi_verdict.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::network
{

/// Machine thread only.
class Supplicant
{
public:
    struct Context {
        engine::Scheduler& scheduler;
        const world::Surroundings& surroundings;
        const SystemClock& clock;
        const CertificateLookup& certificates;
        std::function<void(const world::Lan&)> linkUp;
        std::function<void(const world::Lan&)> lanChanged;
        std::function<void()> linkDown;
    };
    Supplicant(Context context, WifiConfiguration& configuration);

    void start();
    void stop();
    /// Started long enough ago.
    [[nodiscard]] bool isReady() const { return m_state > State::Starting; }

    /// A network was changed, or came: it gets a new chance. The connection stays, if its network
    /// is still there and enabled.
    void networkChanged(int id);
    /// Drops the connection and every record, takes the certificates anew.
    void restart();
    /// Something around the device changed.
    void surroundingsChanged();

    /// What a scan sees, strongest first.
    using ScanDone = std::function<void(const std::vector<world::AccessPoint>&)>;
    /// Calls when it is done; with nothing when the supplicant is stopped before.
    void scan(ScanDone done);

    /// nullptr: to none.
    [[nodiscard]] const WifiNetwork* connectedNetwork() const;
    /// Of the connection.
    [[nodiscard]] const world::AccessPoint& connectedPoint() const { return m_point->value(); }

    /// nullptr: it did not fail.
    [[nodiscard]] const WifiFailure* failureOf(int id) const;
    [[nodiscard]] bool isTemporarilyDisabled(int id) const;

private:
    using Point = world::Present<world::AccessPoint>;
    enum class State { Off, Starting, Idle, Scanning, Associating, Connected };
    struct Attempts {
        std::size_t failures = 0; ///< in a row
        engine::VirtualTime disabledUntil;
        std::optional<WifiFailure> last;
    };
    struct Candidate {
        const WifiNetwork* network = nullptr;
        Point* point = nullptr;
    };

    void setState(State state) { m_state = state; }
    void step();
    void seek();
    void scanned();
    [[nodiscard]] std::vector<Point*> visiblePoints() const;
    [[nodiscard]] engine::Duration scanTime() const;
    [[nodiscard]] bool isUsable(const WifiNetwork& network) const;
    [[nodiscard]] Candidate choose(const std::vector<Point*>& points) const;
    void recordWhyNone(const std::vector<Point*>& points);
    void associate(const Candidate& candidate);
    void associated();
    void leaveAlone(Attempts& attempts) const;
    void lookAgain();
    void record(int id, WifiFailure failure);
    void disconnect();
    [[nodiscard]] engine::VirtualTime nextReturn() const;
    [[nodiscard]] bool isThere(const Point* point) const;
    [[nodiscard]] EapContext eapContext() const;
    void appScanned();

    Context m_context;
    WifiConfiguration& m_configuration;
    State m_state = State::Off;
    std::vector<Certificate> m_certificates;
    std::map<int, Attempts> m_attempts;
    int m_network = -1;       ///< of the association
    Point* m_point = nullptr; ///< of the association
    std::string m_ssid;       ///< that it had then, as the next one
    Security m_security = Security::Other;
    RetryTimer m_step;
    engine::Timer m_beaconLoss;
    engine::Timer m_appScan;
    std::vector<ScanDone> m_scanWaiters;
};

} // namespace perisphere::network
