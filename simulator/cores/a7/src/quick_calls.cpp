// System calls that are made where the program calls, without leaving the recompiler's code.
#include "process_impl.hpp"

#include <algorithm>
#include <array>

namespace perisphere::a7
{
namespace
{

/// Those that programs make often. None of them changes code or puts other registers in place: the
/// recompiler is in the middle of its work.
constexpr std::array<std::uint32_t, 20> kQuick{
    3,   // read
    4,   // write
    20,  // getpid
    64,  // getppid
    78,  // gettimeofday
    145, // readv
    146, // writev
    158, // sched_yield
    168, // poll
    224, // gettid
    240, // futex
    252, // epoll_wait
    263, // clock_gettime
    289, // send
    290, // sendto
    291, // recv
    292, // recvfrom
    353, // timerfd_settime
    403, // clock_gettime64
    422, // futex_time64
};
static_assert(std::ranges::is_sorted(kQuick));

} // namespace

/// @return whether the call was made
bool Process::Impl::callWithinRun()
{
    Thread& thread = *m_current;
    if (m_observer || !std::ranges::binary_search(kQuick, m_cpu->r(7)))
        return false;
    systemCall(thread);
    const bool goesOn = !thread.isWaiting && !thread.hasEnded && !m_end && !m_yields &&
                        thread.pending.empty() && m_pending.empty() &&
                        (!m_clock.isVirtual() || now() < m_turnEnd);
    if (!goesOn)
        m_cpu->interrupt();
    return true;
}

} // namespace perisphere::a7
