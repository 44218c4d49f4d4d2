#include "app_clocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>
#include <vector>

namespace perisphere::runtime
{
namespace
{

using engine::Priority;
using engine::VirtualTime;
using protocol::ClockGrant;
using protocol::ClockReport;

/// An app is computed no further ahead of the machine: what comes from outside, a click, is seen
/// as late as that. Where something is to happen sooner, only as far as there.
constexpr auto kMostAhead = std::chrono::milliseconds(1);

/// Turns of the machine's loop in which it has polled all its sources once, in whatever order.
constexpr int kTurnsToSettle = 2;

/// FNV-1a: the same everywhere.
std::uint64_t mix(std::uint64_t seed, std::string_view text, std::uint64_t number)
{
    std::uint64_t hash = 0xCBF29CE484222325U ^ seed;
    const auto add = [&](std::uint8_t byte) { hash = (hash ^ byte) * 0x100000001B3U; };
    for (const char one : text)
        add(static_cast<std::uint8_t>(one));
    for (unsigned shift = 0; shift < 64; shift += 8)
        add(static_cast<std::uint8_t>(number >> shift));
    return hash;
}

} // namespace

struct AppClocks::Clock {
    enum class State : std::uint8_t {
        Computing, ///< has a grant
        Reported,  ///< and the others have not, yet
        Arriving,  ///< the machine is on its way to the instant of the report
        Settling,  ///< it is there, and takes what was sent
        Waiting,   ///< all threads wait; time passes
        Gone,      ///< the process has ended; time stands still until everybody knows it
    };

    std::string name;
    AppMemory::Handle memory;
    UniqueFd socket;
    State state = State::Computing;
    ClockReport report;
    engine::BusyHold hold;
    engine::EventHandle event; ///< the arrival, or the end of the wait
    int turns = 0;             ///< of Settling
    std::uint64_t seen = 0;    ///< deliveries when it was granted time last
    std::int64_t realTime = 0;
    std::uint64_t seed = 0;
};

/// The loop's handle on a clock.
class AppClocks::Link final : public device::AppClock
{
public:
    Link(AppClocks& owner, std::shared_ptr<Clock> clock, UniqueFd link)
        : m_owner(owner)
        , m_clock(std::move(clock))
        , m_link(std::move(link))
    {
    }
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() override
    {
        m_owner.m_parts.machine.post([&owner = m_owner, clock = m_clock] { owner.remove(clock); });
    }

    [[nodiscard]] UniqueFd takeLink() override { return std::move(m_link); }
    void somethingCame() override
    {
        m_owner.m_parts.machine.post([&owner = m_owner] { owner.delivered(); });
    }

private:
    AppClocks& m_owner;
    std::shared_ptr<Clock> m_clock;
    UniqueFd m_link;
};

Result<std::unique_ptr<AppClocks>> AppClocks::create(Parts parts)
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return fail(systemError(errno, "create", "an epoll descriptor"));
    std::unique_ptr<AppClocks> clocks(new AppClocks(std::move(parts), std::move(epoll)));
    engine::Machine& machine = clocks->m_parts.machine;
    if (auto added = machine.call([&] { return machine.addSource(*clocks); }); !added)
        return fail(added.error());
    return clocks;
}

AppClocks::AppClocks(Parts parts, UniqueFd epoll)
    : m_parts(std::move(parts))
    , m_epoll(std::move(epoll))
    , m_memory(m_parts.memoryKib)
{
}

AppClocks::~AppClocks()
{
    m_parts.machine.removeSource(*this);
}

void AppClocks::postWithoutTime(std::function<void()> work)
{
    if (!m_parts.machine.isOwnThread() || m_clocks.empty()) {
        m_parts.post(std::move(work));
        return;
    }
    const VirtualTime now = m_parts.machine.scheduler().now();
    auto hold = std::make_shared<engine::BusyHold>(
        m_parts.machine.holds().take("the device's services", now));
    m_parts.post([this, now, work = std::move(work), hold = std::move(hold)]() mutable {
        m_timeOfWork = now;
        work();
        m_timeOfWork.reset();
        m_parts.machine.post([this, hold = std::move(hold)] {
            delivered();
            hold->release();
        });
    });
}

