// What the device's kernel tells of itself and of the machine that it runs on.
#pragma once

#include <cstdint>

namespace perisphere::a7
{

inline constexpr const char* kDeviceName = "mt3620";
inline constexpr const char* kKernelRelease = "5.10.0";
inline constexpr const char* kKernelVersion = "#1 PREEMPT";
/// Of all that the kernel has; of these, apps have 256.
inline constexpr std::uint64_t kDeviceMemoryKib = 3480;

} // namespace perisphere::a7
