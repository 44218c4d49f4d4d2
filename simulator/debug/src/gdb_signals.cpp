#include "gdb_signals.hpp"

#include <array>
#include <csignal>

namespace perisphere::debug
{
namespace
{

struct SignalPair {
    int system;
    unsigned gdb;
};

// GDB's include/gdb/signals.def tells its side.
constexpr std::array kSignalPairs = {
    SignalPair{SIGHUP, 1},     SignalPair{SIGINT, 2},   SignalPair{SIGQUIT, 3},
    SignalPair{SIGILL, 4},     SignalPair{SIGTRAP, 5},  SignalPair{SIGABRT, 6},
    SignalPair{SIGFPE, 8},     SignalPair{SIGKILL, 9},  SignalPair{SIGBUS, 10},
    SignalPair{SIGSEGV, 11},   SignalPair{SIGSYS, 12},  SignalPair{SIGPIPE, 13},
    SignalPair{SIGALRM, 14},   SignalPair{SIGTERM, 15}, SignalPair{SIGURG, 16},
    SignalPair{SIGSTOP, 17},   SignalPair{SIGTSTP, 18}, SignalPair{SIGCONT, 19},
    SignalPair{SIGCHLD, 20},   SignalPair{SIGTTIN, 21}, SignalPair{SIGTTOU, 22},
    SignalPair{SIGIO, 23},     SignalPair{SIGXCPU, 24}, SignalPair{SIGXFSZ, 25},
    SignalPair{SIGVTALRM, 26}, SignalPair{SIGPROF, 27}, SignalPair{SIGWINCH, 28},
    SignalPair{SIGUSR1, 30},   SignalPair{SIGUSR2, 31}, SignalPair{SIGPWR, 32},
    SignalPair{32, 77},        SignalPair{64, 78}, // the real-time ones around a row of 31
};

constexpr int kFirstRealTime = 33;
constexpr int kLastRealTime = 63;
constexpr unsigned kGdbRealTime = 45; ///< of kFirstRealTime
constexpr unsigned kGdbUnknown = 143;

} // namespace

unsigned gdbSignal(int linuxSignal)
{
    for (const SignalPair& pair : kSignalPairs)
        if (pair.system == linuxSignal)
            return pair.gdb;
    if (linuxSignal >= kFirstRealTime && linuxSignal <= kLastRealTime)
        return kGdbRealTime + static_cast<unsigned>(linuxSignal - kFirstRealTime);
    return kGdbUnknown;
}

int linuxSignal(unsigned gdbSignal)
{
    for (const SignalPair& pair : kSignalPairs)
        if (pair.gdb == gdbSignal)
            return pair.system;
    const unsigned row = gdbSignal - kGdbRealTime;
    if (gdbSignal >= kGdbRealTime && row <= kLastRealTime - kFirstRealTime)
        return kFirstRealTime + static_cast<int>(row);
    return 0;
}

} // namespace perisphere::debug
