// Signals that the host sends the emulator, which are the program's.

#include "process_impl.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

/// What a signal handler leaves for the run loop: places that it fills, in the order of their
/// numbers.
struct Arrival {
    std::atomic<unsigned> order{0}; ///< 0: free; 1: being written
    PendingSignal signal;
};

constexpr std::size_t kMostArrivals = 256;

std::array<Arrival, kMostArrivals> g_arrivals;
std::atomic<unsigned> g_lastArrival{1};
std::atomic<unsigned> g_waitingArrivals{0};
std::atomic<Cpu*> g_cpu;
std::atomic<Cpu*> g_watched;

constexpr int kWatchdog = SIGSTKFLT; ///< which nobody else sends; the timer's is told apart

PendingSignal pendingOf(const siginfo_t& information)
{
    PendingSignal signal{.number = information.si_signo,
                         .code = information.si_code,
                         .sender = information.si_pid,
                         .senderUser = information.si_uid};
    if (signal.number == SIGCHLD && signal.code > 0)
        signal.status = information.si_status;
    else if (signal.code == SI_QUEUE)
        signal.value = static_cast<std::uint32_t>(information.si_value.sival_int);
    return signal;
}

extern "C" void hostSignalArrived(int, siginfo_t* information, void*)
{
    if (information->si_code == SI_TIMER && information->si_value.sival_ptr == &g_watched) {
        if (Cpu* const cpu = g_watched)
            cpu->interruptIfOverdue();
        return;
    }
    for (Arrival& place : g_arrivals) {
        unsigned isFree = 0;
        if (!place.order.compare_exchange_strong(isFree, 1))
            continue;
        place.signal = pendingOf(*information);
        place.order = ++g_lastArrival;
        ++g_waitingArrivals;
        break;
    }
    if (Cpu* const cpu = g_cpu)
        cpu->interrupt();
}

/// Faults of the emulator's own must stay what they are.
bool isOfEmulator(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE ||
           number == SIGTRAP || number == SIGKILL || number == SIGSTOP;
}

/// The C library's own two.
bool isOfLibrary(int number)
{
    return number >= 32 && number < SIGRTMIN;
}

} // namespace

/// Returns that are predicted do not look at the budget of their run, and programs can be made that
/// do nothing else: somebody asks while the process is busy. What is left of the budget then is
/// used all the same, so that nothing depends on when that is.
void Process::Impl::beginWatchdog()
{
    g_watched = m_cpu.get();
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = kWatchdog;
    event.sigev_value.sival_ptr = &g_watched;
    timer_t timer{};
    constexpr timespec kPeriod{.tv_sec = 0, .tv_nsec = 50'000'000};
    const itimerspec setting{.it_interval = kPeriod, .it_value = kPeriod};
    if (::timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer) == 0)
        ::timer_settime(timer, 0, &setting, nullptr);
}

void Process::Impl::beginSignals()
{
    beginWatchdog();
    // On a device's clock they are taken with its grants, not between any two instructions.
    g_cpu = m_clock.isVirtual() ? nullptr : m_cpu.get();
    for (int number = 1; number <= kSignals; ++number) {
        struct sigaction before {
        };
        if (isOfEmulator(number) || isOfLibrary(number) ||
            ::sigaction(number, nullptr, &before) != 0)
            continue;
        if ((before.sa_flags & SA_SIGINFO) == 0 && before.sa_handler == SIG_IGN)
            action(number).handler = 1; // as execve hands it on
        actionChanged(number);
    }
    takeSignalsBack(); // those that came while this program was executed
}

/// The host's disposition follows, as far as it tells others something.
void Process::Impl::actionChanged(int number)
{
    if (isOfEmulator(number) || isOfLibrary(number))
        return;
    const SignalAction& action = m_actions[static_cast<std::size_t>(number)];
    struct sigaction host {
    };
    ::sigemptyset(&host.sa_mask);
    if (number == SIGCHLD) { // its handler is what ends waits for children
        host.sa_flags = (action.flags & kNoChildStop) != 0 ? SA_NOCLDSTOP : 0;
        if (action.handler == 1 || (action.flags & kNoChildWait) != 0)
            host.sa_flags |= SA_NOCLDWAIT;
    }
    if (action.handler == 1 && number != SIGCHLD && number != kWatchdog) {
        host.sa_handler = SIG_IGN;
    } else {
        host.sa_sigaction = hostSignalArrived;
        host.sa_flags |= SA_SIGINFO;
    }
    ::sigaction(number, &host, nullptr);
}

/// Those that still come interrupt nobody.
void Process::Impl::endSignals()
{
    g_cpu = nullptr;
    g_watched = nullptr;
}

void Process::Impl::takeHostSignals()
{
    while (g_waitingArrivals != 0) {
        Arrival* first = nullptr;
        for (Arrival& place : g_arrivals)
            if (place.order > 1 && (first == nullptr || place.order < first->order))
                first = &place;
        if (first == nullptr)
            return;
        const PendingSignal signal = first->signal;
        first->order = 0;
        --g_waitingArrivals;
        if (signal.number == SIGCHLD)
            endChildWaits();
        send(nullptr, signal);
    }
}

void Process::Impl::handSignalsOver()
{
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    takeHostSignals();
    for (Thread& thread : m_threads) {
        m_pending.insert(m_pending.end(), thread.pending.begin(), thread.pending.end());
        thread.pending.clear();
    }
    for (const PendingSignal& signal : m_pending)
        if (!isOfEmulator(signal.number) && !isOfLibrary(signal.number))
            ::kill(::getpid(), signal.number);
    m_pending.clear();
}

void Process::Impl::takeSignalsBack()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void Process::Impl::stopLikeHost(int number)
{
    ::signal(number, SIG_DFL);
    ::raise(number);
    actionChanged(number);
}

} // namespace perisphere::a7
