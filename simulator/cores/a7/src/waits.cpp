// What threads wait for, and the end of waits.

#include "perisphere/base/signals_blocked.hpp"
#include "process_impl.hpp"

#include <algorithm>
#include <ctime>

namespace perisphere::a7
{
namespace
{

using Kind = protocol::ClockReport::Kind;

/// While a program has connections to the outside, virtual time passes in steps of which each lasts
/// as long for the host: answers come in the host's time.
constexpr Instant kHostStep = std::chrono::milliseconds(1);

timespec timeSpecOf(Instant time)
{
    return {.tv_sec = time.count() / 1'000'000'000, .tv_nsec = time.count() % 1'000'000'000};
}

/// Signals of the host come in inside of ppoll() and nowhere else.
int pollWithSignals(const SignalsBlocked& signals, std::vector<pollfd>& polled,
                    std::optional<Instant> timeout)
{
    const timespec time = timeSpecOf(std::max(timeout.value_or(Instant()), Instant()));
    return ::ppoll(polled.data(), polled.size(), timeout ? &time : nullptr, &signals.before());
}

} // namespace

/// All that threads wait for, together.
struct Process::Impl::Waits {
    std::vector<pollfd> polled;
    std::vector<Thread*> owners; ///< of those, in the same order
    std::optional<Instant> deadline;
};

Process::Impl::Waits Process::Impl::collectWaits()
{
    Waits waits;
    waits.deadline = m_timers.next();
    for (Thread& thread : m_threads) {
        if (!thread.isWaiting)
            continue;
        for (const pollfd& one : thread.wait.descriptors) {
            waits.polled.push_back(one);
            waits.owners.push_back(&thread);
        }
        if (thread.wait.deadline && (!waits.deadline || *thread.wait.deadline < *waits.deadline))
            waits.deadline = thread.wait.deadline;
    }
    return waits;
}

void Process::Impl::endWait(Thread& thread, bool hasTimedOut)
{
    if (!thread.isWaiting)
        return;
    thread.isWaiting = false;
    thread.isRetry = true;
    thread.hasTimedOut = hasTimedOut && !thread.wait.isLook;
    switchTo(thread);
    restartCall(thread);
}

void Process::Impl::endChildWaits()
{
    for (Thread& thread : m_threads)
        if (thread.wait.forChild)
            endWait(thread, false);
}

/// As they are now. Timers that are due make their descriptors ready.
Process::Impl::Waits Process::Impl::lookedAtWaits()
{
    m_timers.runDue(now());
    Waits waits = collectWaits();
    if (!waits.polled.empty() && ::poll(waits.polled.data(), waits.polled.size(), 0) < 0)
        waits.polled.clear();
    return waits;
}

bool Process::Impl::endWaits(const Waits& waits)
{
    for (std::size_t i = 0; i < std::min(waits.polled.size(), waits.owners.size()); ++i)
        if (waits.polled[i].revents != 0)
            endWait(*waits.owners[i], false);
    const Instant present = now();
    m_timers.runDue(present);
    for (Thread& thread : m_threads)
        if (thread.isWaiting && thread.wait.deadline && *thread.wait.deadline <= present)
            endWait(thread, true);
    return nextRunnableIsThere();
}

bool Process::Impl::nextRunnableIsThere() const
{
    return std::ranges::any_of(m_threads, [&](const Thread& thread) { return isRunnable(thread); });
}

bool Process::Impl::isRunnable(const Thread& thread) const
{
    if (thread.hasEnded || (m_observer && !m_observer->mayRun(thread)))
        return false;
    return !thread.isWaiting || (pendingFor(thread) & (~thread.blocked | thread.wait.signals)) != 0;
}

void Process::Impl::wakeReaders(unsigned pipe)
{
    if (m_clock.isVirtual())
        return; // where each call takes its time
    for (Thread& thread : m_threads) {
        if (!thread.isWaiting || thread.wait.forSignal || thread.wait.descriptors.size() != 1)
            continue;
        const pollfd& awaited = thread.wait.descriptors.front();
        if (awaited.events != POLLIN || m_descriptors.pipeOf(awaited.fd) != pipe)
            continue;
        thread.isWaiting = false;
        thread.isRetry = true;
        thread.registers.r[15] -= (thread.registers.cpsr & kThumb) != 0 ? 2U : 4U;
    }
}

void Process::Impl::lookAtWaits()
{
    // Threads that hand each other work go on for some turns before the host is asked.
    constexpr unsigned kTurns = 32;
    constexpr std::uint64_t kInstructions = 100'000;
    if (!m_clock.isVirtual() && ++m_unlooked < kTurns &&
        m_cpu->instructions() - m_lookedAt < kInstructions && nextRunnableIsThere())
        return;
    m_unlooked = 0;
    m_lookedAt = m_cpu->instructions();
    (void)endWaits(lookedAtWaits());
}

void Process::Impl::waitForSomething()
{
    if (m_clock.isVirtual()) {
        waitOnDevice();
        return;
    }
    Waits waits = collectWaits();
    if (m_observer)
        m_observer->addDescriptors(waits.polled);
    tellMemory();
    // Often what one thread waits for is what another has just done.
    if (waits.polled.empty() || ::poll(waits.polled.data(), waits.polled.size(), 0) <= 0) {
        const SignalsBlocked signals;
        takeHostSignals();
        if (nextRunnableIsThere())
            return;
        const auto left =
            waits.deadline ? std::optional(*waits.deadline - now()) : std::optional<Instant>();
        if (pollWithSignals(signals, waits.polled, left) <= 0)
            waits.polled.clear();
    }
    (void)endWaits(waits);
}

/// Until something comes of the device, of its time or of the host.
void Process::Impl::waitOnDevice()
{
    Waits waits = lookedAtWaits();
    if (endWaits(waits) || m_end)
        return;
    const bool isHeldByHost = !waits.polled.empty() && m_descriptors.hasConnection();
    if (isHeldByHost) {
        const SignalsBlocked signals;
        if (pollWithSignals(signals, waits.polled, kHostStep) > 0)
            return;
        waits.deadline = std::min(waits.deadline.value_or(Instant::max()), now() + kHostStep);
    }
    tellMemory();
    if (m_timeline)
        m_timeline->flush(now());
    if (!m_clock.report(Kind::Waiting, elapsedInstructions(), waits.deadline)) {
        deviceIsGone();
        return;
    }
    // Sockets that listen wake the program as well.
    std::vector<pollfd> polled{{.fd = m_clock.descriptor(), .events = POLLIN, .revents = 0}};
    for (const pollfd& one : waits.polled)
        if (m_descriptors.reachOf(one.fd) == Reach::Host)
            polled.push_back(one);
    if (m_observer)
        m_observer->addDescriptors(polled);
    bool isAsking = false;
    {
        const SignalsBlocked signals;
        while ((polled.front().revents & (POLLIN | POLLHUP)) == 0) {
            takeHostSignals();
            if (!isAsking && nextRunnableIsThere()) {
                isAsking = true;
                if (!m_clock.report(Kind::Woken, elapsedInstructions()))
                    break;
            }
            for (pollfd& one : polled)
                one.revents = 0;
            (void)pollWithSignals(signals, polled, {});
            const bool isReady = std::any_of(polled.begin() + 1, polled.end(),
                                             [](const pollfd& one) { return one.revents != 0; });
            if (isReady && !isAsking) {
                isAsking = true;
                if (!m_clock.report(Kind::Woken, elapsedInstructions()))
                    break;
            }
            if (isAsking)
                polled.resize(1); // the grant comes
        }
    }
    if (!m_clock.awaitGrant(elapsedInstructions()))
        deviceIsGone();
    takeHostSignals();
}

} // namespace perisphere::a7
