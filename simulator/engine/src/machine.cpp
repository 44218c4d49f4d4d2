#include "perisphere/engine/machine.hpp"

#include "perisphere/engine/require.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace perisphere::engine
{
namespace
{

/// How often the inputs are looked at before the thread sleeps, after one had something: some 20
/// us, the time that a sleep and a wake-up take.
constexpr int kLooksBeforeSleep = 64;

/// The one who asks may share this processor.
constexpr int kLooksBeforeYield = 8;

/// Inputs taken at their own instants in one turn of the loop.
constexpr int kMaxStamped = 4096;

/// Edge-triggered: each write to an eventfd is an edge, so that nobody has to read it.
Result<void> watch(int epoll, int descriptor)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.fd = descriptor;
    if (::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        return fail(systemError(errno, "watch", "wake descriptor"));
    return {};
}

Result<UniqueFd> watchedEventFd(int epoll)
{
    UniqueFd descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!descriptor)
        return fail(systemError(errno, "create", "eventfd"));
    if (auto watched = watch(epoll, descriptor.get()); !watched)
        return fail(watched.error());
    return descriptor;
}

} // namespace

Result<std::unique_ptr<Machine>> Machine::create(HostClock& clock, MachineOptions options)
{
    UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll)
        return fail(systemError(errno, "create", "epoll descriptor"));
    auto postWake = watchedEventFd(epoll.get());
    if (!postWake)
        return fail(postWake.error());
    auto writerWake = watchedEventFd(epoll.get());
    if (!writerWake)
        return fail(writerWake.error());
    std::unique_ptr<Machine> machine(new Machine(clock, options));
    machine->m_epoll = std::move(epoll);
    machine->m_postWake = std::move(*postWake);
    machine->m_writerWake = std::move(*writerWake);
    return machine;
}

Machine::Machine(HostClock& clock, MachineOptions options)
    : m_clock(clock)
    , m_slice(options.slice)
    , m_throttle(clock, options.mode)
    , m_owner(std::this_thread::get_id())
{
    require(options.slice > Duration::zero(), "a slice takes time");
}

Machine::~Machine()
{
    stop();
    // Without a loop, nobody else keeps the promise that accepted work is done.
    m_work.close();
    m_work.runAll();
}

void Machine::start()
{
    require(!m_thread.joinable(), "a machine has one thread");
    m_thread = std::thread([this] {
        // Sleeps end when asked, not up to 50 us later.
        (void)::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
        (void)::prctl(PR_SET_NAME, "machine", 0UL, 0UL, 0UL);
        loop();
    });
    // Here too: the caller's next call() must not take itself for the machine thread.
    m_owner.store(m_thread.get_id(), std::memory_order_release);
}

void Machine::run()
{
    require(!m_thread.joinable(), "a machine has one thread");
    loop();
}

void Machine::requestStop()
{
    m_stopRequested.store(true, std::memory_order_release);
    wakeUp();
}

void Machine::stop()
{
    if (!m_thread.joinable())
        return;
    require(m_thread.get_id() != std::this_thread::get_id(), "no thread waits for itself");
    requestStop();
    m_thread.join();
    m_owner.store(std::this_thread::get_id(), std::memory_order_release);
}

bool Machine::post(WorkQueue::Work work)
{
    if (!m_work.push(std::move(work)))
        return false;
    wakeUp();
    return true;
}

void Machine::wakeUp()
{
    if (!claimWake(m_sleepFlag))
        return;
    const std::uint64_t one = 1;
    // It can only fail with EAGAIN, after 2^64 - 2 writes.
    (void)!::write(m_postWake.get(), &one, sizeof one);
}

Error Machine::stoppedError()
{
    return {.code = ErrorCode::InvalidArgument, .message = "the simulated device has stopped"};
}

MachineStatus Machine::status() const
{
    return {.now = m_scheduler.now(),
            .mode = m_throttle.mode(),
            .lag = m_throttle.lag(),
            .slipped = m_throttle.slipped(),
            .executedEvents = m_scheduler.executedEvents(),
            .holders = m_holds.holders(),
            .fault = m_fault};
}

void Machine::setMode(TimeMode mode)
{
    m_fault.reset();
    m_throttle.setMode(mode, m_scheduler.now());
    m_scheduler.interrupt();
}

void Machine::pauseAt(VirtualTime time)
{
    m_scheduler.cancel(m_pause);
    m_pause = m_scheduler.at(
        time, "machine.pause", [this] { setMode(TimeMode::paused()); }, Priority::Report);
}

void Machine::onFault(MoveOnlyFunction<void(const Error&)> listener)
{
    m_faultListener = std::move(listener);
}

Result<void> Machine::addSource(InputSource& source)
{
    if (const int descriptor = source.wakeDescriptor(); descriptor >= 0)
        if (auto watched = watch(m_epoll.get(), descriptor); !watched)
            return watched;
    m_sources.push_back(&source);
    return {};
}

void Machine::removeSource(InputSource& source)
{
    const auto found = std::find(m_sources.begin(), m_sources.end(), &source);
    if (found == m_sources.end())
        return;
    // Fails only where the descriptor has been closed, and then it is not watched any more.
    if (const int descriptor = source.wakeDescriptor(); descriptor >= 0)
        (void)::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, descriptor, nullptr);
    if (m_pollingSources)
        *found = nullptr;
    else
        m_sources.erase(found);
}

