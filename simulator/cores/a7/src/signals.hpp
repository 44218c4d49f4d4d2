// Signals of the emulated program: numbers, sets and structures of ARM Linux, whose numbers are the
// host's.
#pragma once

#include <array>
#include <csignal>
#include <cstdint>

namespace perisphere::a7
{

using SignalSet = std::uint64_t; ///< bit n - 1 of signal n

inline constexpr int kSignals = 64;

[[nodiscard]] constexpr SignalSet signalBit(int number)
{
    return SignalSet{1} << (number - 1);
}

/// SIGKILL and SIGSTOP, which nobody blocks.
inline constexpr SignalSet kUnblockable = signalBit(SIGKILL) | signalBit(SIGSTOP);

struct SignalAction {
    std::uint32_t handler = 0; ///< 0 SIG_DFL, 1 SIG_IGN
    std::uint32_t flags = 0;
    std::uint32_t restorer = 0;
    SignalSet mask = 0;
};

struct PendingSignal {
    int number = 0;
    int code = 0;              ///< si_code
    std::uint32_t address = 0; ///< of a fault
    int sender = 0;            ///< process id
    std::uint32_t senderUser = 0;
    std::uint32_t value = 0; ///< sigqueue
};

/// siginfo_t
[[nodiscard]] std::array<std::uint8_t, 128> informationOf(const PendingSignal& signal);

struct SignalStack {
    std::uint32_t address = 0;
    std::uint32_t flags = 2; ///< SS_DISABLE
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
