#include "guest_structs.hpp"
#include "process_impl.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kSaRestart = 0x10000000;
constexpr std::uint32_t kSaNodefer = 0x40000000;
constexpr std::uint32_t kSaResethand = 0x80000000;

/// Those that an instruction of the thread itself raised come first, as the kernel has it; then the
/// lowest number.
constexpr SignalSet kSynchronous = signalBit(SIGSEGV) | signalBit(SIGBUS) | signalBit(SIGILL) |
                                   signalBit(SIGTRAP) | signalBit(SIGFPE) | signalBit(SIGSYS);

bool comesBefore(int number, int other)
{
    const bool isFirst = (kSynchronous & signalBit(number)) != 0;
    const bool isOtherFirst = (kSynchronous & signalBit(other)) != 0;
    return isFirst != isOtherFirst ? isFirst : number < other;
}

} // namespace

SignalSet Process::Impl::pendingFor(const Thread& thread) const
{
    SignalSet set = 0;
    for (const PendingSignal& signal : thread.pending)
        set |= signalBit(signal.number);
    for (const PendingSignal& signal : m_pending)
        set |= signalBit(signal.number);
    return set;
}

SignalSet Process::Impl::pendingForAny() const
{
    SignalSet set = 0;
    for (const Thread& thread : m_threads)
        set |= pendingFor(thread);
    return set;
}

std::optional<PendingSignal> Process::Impl::takePending(Thread& thread, SignalSet wanted)
{
    for (auto* queue : {&thread.pending, &m_pending}) {
        auto first = queue->end();
        for (auto signal = queue->begin(); signal != queue->end(); ++signal)
            if ((signalBit(signal->number) & wanted) != 0 &&
                (first == queue->end() || comesBefore(signal->number, first->number)))
                first = signal;
        if (first == queue->end())
            continue;
        PendingSignal taken = *first;
        queue->erase(first);
        m_posixTimers.take(taken);
        m_signalDescriptors.refresh(*this);
        return taken;
    }
    return std::nullopt;
}

bool Process::Impl::isIgnored(int number) const
{
    const std::uint32_t handler = m_actions[static_cast<std::size_t>(number)].handler;
    return handler == 1 || (handler == 0 && defaultOf(number) == SignalDefault::Ignore);
}

bool Process::Impl::send(Thread* thread, const PendingSignal& signal)
{
    const SignalSet bit = signalBit(signal.number);
    // One that is blocked is kept even if nothing would come of it: sigwait may take it.
    const auto blocks = [&](const Thread& one) {
        return ((one.blocked | one.wait.signals) & bit) != 0;
    };
    const bool isBlocked = thread != nullptr
                               ? blocks(*thread)
                               : std::any_of(m_threads.begin(), m_threads.end(), blocks);
    if (isIgnored(signal.number) && !isBlocked)
        return false;
    auto& queue = thread != nullptr ? thread->pending : m_pending;
    constexpr int kFirstQueued = 32; // of the real-time signals
    constexpr std::size_t kMostQueued = 1024;
    for (const PendingSignal& one : queue)
        if (one.number == signal.number && signal.number < kFirstQueued && !signal.timer)
            return false; // a standard signal is pending once, but of a timer
    if (queue.size() >= kMostQueued)
        return false;
    queue.push_back(signal);
    m_signalDescriptors.refresh(*this);
    return true;
}

void Process::Impl::forgetPending(int number)
{
    std::vector<PendingSignal> thrownAway;
    const auto isIt = [&](const PendingSignal& one) {
        if (one.number == number && one.timer)
            thrownAway.push_back(one);
        return one.number == number;
    };
    std::erase_if(m_pending, isIt);
    for (Thread& thread : m_threads)
        std::erase_if(thread.pending, isIt);
    for (PendingSignal& signal : thrownAway)
        m_posixTimers.take(signal);
    m_signalDescriptors.refresh(*this);
}

void Process::Impl::fault(Thread& thread, const Trap& trap)
{
    constexpr std::uint32_t kTrapUndefined = 6;
    constexpr std::uint32_t kTrapPageFault = 14;
    constexpr std::uint32_t kStatusWrite = 1U << 11;
    PendingSignal signal{.number = SIGSEGV, .address = trap.address};
    switch (trap.kind) {
    case Trap::Kind::Undefined:
        signal.number = SIGILL;
        signal.code = ILL_ILLOPC;
        signal.address = m_cpu->r(15);
        signal.trap = kTrapUndefined;
        break;
    case Trap::Kind::Breakpoint:
        signal.number = SIGTRAP;
        signal.code = TRAP_BRKPT;
        break;
    default:
        signal.code = trap.isMapped ? SEGV_ACCERR : SEGV_MAPERR;
        signal.trap = kTrapPageFault;
        signal.faultStatus = trap.isWrite ? kStatusWrite : 0;
        if (trap.isBusError) {
            signal.number = SIGBUS;
            signal.code = BUS_ADRERR;
        }
        break;
    }
    force(thread, signal);
}

