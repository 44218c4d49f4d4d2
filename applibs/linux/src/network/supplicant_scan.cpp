#include "supplicant_scan.hpp"

#include "wifi_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

namespace perisphere::target
{

using device::Outcome;
using device::refuse;

SupplicantScan::SupplicantScan(Parts parts)
    : m_parts(std::move(parts))
{
}

void SupplicantScan::start(Done done)
{
    m_waiters.push_back(std::move(done));
    if (m_waiters.size() > 1)
        return;                       // the one that is under way will do
    (void)m_parts.ask("BSS_FLUSH 0"); // what is gone would be there for minutes
    const std::string reply = m_parts.ask("SCAN");
    if (reply != "OK" && reply != "FAIL-BUSY")
        return hasFailed();
    constexpr std::chrono::seconds kTimeout{20};
    m_timeout = m_parts.timers.after(kTimeout,
                                     [this] { tell(refuse(m_parts.isUp() ? EAGAIN : ENETDOWN)); });
}

/// Those that hide are nobody's to see: an app could not tell which they are.
void SupplicantScan::hasEnded()
{
    if (m_waiters.empty())
        return;
    m_found.clear();
    for (const WpaBss& bss : inRange())
        if (!bss.ssid.empty())
            m_found.push_back(
                seenMessage(bss.ssid, bss.bssid, bss.security, bss.frequencyMhz, bss.level));
    std::ranges::stable_sort(m_found, std::greater{}, &protocol::WifiSeenNetwork::rssi);
    tell(m_found.size());
}

void SupplicantScan::hasFailed()
{
    tell(refuse(EAGAIN));
}

void SupplicantScan::tell(const Outcome<std::size_t>& result)
{
    m_timeout.reset();
    for (const auto& done : std::exchange(m_waiters, {}))
        done(result);
}

std::vector<WpaBss> SupplicantScan::inRange() const
{
    std::vector<WpaBss> all;
    std::string range = "ALL";
    constexpr unsigned kMask = 0x1887; // id, bssid, freq, level, flags, ssid
    while (all.size() < protocol::kMaxWifiNetworks) {
        const auto more =
            parseWpaBsses(m_parts.ask(fmt::format("BSS RANGE={} MASK=0x{:x}", range, kMask)));
        if (more.empty() || (!all.empty() && more.back().id <= all.back().id))
            break;
        all.insert(all.end(), more.begin(), more.end());
        range = fmt::format("{}-", all.back().id + 1);
    }
    if (all.size() > protocol::kMaxWifiNetworks)
        all.resize(protocol::kMaxWifiNetworks);
    return all;
}

} // namespace perisphere::target
