// What every exported function needs.
//
// The library is C++ without a C++ run time: no exceptions, no RTTI, no allocation but malloc, so
// that it needs only libc. Every function leaves errno alone when it succeeds.
#pragma once

#include <cerrno>

/// Marks an exported function; everything else is hidden.
#define PERISPHERE_EXPORT extern "C" __attribute__((visibility("default")))

namespace perisphere::client
{

/// The C API's way to fail.
[[nodiscard]] inline int fail(int error)
{
    errno = error;
    return -1;
}

/// 0 for no error, else -1 and errno.
[[nodiscard]] inline int succeedOrFail(int error)
{
    return error == 0 ? 0 : fail(error);
}

} // namespace perisphere::client
