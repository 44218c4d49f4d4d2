// The system calls by which a guarded app changes files by itself: its mutable file.
#pragma once

#include "supervised_call.hpp"

#include <array>
#include <sys/syscall.h>

namespace perisphere::device
{

/// What the filter asks about where lasting changes are observed; write(2) besides, which it treats
/// in a way of its own.
inline constexpr auto kFileCalls = std::to_array<int>({
    SYS_pwrite64,
    SYS_writev,
    SYS_pwritev,
    SYS_pwritev2,
    SYS_copy_file_range,
    SYS_fallocate,
    SYS_ftruncate,
    SYS_sendfile,
#ifdef SYS_ftruncate64 // 32-bit machines
    SYS_ftruncate64,
    SYS_sendfile64,
#endif
});

[[nodiscard]] bool isFileCall(int number);

/// Tells the observer of base/persistence.hpp, if the call is for a regular file. The app makes the
/// call itself afterwards.
void announceFileCall(const SupervisedCall& call);

} // namespace perisphere::device
