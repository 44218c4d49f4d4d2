// How an app that crashes tells where.
//
// The launcher of a host process gives it, right after the device's socket, a memory file of this
// name and size. libapplibs maps it and, when a signal is about to end the process, leaves there:
//
//   signal 11
//   frame 0x5581c0de4156        innermost first
//   frame 0x5581c0de4190
//   maps
//   5581c0de4000-5581c0de5000 r-xp 00001000 fe:01 123   /the/program     (as in /proc/self/maps)
//
// A zero byte ends the text, or the end of the file does.
#pragma once

#include <cstddef>

namespace perisphere::protocol
{

inline constexpr const char* kCrashReportName = "perisphere-crash-report";
inline constexpr std::size_t kCrashReportBytes = std::size_t{64} * 1024;
inline constexpr int kMaxCrashFrames = 32;

} // namespace perisphere::protocol