Result<std::unique_ptr<device::AppClock>> AppClocks::open(const device::App& app)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "create", "the link to an app's clock"));
    UniqueFd link(ends[1]);
    auto clock = std::make_shared<Clock>();
    clock->name = app.name;
    clock->socket = UniqueFd(ends[0]);
    const std::int64_t realTime = m_parts.realTime();
    const std::uint64_t seed = mix(m_parts.seed, app.componentId, m_starts[app.componentId]++);
    auto added = m_parts.machine.call([&]() -> Result<> {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = clock.get();
        if (::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, clock->socket.get(), &event) != 0)
            return fail(systemError(errno, "watch", "the link to an app's clock"));
        add(clock, realTime, seed);
        return {};
    });
    if (!added)
        return fail(added.error());
    return std::make_unique<Link>(*this, std::move(clock), std::move(link));
}

void AppClocks::add(std::shared_ptr<Clock> clock, std::int64_t realTime, std::uint64_t seed)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    Clock& here = *clock;
    here.realTime = realTime * kSecond - engine::toNanoseconds(m_parts.machine.scheduler().now());
    here.seed = seed;
    here.memory = m_memory.add(here.name);
    m_clocks.push_back(std::move(clock));
    grant(here);
}

void AppClocks::remove(const std::shared_ptr<Clock>& clock)
{
    m_parts.machine.scheduler().cancel(clock->event);
    if (clock->state == Clock::State::Computing)
        --m_computing;
    clock->state = Clock::State::Gone;
    clock->hold.release();
    m_memory.remove(clock->memory);
    clock->socket.reset(); // which ends its watch
    m_clocks.remove(clock);
    delivered(); // others may have waited for it
}

/// What an app has sent is taken at the instant of its report, not on the way there.
bool AppClocks::mayTakeInput() const
{
    const auto isAny = [this](Clock::State state) {
        return std::ranges::any_of(m_clocks,
                                   [state](const auto& clock) { return clock->state == state; });
    };
    return m_computing == 0 && (isAny(Clock::State::Settling) || !isAny(Clock::State::Arriving));
}

bool AppClocks::hasInput() const
{
    if (m_clocks.empty())
        return false;
    const bool isBusy = std::ranges::any_of(
        m_clocks, [](const auto& clock) { return clock->state == Clock::State::Settling; });
    if (isBusy && m_computing == 0 && !m_isReading)
        return true;
    epoll_event event{};
    return ::epoll_wait(m_epoll.get(), &event, 1, 0) > 0;
}

void AppClocks::poll()
{
    if (m_clocks.empty())
        return;
    constexpr int kMostEvents = 8;
    std::array<epoll_event, kMostEvents> events;
    const int count = ::epoll_wait(m_epoll.get(), events.data(), kMostEvents, 0);
    for (int i = 0; i < count; ++i)
        receive(*static_cast<Clock*>(events[static_cast<std::size_t>(i)].data.ptr));
    if (m_computing != 0)
        return; // the order in which they have reported is the host's
    takeMemory();
    for (const auto& clock : m_clocks)
        if (clock->state == Clock::State::Reported)
            takeReport(*clock);
    settle();
}

void AppClocks::receive(Clock& clock)
{
    ClockReport report;
    const ssize_t size = ::recv(clock.socket.get(), &report, sizeof report, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    const bool isComputing = clock.state == Clock::State::Computing;
    if (size != sizeof report) {
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, clock.socket.get(), nullptr);
        m_parts.machine.scheduler().cancel(clock.event);
        m_computing -= isComputing ? 1 : 0;
        clock.state = Clock::State::Gone;
        if (!clock.hold.isHeld())
            clock.hold = m_parts.machine.holds().take("the end of " + clock.name,
                                                      m_parts.machine.scheduler().now());
        return;
    }
    if (report.kind == ClockReport::Kind::Woken) {
        if (clock.state == Clock::State::Waiting)
            grant(clock); // else it has a grant by now, or is about to get one
        return;
    }
    if (!isComputing)
        return; // not what the emulator does
    clock.report = report;
    clock.state = Clock::State::Reported;
    --m_computing;
}

