// What memory an emulated app uses, as the app's processor counts it: a page of memory that it and
// the device share. The processor writes the figures before the device can ask for them.
#pragma once

#include <atomic>
#include <cstdint>

namespace perisphere::protocol
{

/// In KiB, as device::MemoryUse has them.
struct MemoryFigures {
    std::atomic<std::uint64_t> total;
    std::atomic<std::uint64_t> userMode;
    std::atomic<std::uint64_t> peakUserMode;
};
static_assert(sizeof(MemoryFigures) == 24 && std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace perisphere::protocol
