// Who looks at a process while it runs, and may hold it: a debugger.
//
// All is called between two instructions, on the thread that runs the process and never from within
// the recompiler's code: whoever is called may look at everything, change it, and keep the process
// waiting as long as it likes. Where there is none, nothing is called.
#pragma once

#include "perisphere/a7/process.hpp"
#include "thread.hpp"

#include <cstdint>
#include <poll.h>
#include <vector>

namespace perisphere::a7
{

class ProcessObserver
{
public:
    ProcessObserver() = default;
    ProcessObserver(const ProcessObserver&) = delete;
    ProcessObserver& operator=(const ProcessObserver&) = delete;
    virtual ~ProcessObserver() = default;

    /// Between the turns of threads, and when one of descriptors() has ended a wait.
    virtual void betweenTurns() = 0;
    /// What ends a wait besides what the threads wait for.
    virtual void addDescriptors(std::vector<pollfd>& polled) = 0;
    [[nodiscard]] virtual bool mayRun(const Thread& thread) const = 0;

    /// In place of Cpu::run(). A trap that was the observer's own is none for the program.
    virtual Trap run(Thread& thread, std::uint64_t ticks) = 0;
    /// The process has dealt with what run() told.
    virtual void hasRun(Thread& thread) = 0;

    /// The signal is about to be acted on and may be changed. @return false: it is not
    virtual bool onSignal(Thread& thread, PendingSignal& signal) = 0;
    virtual void beforeSystemCall(Thread& thread) = 0;
    virtual void afterSystemCall(Thread& thread) = 0;

    virtual void onEnd(const ProcessEnd& end) = 0;
};

} // namespace perisphere::a7
