// How the command ends, for scripts. Documented in docs/command-line.md; numbers never change.
#pragma once

namespace perisphere::tools
{

enum class ExitCode : int {
    Ok = 0,
    Failed = 1,      ///< the input has errors, is not trusted, or the operation failed
    Usage = 2,       ///< the command line was not understood; nothing was done
    Unavailable = 3, ///< a known operation that this version does not offer
};

} // namespace perisphere::tools
