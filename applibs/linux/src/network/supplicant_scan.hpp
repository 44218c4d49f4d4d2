// Scans of wpa_supplicant's, and what the last one has found.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/device/timers.hpp"
#include "perisphere/protocol/wifi.hpp"
#include "wpa_reply.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::target
{

class SupplicantScan
{
public:
    using Done = std::function<void(device::Outcome<std::size_t>)>;
    struct Parts {
        device::Timers& timers;
        std::function<std::string(std::string_view command)> ask; ///< wpa_supplicant
        std::function<bool()> isUp;                               ///< the interface
    };
    explicit SupplicantScan(Parts parts);

    /// Tells how many networks it has found. EAGAIN when it fails, or does not end in 20 s.
    void start(Done done);
    // By wpa_supplicant's events.
    void hasEnded();
    void hasFailed();

    /// What can be joined now, hidden ones without a name, also without a scan of ours.
    [[nodiscard]] std::vector<WpaBss> inRange() const;
    /// By the last scan, the strongest first.
    [[nodiscard]] const std::vector<protocol::WifiSeenNetwork>& found() const { return m_found; }

private:
    void tell(const device::Outcome<std::size_t>& result);
    Parts m_parts;
    std::vector<protocol::WifiSeenNetwork> m_found;
    std::vector<Done> m_waiters;
    std::unique_ptr<device::Timer> m_timeout;
};

} // namespace perisphere::target
