// A thread of the emulated program.
#pragma once

#include "clock.hpp"
#include "cpu.hpp"
#include "signals.hpp"
#include "wait_times.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <poll.h>
#include <vector>

namespace perisphere::a7
{

/// What a thread waits for: the first of it ends the wait, and its system call is made again.
struct Wait {
    std::vector<pollfd> descriptors;
    std::optional<Instant> deadline;
    std::uint32_t remaining = 0; ///< where a signal that ends it leaves what is left; 0: nowhere
    TimeForm remainingForm = TimeForm::Spec32;
    std::optional<std::uint32_t> futex; ///< address
    std::uint32_t futexBits = ~0U;
    bool isPriorityInheriting = false; ///< of the futex: its owner hands it over
    bool forSignal = false;            ///< pause, sigsuspend: a signal alone ends it
    SignalSet signals = 0;             ///< these end it although they are blocked: sigtimedwait
    bool forChild = false;             ///< a child's change of state ends it: waitpid
    bool isLook = false;               ///< its deadline is only when to look again
    bool countsProgress = true;        ///< a signal that ends it leaves how much was done
};

struct Thread {
    int id = 0;
    Registers registers;
    SignalSet blocked = 0;
    std::deque<PendingSignal> pending; ///< for this thread
    SignalStack alternateStack;
    std::optional<SignalSet> savedMask; ///< to be restored after the handler: sigsuspend, ppoll
    std::uint32_t clearChildTid = 0;
    std::uint32_t robustList = 0;
    std::string name;

    std::uint64_t used = 0; ///< of the process' instructions, in turns that have ended

    bool isWaiting = false;
    Wait wait;
    // Of the system call that waits, for when it is made again.
    bool isRetry = false;
    bool hasTimedOut = false;
    bool wasWoken = false; ///< by FUTEX_WAKE
    std::optional<Instant> deadline;
    int childInMemory = -1;     ///< of vfork: a pipe that tells when the child leaves
    int childId = 0;            ///< of vfork
    std::uint32_t progress = 0; ///< bytes of a transfer so far
    /// r0 before the call, which the answer replaces: for restarts.
    std::uint32_t firstArgument = 0;
    bool hasEnded = false;
};

} // namespace perisphere::a7
