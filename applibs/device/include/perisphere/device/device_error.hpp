// The numbers by which a device says why it refused an image: (category << 20) | id.
//
// Tools print and compare them, so they are those of the original device
// (sdk-and-packaging reference, section 2.4). Beside the number stands a sentence for people.
#pragma once

#include "perisphere/base/error.hpp"

#include <cstdint>
#include <tl/expected.hpp>
#include <utility>

namespace perisphere::device
{

enum class ErrorCategory : std::uint32_t {
    AppManager = 1,
    AppManifest = 2,
    LifetimeManager = 3,
    Mounter = 4,
    Peripheral = 5,
    Permissions = 6,
    ImageUpdate = 7,
};

[[nodiscard]] constexpr std::uint32_t deviceError(ErrorCategory category, std::uint32_t id)
{
    return (static_cast<std::uint32_t>(category) << 20U) | id;
}

inline constexpr std::uint32_t kManifestHasPolicy = deviceError(ErrorCategory::AppManager, 2);
inline constexpr std::uint32_t kDebuggerAlreadyLoaded = deviceError(ErrorCategory::AppManager, 5);
inline constexpr std::uint32_t kExecFailed = deviceError(ErrorCategory::AppManager, 15);
inline constexpr std::uint32_t kPinsInUse = deviceError(ErrorCategory::AppManager, 25);
inline constexpr std::uint32_t kNoFreeRealTimeCore = deviceError(ErrorCategory::AppManager, 31);

inline constexpr std::uint32_t kEntryPointAbsent = deviceError(ErrorCategory::AppManifest, 22);
inline constexpr std::uint32_t kEntryPointNotAFile = deviceError(ErrorCategory::AppManifest, 23);
inline constexpr std::uint32_t kNoManifest = deviceError(ErrorCategory::AppManifest, 25);

inline constexpr std::uint32_t kServerPortClaimed = deviceError(ErrorCategory::LifetimeManager, 20);

inline constexpr std::uint32_t kGpioInUse = deviceError(ErrorCategory::Peripheral, 4);
inline constexpr std::uint32_t kPeripheralInUse = deviceError(ErrorCategory::Peripheral, 8);
inline constexpr std::uint32_t kGpioBlockConflict = deviceError(ErrorCategory::Peripheral, 15);
inline constexpr std::uint32_t kPwmConflict = deviceError(ErrorCategory::Peripheral, 16);

inline constexpr std::uint32_t kVerificationFailed = deviceError(ErrorCategory::ImageUpdate, 15);
inline constexpr std::uint32_t kStagingFailed = deviceError(ErrorCategory::ImageUpdate, 18);
inline constexpr std::uint32_t kTooBig = deviceError(ErrorCategory::ImageUpdate, 19);
inline constexpr std::uint32_t kInstallFailed = deviceError(ErrorCategory::ImageUpdate, 24);
inline constexpr std::uint32_t kUpdateRunning = deviceError(ErrorCategory::ImageUpdate, 39);
inline constexpr std::uint32_t kInvalidComponentId = deviceError(ErrorCategory::ImageUpdate, 47);

/// Why the device did not do as it was told.
struct DeviceFailure {
    Error error;
    std::uint32_t number = 0; ///< of the above; 0 where the reference has none
};

template <class T = void>
using DeviceResult = tl::expected<T, DeviceFailure>;

[[nodiscard]] inline tl::unexpected<DeviceFailure> fail(std::uint32_t number, Error error)
{
    return tl::unexpected<DeviceFailure>(DeviceFailure{std::move(error), number});
}

} // namespace perisphere::device
