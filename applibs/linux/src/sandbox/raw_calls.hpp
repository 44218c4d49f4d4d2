// System calls as the kernel has them. The C library's changes of user are for all threads of a
// process, which it believes to be there in a child that was cloned past it.
#pragma once

#include <cerrno>
#include <cstdint>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace perisphere::target
{

/// All user and group ids, and no further groups. 0 or an errno.
inline int becomeUser(::uid_t user)
{
#ifdef SYS_setresuid32 // 16-bit ids were there first
    constexpr long kGroups = SYS_setgroups32;
    constexpr long kGroup = SYS_setresgid32;
    constexpr long kUser = SYS_setresuid32;
#else
    constexpr long kGroups = SYS_setgroups;
    constexpr long kGroup = SYS_setresgid;
    constexpr long kUser = SYS_setresuid;
#endif
    if (::syscall(kGroups, 0, nullptr) != 0 || ::syscall(kGroup, user, user, user) != 0 ||
        ::syscall(kUser, user, user, user) != 0)
        return errno;
    return 0;
}

} // namespace perisphere::target
