// Messages to the debug output.
//
// They reach whoever watches the app: the debugger's console, the device's log. Where nobody does,
// they are dropped and the calls succeed all the same.
//
// Threads: any, but not from a signal handler. API sets: all. Capability: none.
#pragma once

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Formats as printf does and writes the result. No newline is added.
///
/// @param fmt  format, as of printf
/// @param ...  what it names
/// @return 0 (not the number of characters); or -1 with errno
///   - EFAULT  fmt is NULL
int Log_Debug(const char* fmt, ...);

/// Formats as vprintf does and writes the result. No newline is added.
///
/// @param fmt   format, as of printf
/// @param args  what it names; used up by the call, va_end is the caller's
/// @return 0 (not the number of characters); or -1 with errno
///   - EFAULT  fmt is NULL
int Log_DebugVarArgs(const char* fmt, va_list args);

#ifdef __cplusplus
}
#endif
