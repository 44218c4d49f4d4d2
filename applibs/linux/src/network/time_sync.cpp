#include "time_sync.hpp"

#include "perisphere/linux/network/system_clock.hpp"
#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <utility>

namespace perisphere::target
{

namespace
{
constexpr std::chrono::seconds kServerTimeout{5};
constexpr std::chrono::seconds kFirstPause{16}; // doubled up to
constexpr unsigned kMostDoublings = 6;          // 1024 s
constexpr std::chrono::seconds kInterval{2048};
} // namespace

TimeSync::TimeSync(Context context, bool isSynced)
    : m_context(std::move(context))
    , m_isSynced(isSynced)
{
}

void TimeSync::wayChanged(bool hasWay)
{
    if (std::exchange(m_hasWay, hasWay) && hasWay && m_isSynced)
        return; // the next one in its time
    m_rounds = 0;
    begin();
}

void TimeSync::serversChanged()
{
    m_isSynced = false;
    m_rounds = 0;
    begin();
}

void TimeSync::enabledChanged()
{
    m_rounds = 0;
    begin();
}

void TimeSync::stop()
{
    m_timer.reset();
    m_lookup.reset();
    m_poll.reset();
    m_socket.reset();
}

void TimeSync::beginAfter(std::chrono::seconds delay)
{
    stop();
    m_timer = m_context.timers.after(delay, [this] { begin(); });
}

std::vector<std::string> TimeSync::servers() const
{
    const TimeSettings& settings = m_context.settings;
    std::vector<std::string> servers;
    if (settings.mode == protocol::NtpMode::Custom)
        servers = settings.servers;
    if (settings.mode == protocol::NtpMode::Automatic)
        for (const std::uint32_t address : m_context.leaseServers())
            servers.push_back(dottedAddress(address));
    if (settings.mode == protocol::NtpMode::Default || settings.hasFallback)
        servers.push_back(m_context.defaultServer);
    return servers;
}

void TimeSync::begin()
{
    stop();
    if (!m_hasWay || !m_context.settings.isEnabled)
        return;
    m_servers = servers();
    m_server = 0;
    ask();
}

void TimeSync::ask()
{
    stop();
    if (m_server >= m_servers.size()) {
        const unsigned doublings = std::min(m_rounds++, kMostDoublings);
        return beginAfter(kFirstPause * (1U << doublings));
    }
    m_timer = m_context.timers.after(kServerTimeout, [this] { failed(); });
    m_lookup = std::make_unique<HostLookup>(
        m_context.loop, m_servers[m_server],
        [this](std::optional<std::uint32_t> address) { address ? askAt(*address) : failed(); });
}

void TimeSync::failed()
{
    ++m_server;
    ask();
}

void TimeSync::askAt(std::uint32_t address)
{
    m_socket.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(kSntpPort);
    server.sin_addr.s_addr = htonl(address);
    // Connected: answers of others do not come here.
    if (!m_socket ||
        ::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 ||
        ::getrandom(&m_mark, sizeof m_mark, 0) != sizeof m_mark)
        return failed();
    auto poll = device::LoopPoll::start(m_context.loop, m_socket.get(), [this] { readable(); });
    if (!poll)
        return failed();
    m_poll = std::move(*poll);
    const SntpMessage request = sntpRequest(m_mark);
    m_sent = unixNanoseconds();
    if (::send(m_socket.get(), request.data(), request.size(), 0) < 0)
        failed();
}

void TimeSync::readable()
{
    std::array<std::byte, 256> message{};
    const ssize_t count = ::recv(m_socket.get(), message.data(), message.size(), 0);
    const std::int64_t now = unixNanoseconds();
    if (count < 0)
        return failed(); // nobody listens there
    const auto answer =
        parseSntpAnswer(std::span(message).first(static_cast<std::size_t>(count)), m_mark);
    if (!answer)
        return; // not what was waited for; the time-out goes on
    const std::int64_t offset = ((answer->received - m_sent) + (answer->sent - now)) / 2;
    if (const auto corrected = m_context.correctClock(offset); !corrected) {
        m_context.say(corrected.error().toString());
        return failed();
    }
    m_last = LastTimeSync{.server = m_servers[m_server], .before = now, .after = now + offset};
    m_rounds = 0;
    beginAfter(kInterval);
    if (!std::exchange(m_isSynced, true))
        m_context.synced();
}

} // namespace perisphere::target
