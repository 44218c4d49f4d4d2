// The seccomp filter of a guarded app: which of its system calls its supervisor is asked about.
#pragma once

#include <cstdint>
#include <linux/filter.h>
#include <span>

namespace perisphere::device
{

/// Calls that change files are asked about only where somebody observes what lasts
/// (base/persistence.hpp): they are many.
enum class FileCalls : std::uint8_t { PassUnseen, AreAsked };

/// Where write(2) passes in any case: what the child uses under the filter, before its supervisor
/// is there. The last that an app may have.
inline constexpr int kUnaskedDescriptor = 511;

/// Of this machine's architecture; empty where there is none written. Calls of other ABIs end the
/// process.
[[nodiscard]] std::span<const sock_filter> socketFilter(FileCalls fileCalls);

/// Async-signal-safe, for the child between fork and execve. The descriptor on which the supervisor
/// is asked, or -1 with errno. From then on the calls of the filter wait for it.
[[nodiscard]] int installSocketFilter(FileCalls fileCalls);

} // namespace perisphere::device
