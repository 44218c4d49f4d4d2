// The seccomp filter of a guarded app: which of its system calls its supervisor is asked about.
#pragma once

#include <linux/filter.h>
#include <span>

namespace perisphere::device
{

/// Of this machine's architecture; empty where there is none written. Calls of other ABIs end the
/// process.
[[nodiscard]] std::span<const sock_filter> socketFilter();

/// Async-signal-safe, for the child between fork and execve. The descriptor on which the supervisor
/// is asked, or -1 with errno. From then on the calls of the filter wait for it.
[[nodiscard]] int installSocketFilter();

} // namespace perisphere::device