void AppClocks::takeMemory()
{
    std::vector<AppMemory::Reported> reports;
    for (const auto& clock : m_clocks)
        if (clock->state == Clock::State::Reported)
            reports.push_back({.app = clock->memory, .report = clock->report});
    m_memory.take(reports);
}

/// To the instant of the report, with all that happens on the way.
void AppClocks::takeReport(Clock& clock)
{
    engine::Scheduler& scheduler = m_parts.machine.scheduler();
    const VirtualTime at = std::max(engine::atNanoseconds(clock.report.now), scheduler.now());
    clock.state = Clock::State::Arriving;
    clock.hold.setHorizon(at);
    clock.event = scheduler.at(
        at, "app.arrival",
        [this, &clock] {
            clock.state = Clock::State::Settling;
            clock.turns = 0;
            m_parts.machine.scheduler().interrupt(); // what comes in acts between events
        },
        Priority::Report);
}

void AppClocks::settle()
{
    if (m_isReading)
        return;
    bool isSettled = false;
    for (const auto& clock : m_clocks)
        if (clock->state == Clock::State::Settling)
            isSettled = ++clock->turns > kTurnsToSettle || isSettled;
    if (!isSettled)
        return;
    if (m_parts.input.hasInput()) {
        m_isReading = true;
        m_parts.post([this, now = m_parts.machine.scheduler().now()] {
            m_timeOfWork = now;
            m_parts.input.readAll();
            m_timeOfWork.reset();
            m_parts.machine.post([this] {
                m_isReading = false;
                delivered();
            });
        });
        return;
    }
    for (const auto& clock : m_clocks)
        if (clock->state == Clock::State::Settling && clock->turns > kTurnsToSettle)
            decide(*clock);
}

/// What follows a report whose instant is complete.
void AppClocks::decide(Clock& clock)
{
    engine::Scheduler& scheduler = m_parts.machine.scheduler();
    const VirtualTime wakeAt = engine::atNanoseconds(clock.report.wakeAt);
    if (clock.report.kind != ClockReport::Kind::Waiting || clock.seen != m_deliveries ||
        wakeAt <= scheduler.now() || clock.memory->isOver) {
        grant(clock);
        return;
    }
    clock.state = Clock::State::Waiting;
    clock.hold.release();
    if (clock.report.wakeAt != protocol::kNoClockInstant)
        clock.event = scheduler.at(
            wakeAt, "app.wake", [this, &clock] { grant(clock); }, Priority::Report);
}

void AppClocks::grant(Clock& clock)
{
    engine::Scheduler& scheduler = m_parts.machine.scheduler();
    scheduler.cancel(clock.event);
    const VirtualTime now = scheduler.now();
    if (!clock.hold.isHeld())
        clock.hold = m_parts.machine.holds().take(clock.name, now);
    clock.seen = m_deliveries;
    clock.state = Clock::State::Computing;
    ++m_computing;
    const VirtualTime until =
        std::max(now, std::min(scheduler.nextEventAt(), engine::later(now, kMostAhead)));
    ClockGrant grant{.now = engine::toNanoseconds(now),
                     .until = engine::toNanoseconds(until),
                     .realTime = clock.realTime,
                     .seed = clock.seed};
    std::string others = m_memory.grant(clock.memory, grant);
    std::array<iovec, 2> parts{
        {{.iov_base = &grant, .iov_len = sizeof grant}, {others.data(), others.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    // One that is gone is seen by the end of its socket.
    (void)::sendmsg(clock.socket.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void AppClocks::delivered()
{
    ++m_deliveries;
    engine::Scheduler& scheduler = m_parts.machine.scheduler();
    const bool isAwaited = std::ranges::any_of(
        m_clocks, [](const auto& clock) { return clock->state == Clock::State::Waiting; });
    if (isAwaited && !scheduler.isPending(m_wake))
        m_wake = scheduler.at(
            scheduler.now(), "app.delivery", [this] { wake(); }, Priority::Report);
}

void AppClocks::wake()
{
    for (const auto& clock : m_clocks)
        if (clock->state == Clock::State::Waiting)
            grant(*clock);
}

} // namespace perisphere::runtime
