// What the start and an installation needed, and the daemon does not while its apps run: given back
// to the kernel.
#pragma once

#include "perisphere/device/timers.hpp"

#include <cstdint>
#include <memory>

namespace perisphere::daemon
{

/// Gives unused heap back, and the pages of code: those that are used come again from the page
/// cache, by a fault that reads nothing. Most of it is libcrypto's, which the daemon needs when a
/// package, a certificate or a feed is verified, and maps some MiB of then.
void releaseIdleMemory();

/// The process's resident set, in bytes; 0 where /proc does not tell.
[[nodiscard]] std::uint64_t residentBytes();

/// Looks every five seconds, from the loop, and releases what is above a limit.
class IdleMemory
{
public:
    /// The timers outlive it.
    explicit IdleMemory(device::Timers& timers);

private:
    void look();

    device::Timers& m_timers;
    std::unique_ptr<device::Timer> m_next;
};

} // namespace perisphere::daemon
