// Signals of Linux and GDB's numbers for them, which are those of no system.
#pragma once

namespace perisphere::debug
{

/// GDB's "unknown signal" for what it has no number for.
[[nodiscard]] unsigned gdbSignal(int linuxSignal);
/// 0 for what Linux has not.
[[nodiscard]] int linuxSignal(unsigned gdbSignal);

} // namespace perisphere::debug
