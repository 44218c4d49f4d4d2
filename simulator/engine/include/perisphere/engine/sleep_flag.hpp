// How a writer in another thread or process learns that the machine sleeps.
//
// The flag is a 32-bit word in memory that both share. Waking costs a system call, so a writer
// makes it only when the machine sleeps, and yet no wake-up is lost:
//
//     machine                                writer
//     1. announceSleep(flag)                 1. publish the entry (store-release of the ring's
//     head)
//     2. look at every input once more       2. if (claimWake(flag)) write 1 to the descriptor
//     3. sleep on the descriptor
//     4. announceAwake(flag)
//
// Each first function exchanges the word, so the two exchanges have an order that all agree on. If
// the machine's is first, the writer sees Asleep and wakes it. If the writer's is first, the
// machine's exchange reads it (or what followed it) and thereby sees everything published before,
// in its step 2. The exchange, an atomic read-modify-write, is what makes this true: a plain store
// and load on each side could both read old values.
//
// Any other value that a writer leaves there is harmless: the machine only exchanges the word.
#pragma once

#include <atomic>
#include <cstdint>

namespace perisphere::engine
{

using SleepFlag = std::atomic<std::uint32_t>;
static_assert(SleepFlag::is_always_lock_free && sizeof(SleepFlag) == 4,
              "the word is shared between processes");

inline constexpr std::uint32_t kAwake = 0;
inline constexpr std::uint32_t kAsleep = 1;

inline void announceSleep(SleepFlag& flag)
{
    flag.exchange(kAsleep, std::memory_order_acq_rel);
}
inline void announceAwake(SleepFlag& flag)
{
    flag.exchange(kAwake, std::memory_order_acq_rel);
}

/// After publishing: whether this writer is the one who has to wake the machine.
[[nodiscard]] inline bool claimWake(SleepFlag& flag)
{
    return flag.exchange(kAwake, std::memory_order_acq_rel) == kAsleep;
}

} // namespace perisphere::engine