/// One that is blocked or ignored while it is raised ends the program.
void Process::Impl::force(Thread& thread, const PendingSignal& signal)
{
    SignalAction& action = m_actions[static_cast<std::size_t>(signal.number)];
    if ((thread.blocked & signalBit(signal.number)) != 0 || action.handler == 1) {
        action = {};
        thread.blocked &= ~signalBit(signal.number);
    }
    thread.pending.push_front(signal);
}

/// @return whether a handler was entered
bool Process::Impl::deliverSignals(Thread& thread)
{
    // A call that is made again ends before: what woke it counts.
    if (thread.isRetry && !thread.isWaiting)
        return false;
    bool isEntered = false;
    while (auto signal = takePending(thread, ~thread.blocked | kUnblockable)) {
        if (m_observer && !m_observer->onSignal(thread, *signal))
            continue;
        if (m_end)
            return false;
        const SignalAction action = m_actions[static_cast<std::size_t>(signal->number)];
        if (action.handler == 1)
            continue;
        if (action.handler == 0) {
            switch (defaultOf(signal->number)) {
            case SignalDefault::Ignore:
                continue;
            case SignalDefault::Stop:
                stopLikeHost(signal->number);
                continue;
            case SignalDefault::Terminate:
                if (m_timeline)
                    m_timeline->noteSignal(thread, signal->number, now());
                m_end = ProcessEnd{.isBySignal = true, .code = signal->number};
                return false;
            case SignalDefault::Core:
                if (m_timeline)
                    m_timeline->noteSignal(thread, signal->number, now());
                crash(thread, *signal);
                return false;
            }
        }
        enterHandler(thread, *signal, thread.isWaiting);
        isEntered = true;
        if (m_end)
            return false;
    }
    return isEntered;
}

void Process::Impl::enterHandler(Thread& thread, const PendingSignal& signal, bool wasCall)
{
    SignalAction& action = m_actions[static_cast<std::size_t>(signal.number)];
    if (wasCall) { // a call that waits ends: it is made again after the handler, or fails
        thread.isWaiting = false;
        storeRemaining(thread);
        const bool restarts = (action.flags & kSaRestart) != 0 && !thread.wait.forSignal &&
                              (!thread.wait.deadline || thread.wait.isLook);
        if (thread.progress != 0 && !thread.wait.forSignal && thread.wait.countsProgress) {
            m_cpu->r(0) = thread.progress; // what was done counts
        } else if (restarts) {
            restartCall(thread);
            m_cpu->r(0) = thread.firstArgument;
        } else {
            m_cpu->r(0) = static_cast<std::uint32_t>(-EINTR);
        }
        thread.isRetry = false;
        thread.hasTimedOut = false;
        thread.wasWoken = false;
        thread.progress = 0;
        thread.deadline.reset();
        thread.wait = {};
    }
    const SignalSet mask = thread.savedMask.value_or(thread.blocked);
    thread.savedMask.reset();
    const SignalAction taken = action;
    if ((action.flags & kSaResethand) != 0)
        action = {};
    if (!pushFrame(thread, signal, taken, mask)) {
        if (signal.number == SIGSEGV)
            crash(thread, signal);
        else
            force(thread, {.number = SIGSEGV, .code = SI_KERNEL});
        return;
    }
    if (m_timeline)
        m_timeline->beginHandler(thread, signal.number, m_cpu->r(13), now());
    thread.blocked |= taken.mask;
    if ((taken.flags & kSaNodefer) == 0)
        thread.blocked |= signalBit(signal.number);
}

/// Of a sleep, or of a wait for descriptors.
void Process::Impl::storeRemaining(const Thread& thread)
{
    const Wait& wait = thread.wait;
    if (wait.remaining == 0 || !wait.deadline)
        return;
    storeTime(*m_memory, wait.remaining, wait.remainingForm,
              std::max(*wait.deadline - now(), Instant()));
}

} // namespace perisphere::a7
