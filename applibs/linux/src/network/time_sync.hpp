// Keeps the clock by time servers: those that are set, one after the other, until one answers.
//
// A client of our own, since the API tells apps which server was asked, in which order, and what
// the clock was before; no borrowed one says that. It sets the clock, and disciplines nothing.
#pragma once

#include "host_lookup.hpp"
#include "network_settings.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/loop_poll.hpp"
#include "perisphere/device/timers.hpp"
#include "sntp_message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

inline constexpr const char* kDefaultNtpServer = "prod.time.sphere.azure.net";

struct LastTimeSync {
    std::string server;
    std::int64_t before = 0; ///< nanoseconds since 1970, by the clock as it was
    std::int64_t after = 0;
};

class TimeSync
{
public:
    struct Context {
        uv_loop_t& loop;
        device::Timers& timers;
        const TimeSettings& settings;
        std::string defaultServer = kDefaultNtpServer;
        std::function<std::vector<std::uint32_t>()> leaseServers; ///< that DHCP has named
        std::function<Result<>(std::int64_t offset)> correctClock;
        std::function<void(const std::string&)> say;
        std::function<void()> synced;
    };
    /// @param isSynced by the kernel, when the device starts
    TimeSync(Context context, bool isSynced);

    /// With synchronisation off the clock is taken for right: someone else keeps it.
    [[nodiscard]] bool isSynced() const { return m_isSynced || !m_context.settings.isEnabled; }
    [[nodiscard]] const std::optional<LastTimeSync>& last() const { return m_last; }

    /// There is a way to servers now, or none, or another.
    void wayChanged(bool hasWay);
    /// Other servers: what the clock was set by does not count any more.
    void serversChanged();
    void enabledChanged();

private:
    void begin();
    void ask();
    void askAt(std::uint32_t address);
    void readable();
    void failed();
    void beginAfter(std::chrono::seconds delay);
    void stop();
    [[nodiscard]] std::vector<std::string> servers() const;

    Context m_context;
    bool m_isSynced;
    bool m_hasWay = false;
    std::optional<LastTimeSync> m_last;
    std::vector<std::string> m_servers; ///< of this round
    std::size_t m_server = 0;           ///< of those, the one that is asked
    unsigned m_rounds = 0;              ///< that have failed
    NtpTime m_mark = 0;
    std::int64_t m_sent = 0;
    UniqueFd m_socket;
    std::unique_ptr<device::LoopPoll> m_poll;
    std::unique_ptr<HostLookup> m_lookup;
    std::unique_ptr<device::Timer> m_timer;
};

} // namespace perisphere::target
