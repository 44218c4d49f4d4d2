#include "time_sync.hpp"

#include "perisphere/network/delays.hpp"
#include "perisphere/world/ipv4.hpp"

#include <utility>

namespace perisphere::network
{

TimeSync::TimeSync(Context context)
    : m_context(std::move(context))
    , m_timer(m_context.scheduler, "network.timeSync", [this] { step(); })
{
}

void TimeSync::schedule(Step step, engine::Duration delay)
{
    m_step = step;
    m_timer.setAfter(delay);
}

void TimeSync::routeChanged()
{
    if (!m_context.settings.isEnabled)
        return;
    if (m_context.route() == nullptr) {
        m_timer.cancel();
    } else if (!m_timer.isWaiting()) {
        m_rounds = 0;
        schedule(Step::Begin, delays::kNtpStart);
    }
}

void TimeSync::surroundingsChanged()
{
    m_timer.wake();
}

void TimeSync::restart()
{
    m_isSynced = false;
    m_timer.cancel();
    routeChanged();
}

void TimeSync::enabledChanged()
{
    if (!m_context.settings.isEnabled)
        m_timer.cancel(); // the time that is there stays good
    routeChanged();
}

void TimeSync::clockWasSet()
{
    if (!m_context.settings.isEnabled)
        becomeSynced();
}

void TimeSync::becomeSynced()
{
    if (!std::exchange(m_isSynced, true))
        m_context.synced();
}

void TimeSync::powerOff()
{
    m_timer.cancel();
    m_isSynced = false;
    m_last.reset();
}

std::vector<std::string> TimeSync::servers() const
{
    const TimeSettings& settings = m_context.settings;
    std::vector<std::string> servers;
    if (settings.mode == NtpMode::Custom)
        servers = settings.servers;
    if (settings.mode == NtpMode::Automatic)
        for (const Ipv4 address : m_context.route()->ntpServers())
            servers.push_back(toString(address));
    if (settings.mode == NtpMode::Default || settings.hasFallback)
        servers.emplace_back(kDefaultNtpServer);
    return servers;
}

void TimeSync::step()
{
    if (m_context.route() == nullptr)
        return;
    if (m_step == Step::Answer) {
        answered();
        return;
    }
    m_servers = servers();
    m_server = 0;
    ask();
}

void TimeSync::ask()
{
    if (m_server >= m_servers.size()) {
        if (m_rounds < delays::kNtpRetry.size())
            return schedule(Step::Begin, delays::kNtpRetry.at(m_rounds++));
        m_step = Step::Begin;
        return m_timer.park(delays::kNtpRetry.back());
    }
    m_mayAnswer = m_context.route()->reachesTimeServer(m_servers[m_server]);
    schedule(Step::Answer, m_mayAnswer ? delays::kNtpExchange : delays::kNtpTimeout);
}

void TimeSync::answered()
{
    const std::string& server = m_servers[m_server];
    if (!m_mayAnswer || !m_context.route()->reachesTimeServer(server)) {
        ++m_server;
        ask();
        return;
    }
    const std::int64_t utc = m_context.surroundings.utc(m_context.scheduler.now());
    m_last = TimeSyncInfo{.server = server, .before = m_context.clock.nanoseconds(), .after = utc};
    m_context.clock.set(utc);
    m_rounds = 0;
    m_step = Step::Begin;
    m_timer.park(delays::kNtpInterval); // the next one changes nothing unless something changes
    becomeSynced();
}

} // namespace perisphere::network
