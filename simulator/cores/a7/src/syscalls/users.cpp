// Users and groups, sessions and process groups. An app has the user that it was started with, and
// no other.

#include "../syscall.hpp"

#include <array>
#include <cerrno>
#include <sys/fsuid.h>
#include <unistd.h>
#include <vector>

namespace perisphere::a7
{
namespace
{

/// Ids are 16 bits wide in the oldest calls; a larger one is told as this.
constexpr std::uint32_t kOverflowId = 65534;
constexpr std::uint32_t kUnchanged = ~0U;

Answer narrowId(std::uint32_t id)
{
    return {.value = id > 0xFFFF ? kOverflowId : id};
}

std::uint32_t widened(std::uint32_t id)
{
    return (id & 0xFFFFU) == 0xFFFFU ? kUnchanged : id & 0xFFFFU;
}

/// Whether a call that sets ids leaves all as they are.
template <class... Ids>
Answer unchanged(std::uint32_t current, Ids... ids)
{
    const auto isSame = [&](std::uint32_t id) { return id == kUnchanged || id == current; };
    return (isSame(ids) && ...) ? Answer{} : Call::error(EPERM);
}

template <class Id>
Answer storeIds(Call& call, std::array<uid_t, 3> ids)
{
    for (unsigned i = 0; i < ids.size(); ++i)
        if (!call.memory.store(call.arg(i), static_cast<Id>(ids.at(i))))
            return Call::error(EFAULT);
    return {};
}

std::array<uid_t, 3> userIds()
{
    std::array<uid_t, 3> ids{};
    (void)::getresuid(ids.data(), &ids[1], &ids[2]);
    return ids;
}

std::array<gid_t, 3> groupIds()
{
    std::array<gid_t, 3> ids{};
    (void)::getresgid(ids.data(), &ids[1], &ids[2]);
    return ids;
}

template <class Id>
Answer storeGroups(Call& call)
{
    const int room = call.signedArg(0);
    if (room < 0)
        return Call::error(EINVAL);
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
    const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
    if (room == 0 || count < 0)
        return Call::result(count);
    if (room < count)
        return Call::error(EINVAL);
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i)
        if (!call.memory.store(call.arg(1) + i * static_cast<std::uint32_t>(sizeof(Id)),
                               static_cast<Id>(groups[i])))
            return Call::error(EFAULT);
    return {.value = count};
}

} // namespace

Answer sysGetuid16(Call&)
{
    return narrowId(::getuid());
}
Answer sysGeteuid16(Call&)
{
    return narrowId(::geteuid());
}
Answer sysGetgid16(Call&)
{
    return narrowId(::getgid());
}
Answer sysGetegid16(Call&)
{
    return narrowId(::getegid());
}

Answer sysGetresuid(Call& call)
{
    return storeIds<std::uint32_t>(call, userIds());
}
Answer sysGetresgid(Call& call)
{
    return storeIds<std::uint32_t>(call, groupIds());
}
Answer sysGetresuid16(Call& call)
{
    return storeIds<std::uint16_t>(call, userIds());
}
Answer sysGetresgid16(Call& call)
{
    return storeIds<std::uint16_t>(call, groupIds());
}

Answer sysSetuid(Call& call)
{
    return unchanged(::getuid(), call.arg(0));
}
Answer sysSetgid(Call& call)
{
    return unchanged(::getgid(), call.arg(0));
}
Answer sysSetreuid(Call& call)
{
    return unchanged(::getuid(), call.arg(0), call.arg(1));
}
Answer sysSetregid(Call& call)
{
    return unchanged(::getgid(), call.arg(0), call.arg(1));
}
Answer sysSetresuid(Call& call)
{
    return unchanged(::getuid(), call.arg(0), call.arg(1), call.arg(2));
}
Answer sysSetresgid(Call& call)
{
    return unchanged(::getgid(), call.arg(0), call.arg(1), call.arg(2));
}
Answer sysSetuid16(Call& call)
{
    return unchanged(::getuid(), widened(call.arg(0)));
}
Answer sysSetgid16(Call& call)
{
    return unchanged(::getgid(), widened(call.arg(0)));
}
Answer sysSetreuid16(Call& call)
{
    return unchanged(::getuid(), widened(call.arg(0)), widened(call.arg(1)));
}
Answer sysSetregid16(Call& call)
{
    return unchanged(::getgid(), widened(call.arg(0)), widened(call.arg(1)));
}
Answer sysSetresuid16(Call& call)
{
    return unchanged(::getuid(), widened(call.arg(0)), widened(call.arg(1)), widened(call.arg(2)));
}
Answer sysSetresgid16(Call& call)
{
    return unchanged(::getgid(), widened(call.arg(0)), widened(call.arg(1)), widened(call.arg(2)));
}

/// Answers with the id that was in force, which stays so.
Answer sysSetfsuid(Call&)
{
    return {.value = ::geteuid()};
}
Answer sysSetfsgid(Call&)
{
    return {.value = ::getegid()};
}

Answer sysGetgroups(Call& call)
{
    return storeGroups<std::uint32_t>(call);
}
Answer sysGetgroups16(Call& call)
{
    return storeGroups<std::uint16_t>(call);
}

Answer sysGetpgrp(Call&)
{
    return {.value = ::getpgrp()};
}
Answer sysGetpgid(Call& call)
{
    return Call::result(::getpgid(call.signedArg(0)));
}
Answer sysSetpgid(Call& call)
{
    return Call::result(::setpgid(call.signedArg(0), call.signedArg(1)));
}
Answer sysGetsid(Call& call)
{
    return Call::result(::getsid(call.signedArg(0)));
}
Answer sysSetsid(Call&)
{
    return Call::result(::setsid());
}

/// Of capabilities an app has none.
Answer sysCapget(Call& call)
{
    struct Header {
        std::uint32_t version;
        std::int32_t process;
    };
    constexpr std::uint32_t kVersion1 = 0x19980330;
    constexpr std::uint32_t kVersion2 = 0x20071026;
    constexpr std::uint32_t kVersion3 = 0x20080522;
    const auto header = call.memory.load<Header>(call.arg(0));
    if (!header)
        return Call::error(EFAULT);
    if (header->version != kVersion1 && header->version != kVersion2 &&
        header->version != kVersion3) {
        if (!call.memory.store(call.arg(0), kVersion3))
            return Call::error(EFAULT);
        return call.arg(1) == 0 ? Answer{} : Call::error(EINVAL);
    }
    if (call.arg(1) == 0)
        return {};
    const std::array<std::uint32_t, 6> none{};
    const std::array<std::uint32_t, 3> noneOfOldest{};
    const bool isStored = header->version == kVersion1
                              ? call.memory.store(call.arg(1), noneOfOldest)
                              : call.memory.store(call.arg(1), none);
    return isStored ? Answer{} : Call::error(EFAULT);
}

} // namespace perisphere::a7
