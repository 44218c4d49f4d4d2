// What an emulated app did and when: the lines that its processor writes for the device's timeline.
//
// A line has fields between tabs, of which the first is one of the letters below and the second the
// thread's id; instants are ns of the device's virtual time. Lines come in the order in which what
// they tell ended.
//
//     r THREAD BEGIN END            the core executed the thread; pieces that touch are one
//     w THREAD BEGIN CALL           a system call began to wait, which a later c tells
//     c THREAD BEGIN END CALL TEXT  a system call; TEXT has its arguments and its answer
//     s THREAD BEGIN END SIGNAL     a handler, from its begin to its return
//     i THREAD AT SIGNAL            a signal without that
//     n THREAD NAME                 what the thread calls itself from now on
//     d COUNT                       so many lines did not fit, so far
#pragma once

#include <cstdint>

namespace perisphere::protocol
{

/// Of all lines of one start of an app.
inline constexpr std::uint64_t kMaxTimelineBytes = 64ULL * 1024 * 1024;

} // namespace perisphere::protocol
