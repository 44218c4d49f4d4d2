// Update events.
//
// They come over a socket of their own, one packet an event, from the device to the app; nothing
// goes the other way. The app ends its registration by closing the socket.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstdint>

namespace perisphere::protocol
{

/// As SysEvent_Events: bits.
inline constexpr std::uint32_t kUpdateReadyForInstall = 0x01;
inline constexpr std::uint32_t kUpdateStarted = 0x02;
inline constexpr std::uint32_t kNoUpdateAvailable = 0x04;
inline constexpr std::uint32_t kAllSysEvents = 0x07;

/// As SysEvent_Status.
enum class UpdateEventStatus : std::uint32_t {
    Invalid = 0,
    Pending = 1,
    Final = 2,
    Deferred = 3,
    Complete = 4,
};

/// As SysEvent_UpdateType.
enum class UpdateType : std::uint32_t { Invalid = 0, App = 1, System = 2 };

struct SysEventPacket {
    std::uint32_t event = 0; ///< one bit
    UpdateEventStatus status = UpdateEventStatus::Invalid;
    UpdateType type = UpdateType::Invalid; ///< kUpdateReadyForInstall only
    std::uint32_t maxDeferralMinutes = 0;  ///< Pending only
};
static_assert(sizeof(SysEventPacket) == 16);

/// The reply carries the app's end of a SOCK_SEQPACKET socket, which sends SysEventPackets. An app
/// has one registration. Errors: EINVAL, EACCES.
struct SysEventRegisterRequest {
    static constexpr Operation kOperation = Operation::SysEventRegister;
    std::uint32_t events = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(SysEventRegisterRequest) == 8);

/// Answered when the update is deferred. Errors: EINVAL, EACCES.
struct SysEventDeferRequest {
    static constexpr Operation kOperation = Operation::SysEventDefer;
    std::uint32_t event = 0;
    std::uint32_t minutes = 0;
};
static_assert(sizeof(SysEventDeferRequest) == 8);

/// Errors: EINVAL, EACCES.
struct SysEventResumeRequest {
    static constexpr Operation kOperation = Operation::SysEventResume;
    std::uint32_t event = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(SysEventResumeRequest) == 8);

} // namespace perisphere::protocol