void Machine::loop()
{
    m_owner.store(std::this_thread::get_id(), std::memory_order_release);
    while (!m_stopRequested.load(std::memory_order_acquire)) {
        takeStampedInput();
        moveToPresent();
        m_work.runAll();
        pollSources();
        runOrSleep();
    }
    m_work.close();
    m_work.runAll();
}

void Machine::takeStampedInput()
{
    if (m_throttle.mode().kind() != TimeMode::Kind::Scaled)
        return;
    const HostTime present = m_clock.now();
    HostTime stamp;
    // Bounded, for writers who are as quick as this loop.
    for (int taken = 0; taken < kMaxStamped; ++taken) {
        InputSource* const source = oldestStamped(stamp);
        if (source == nullptr)
            return;
        const VirtualTime given = m_throttle.virtualTimeOf(std::min(stamp, present));
        if (!runUntil(std::min(given, m_holds.horizon())))
            return;
        source->pollOne();
    }
}

InputSource* Machine::oldestStamped(HostTime& stamp) const
{
    InputSource* oldest = nullptr;
    for (InputSource* source : m_sources)
        if (const auto given = source->oldestStamp();
            given && (oldest == nullptr || *given < stamp)) {
            oldest = source;
            stamp = *given;
        }
    return oldest;
}

/// The events that are due by then, and the clock there unless it is further. False when something
/// cuts that short: the loop has to turn first.
bool Machine::runUntil(VirtualTime time)
{
    if (time <= m_scheduler.now())
        return true;
    auto done = m_scheduler.runUntil(time);
    if (!done)
        pauseFor(std::move(done.error()));
    return done && m_scheduler.now() >= time;
}

/// How far time may go now.
VirtualTime Machine::limit()
{
    const VirtualTime held = m_holds.horizon();
    const VirtualTime due = std::min(m_scheduler.nextEventAt(), held);
    return std::min(held, m_throttle.target(m_scheduler.now(), due));
}

void Machine::moveToPresent()
{
    if (m_throttle.mode().kind() == TimeMode::Kind::Paused)
        return;
    // An unthrottled clock has no present but where it is: it moves with the events.
    const VirtualTime most = limit();
    if (most != kNever)
        m_scheduler.advanceTo(
            std::max(m_scheduler.now(), std::min(most, m_scheduler.nextEventAt())));
}

void Machine::pollSources()
{
    m_pollingSources = true;
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        if (m_sources[i] != nullptr)
            m_sources[i]->poll();
    m_pollingSources = false;
    std::erase(m_sources, nullptr);
}

void Machine::runOrSleep()
{
    const VirtualTime next = m_scheduler.nextEventAt();
    const bool paused = m_throttle.mode().kind() == TimeMode::Kind::Paused;
    if (paused || next == kNever || next > m_holds.horizon()) {
        sleepUntil(std::nullopt);
        return;
    }
    const VirtualTime most = limit();
    if (next <= most)
        runSlice(std::min(most, later(next, m_slice)));
    else
        sleepUntil(m_throttle.hostTimeOf(next));
}

void Machine::runSlice(VirtualTime end)
{
    if (auto done = m_scheduler.run(end); !done)
        pauseFor(std::move(done.error()));
}

void Machine::pauseFor(Error fault)
{
    setMode(TimeMode::paused());
    m_fault = std::move(fault);
    if (m_faultListener)
        m_faultListener(*m_fault);
}

void Machine::sleepUntil(std::optional<HostTime> until)
{
    if (std::exchange(m_lingers, false) && linger(until)) {
        m_lingers = true;
        return;
    }
    announceSleepToAll();
    const bool isQuiet = !hasSomethingToDo();
    if (isQuiet)
        m_clock.sleep(m_epoll.get(), until);
    announceAwakeToAll();
    m_lingers = !isQuiet || hasSomethingToDo();
}

/// Whoever has just asked may well ask again at once, and a sleep costs more than a few looks.
/// Whether there is something to do.
bool Machine::linger(std::optional<HostTime> until)
{
    for (int looks = 0; looks < kLooksBeforeSleep; ++looks) {
        if (hasSomethingToDo())
            return true;
        if (until && m_clock.now() >= *until)
            return true;
        if (looks % kLooksBeforeYield == kLooksBeforeYield - 1)
            std::this_thread::yield();
    }
    return false;
}

bool Machine::hasSomethingToDo() const
{
    return m_work.hasWork() || hasInput() || m_stopRequested.load(std::memory_order_acquire);
}

void Machine::announceSleepToAll()
{
    announceSleep(m_sleepFlag);
    for (InputSource* source : m_sources)
        if (SleepFlag* flag = source->sleepFlag())
            announceSleep(*flag);
}

void Machine::announceAwakeToAll()
{
    announceAwake(m_sleepFlag);
    for (InputSource* source : m_sources)
        if (SleepFlag* flag = source->sleepFlag())
            announceAwake(*flag);
}

bool Machine::hasInput() const
{
    return std::any_of(m_sources.begin(), m_sources.end(),
                       [](const InputSource* source) { return source->hasInput(); });
}

} // namespace perisphere::engine
