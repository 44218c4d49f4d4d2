// How an emulated app and its device share one clock.
//
// The device decides what time it is; the app's processor says how far it has come. Between the two
// is a SOCK_SEQPACKET pair. The app executes instructions until its clock reaches what was granted,
// then reports and waits; the device lets its own time pass up to the report, takes what the app
// has sent by then, and grants more. So the app's requests act at the instants at which the app
// makes them, and the app sees the device as it is then, however fast either of them is computed.
//
// A grant answers each report. One that comes to a waiting app without a report before it says that
// time has come to what it waits for, or that something may have arrived: it looks, and reports.
//
// Reports tell also what the app uses of the memory that all apps of the device share, and grants
// what it may use of it until its next report. The device reckons when all apps stand still, so
// that who goes past the budget does not depend on which of them is computed faster.
#pragma once

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

/// What an instruction of the application core takes, on the average: 400 million a second of a
/// Cortex-A7 at 500 MHz. A system call takes its instructions' time and that of kCallInstructions.
inline constexpr std::int64_t kPicosecondsPerInstruction = 2500;
inline constexpr std::uint64_t kCallInstructions = 400;

/// Later than anything: there is nothing to wake up for.
inline constexpr std::int64_t kNoClockInstant = INT64_MAX;

struct ClockReport {
    enum class Kind : std::uint32_t {
        UsedUp,  ///< what was granted
        Sent,    ///< something to the device, which takes it before it grants more
        Waiting, ///< all threads wait, until `wakeAt` or until something arrives
        Woken, ///< by what is not the device's, a signal or a socket of the host: asks for a grant
        Ended, ///< the app has ended; the grant lets its processor go
    };
    Kind kind = Kind::UsedUp;
    std::uint32_t memoryKib = 0; ///< that the app uses, the kernel's for it included
    std::int64_t now = 0;        ///< ns of the device's virtual time; never less than granted
    std::int64_t wakeAt = kNoClockInstant;
};
static_assert(sizeof(ClockReport) == 24);

/// What an app may use where nobody holds it to anything.
inline constexpr std::uint32_t kAnyMemory = UINT32_MAX;

/// What it is granted is followed by a text of at most kMostOtherApps bytes: how much each of the
/// other apps uses, for the log of one that is killed for it; empty: there are none.
inline constexpr std::size_t kMostOtherApps = 512;

struct ClockGrant {
    std::int64_t now = 0;      ///< of the device
    std::int64_t until = 0;    ///< where the app reports next, if nothing makes it report sooner
    std::int64_t realTime = 0; ///< ns from `now` = 0 to the epoch: of CLOCK_REALTIME, when starting
    std::uint64_t seed = 0;    ///< of the app's random numbers, likewise
    std::uint32_t memoryKib = kAnyMemory; ///< what the app may use
    std::uint32_t otherAppsKib = 0;       ///< what the others use, together
};
static_assert(sizeof(ClockGrant) == 40);

} // namespace perisphere::protocol
