// Tries what a process can only do to itself.
#pragma once

namespace perisphere::target
{

/// The answer of `attempt` in a child process, which ends after it: 0, or an errno of at most 254.
/// @return that; an errno of its own (EAGAIN, ENOMEM) where no child can be made; EINTR when the
/// child was killed, as a filter does it
[[nodiscard]] int tryInChild(int (*attempt)());

} // namespace perisphere::target
