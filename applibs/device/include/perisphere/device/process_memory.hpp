// What /proc tells about a process's memory.
#pragma once

#include "perisphere/device/app_process.hpp"

#include <sys/types.h>

namespace perisphere::device
{

/// `peakUserMode` is what the kernel's own high-water mark lets one conclude; see the source.
[[nodiscard]] Result<MemoryUse> memoryOf(::pid_t pid);

} // namespace perisphere::device
