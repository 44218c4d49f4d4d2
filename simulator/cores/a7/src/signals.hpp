// Signals of the emulated program: numbers, sets and structures of ARM Linux, whose numbers are the
// host's.
#pragma once

#include <array>
#include <csignal>
#include <cstdint>
#include <optional>

namespace perisphere::a7
{

using SignalSet = std::uint64_t; ///< bit n - 1 of signal n

inline constexpr int kSignals = 64;

[[nodiscard]] constexpr SignalSet signalBit(int number)
{
    return SignalSet{1} << (number - 1);
}

[[nodiscard]] constexpr bool isSignal(int number)
{
    return number >= 1 && number <= kSignals;
}

/// SIGKILL and SIGSTOP, which nobody blocks.
inline constexpr SignalSet kUnblockable = signalBit(SIGKILL) | signalBit(SIGSTOP);

struct SignalAction {
    std::uint32_t handler = 0; ///< 0 SIG_DFL, 1 SIG_IGN
    std::uint32_t flags = 0;
    std::uint32_t restorer = 0;
    SignalSet mask = 0;
};

// Of sa_flags
inline constexpr std::uint32_t kNoChildStop = 1; ///< SA_NOCLDSTOP
inline constexpr std::uint32_t kNoChildWait = 2; ///< SA_NOCLDWAIT

struct PendingSignal {
    int number = 0;
    int code = 0;                  ///< si_code
    std::uint32_t address = 0;     ///< of a fault
    std::uint32_t trap = 0;        ///< of a fault: ARM Linux's trap_no
    std::uint32_t faultStatus = 0; ///< of a fault: error_code, as the processor's fault status
    int sender = 0;                ///< process id
    std::uint32_t senderUser = 0;
    std::uint32_t value = 0; ///< sigqueue
    int status = 0;          ///< SIGCHLD: exit code, or the signal that ended it

    /// Of timer_create(2): which timer sent it, by which of its settings. Its id is the sender, its
    /// overrun the sender's user.
    struct TimerShot {
        int id = 0;
        unsigned setting = 0;
    };
    std::optional<TimerShot> timer;

    /// Whether an instruction raised it, not somebody who sent it.
    [[nodiscard]] bool isFault() const
    {
        return code > 0 && (number == SIGSEGV || number == SIGBUS || number == SIGILL ||
                            number == SIGFPE || number == SIGTRAP);
    }
};

// Of the flags of a signal stack
inline constexpr std::uint32_t kSignalStackOn = 1;
inline constexpr std::uint32_t kSignalStackDisabled = 2;
inline constexpr std::uint32_t kSignalStackDisarms = 1U << 31;

struct SignalStack {
    std::uint32_t address = 0;
    std::uint32_t flags = kSignalStackDisabled;
    std::uint32_t bytes = 0;
};

/// What the default action of a signal is.
enum class SignalDefault : std::uint8_t { Terminate, Core, Ignore, Stop };

[[nodiscard]] constexpr SignalDefault defaultOf(int number)
{
    switch (number) {
    case SIGCHLD:
    case SIGURG:
    case SIGWINCH:
    case SIGCONT:
        return SignalDefault::Ignore;
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        return SignalDefault::Stop;
    case SIGQUIT:
    case SIGILL:
    case SIGABRT:
    case SIGFPE:
    case SIGSEGV:
    case SIGBUS:
    case SIGSYS:
    case SIGTRAP:
    case SIGXCPU:
    case SIGXFSZ:
        return SignalDefault::Core;
    default:
        return SignalDefault::Terminate;
    }
}

} // namespace perisphere::a7
