// Requests without a peripheral: clock, power, storage, the app itself.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

/// Errors: EACCES, EBUSY, ENOENT, EINVAL.
struct RtcSetFromSystemTimeRequest {
    static constexpr Operation kOperation = Operation::RtcSetFromSystemTime;
    std::int64_t secondsSinceEpoch = 0; ///< the app's CLOCK_REALTIME
};
static_assert(sizeof(RtcSetFromSystemTimeRequest) == 8);

enum class PowerState : std::uint32_t { Reboot = 0, PowerDown = 1 };

/// Answered when the transition has begun. Errors: EACCES, EINVAL.
struct PowerTransitionRequest {
    static constexpr Operation kOperation = Operation::PowerTransition;
    PowerState state = PowerState::Reboot;
    std::uint32_t maximumResidencySeconds = 0; ///< power-down only
};
static_assert(sizeof(PowerTransitionRequest) == 8);

/// As PowerManagement_System_PowerProfile, 0 to 2. Errors: EACCES, EINVAL.
struct PowerSetProfileRequest {
    static constexpr Operation kOperation = Operation::PowerSetProfile;
    std::uint32_t profile = 0;
    std::uint32_t reserved = 0;
};

/// The reply carries the file. Errors: EACCES, EIO.
struct StorageOpenMutableRequest {
    static constexpr Operation kOperation = Operation::StorageOpenMutable;
    std::uint32_t reserved[2] = {};
};

/// Errors: EACCES, EIO, ENOENT.
struct StorageDeleteMutableRequest {
    static constexpr Operation kOperation = Operation::StorageDeleteMutable;
    std::uint32_t reserved[2] = {};
};

enum class MemoryAttribute : std::uint32_t { Total = 0, UserMode = 1, PeakUserMode = 2 };

/// The reply's value is in KiB. Errors: EINVAL, EAGAIN.
struct ApplicationMemoryRequest {
    static constexpr Operation kOperation = Operation::ApplicationMemory;
    MemoryAttribute attribute = MemoryAttribute::Total;
    std::uint32_t reserved = 0;
};

inline constexpr std::size_t kOsVersionBytes = 16;

/// The reply's payload is the version, NUL-terminated, kOsVersionBytes long.
struct ApplicationOsVersionRequest {
    static constexpr Operation kOperation = Operation::ApplicationOsVersion;
    std::uint32_t reserved[2] = {};
};

/// Of a message to a partner app on a real-time core, and from it.
inline constexpr std::size_t kMaxPartnerMessageBytes = 1024;

/// The reply carries a connected SOCK_SEQPACKET socket. Errors: EINVAL, EACCES, ECONNREFUSED.
struct ApplicationConnectRequest {
    static constexpr Operation kOperation = Operation::ApplicationConnect;
    char componentId[36] = {}; ///< 8-4-4-4-12, without a NUL
    std::uint32_t reserved = 0;
};
static_assert(sizeof(ApplicationConnectRequest) == 40);

/// The reply's value is 0 or 1.
struct ApplicationDeviceAuthReadyRequest {
    static constexpr Operation kOperation = Operation::ApplicationDeviceAuthReady;
    std::uint32_t reserved[2] = {};
};

} // namespace perisphere::protocol
