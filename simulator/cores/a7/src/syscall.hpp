// A system call of the emulated program.
//
// One family is one file in syscalls/; a call is a function there and a line in syscall_table.inc.
#pragma once

#include "process_impl.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::a7
{

/// What a call leaves in R0: a value or -errno; or that it waits, and is made again.
struct Answer {
    std::int64_t value = 0;
    bool isWaiting = false;
    /// Registers are as the call has set them: sigreturn, exit.
    bool keepsRegisters = false;
};

class Call
{
public:
    Call(Process::Impl& caller, Thread& callingThread)
        : process(caller)
        , thread(callingThread)
        , memory(caller.memory())
    {
    }

    /// R0 to R6.
    [[nodiscard]] std::uint32_t arg(unsigned number) const { return process.cpu().r(number); }
    [[nodiscard]] std::int32_t signedArg(unsigned number) const
    {
        return static_cast<std::int32_t>(arg(number));
    }
    /// 64 bits in the pair that begins with that (even) register.
    [[nodiscard]] std::int64_t pair(unsigned number) const
    {
        return static_cast<std::int64_t>(arg(number) | std::uint64_t{arg(number + 1)} << 32);
    }

    /// Bytes for the host's kernel, which finds out whether they are mapped: those that begin at
    /// the argument's address. Where they would leave the window, an address that it refuses
    /// (EFAULT).
    [[nodiscard]] std::uint8_t* bytes(unsigned argument, std::uint64_t count) const
    {
        return memory.hostRange(arg(argument), count);
    }

    /// The host's answer as the call's.
    static Answer result(std::int64_t hostResult);
    static Answer error(int number) { return {.value = -number}; }

    /// The call waits until the descriptor is ready, the deadline has come or a signal is taken.
    Answer waitFor(int fd, short events);
    Answer wait(Wait wait);
    /// Whether what it waited for has not come in time.
    [[nodiscard]] bool hasTimedOut() const { return thread.hasTimedOut; }
    /// The end of a wait that was asked for as a duration: counted from the first try.
    Instant deadlineAfter(Instant duration);

    /// Whether a read or write on it would wait: a pipe, socket or the like in blocking mode that
    /// is not ready.
    [[nodiscard]] bool wouldBlock(int fd, short events) const;

    Process::Impl& process;
    Thread& thread;
    GuestMemory& memory;
};

using Handler = Answer (*)(Call&);

struct SystemCall {
    unsigned number = 0;
    std::string_view name;
    Handler handler = nullptr;
};

/// nullptr where there is none.
[[nodiscard]] const SystemCall* findSystemCall(unsigned number);

/// Its answer; EBADF where it is made with a descriptor of the emulator.
Answer makeCall(const SystemCall& systemCall, Call& call);

/// "NAME (number)" of one that there is none of, for reports.
[[nodiscard]] std::string nameOfUnknownCall(unsigned number);

} // namespace perisphere::a7
