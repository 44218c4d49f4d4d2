// Mappings and the program break.

#include "../syscall.hpp"

#include <cerrno>
#include <linux/mman.h>
#include <sys/mman.h>

namespace perisphere::a7
{

Answer sysBrk(Call& call)
{
    const std::uint32_t before = call.memory.setBreak(0);
    const std::uint32_t now = call.memory.setBreak(call.arg(0));
    if (now > before)
        call.process.noteAsked("brk", before, now - before);
    return {.value = now};
}

Answer sysMmap2(Call& call)
{
    const std::int64_t at =
        call.memory.map(call.arg(0), call.arg(1), call.signedArg(2), call.signedArg(3),
                        call.signedArg(4), std::int64_t{call.arg(5)} * 4096);
    if (at >= 0)
        call.process.cpu().forgetCode(static_cast<std::uint32_t>(at), call.arg(1));
    const std::uint32_t flags = call.arg(3);
    if (at >= 0 && (flags & MAP_ANONYMOUS) != 0)
        call.process.noteAsked("mmap", static_cast<std::uint32_t>(at), call.arg(1),
                               (flags & MAP_TYPE) != MAP_PRIVATE);
    return {.value = at};
}

Answer sysMunmap(Call& call)
{
    call.process.cpu().forgetCode(call.arg(0), call.arg(1));
    return {.value = call.memory.unmap(call.arg(0), call.arg(1))};
}

Answer sysMprotect(Call& call)
{
    call.process.cpu().forgetCode(call.arg(0), call.arg(1));
    return {.value = call.memory.protect(call.arg(0), call.arg(1), call.signedArg(2))};
}

Answer sysMremap(Call& call)
{
    call.process.cpu().forgetCode(call.arg(0), call.arg(1));
    const std::int64_t at =
        call.memory.remap(call.arg(0), call.arg(1), call.arg(2), call.signedArg(3), call.arg(4));
    if (at >= 0 && call.arg(2) > call.arg(1))
        call.process.noteAsked("mremap", static_cast<std::uint32_t>(at), call.arg(2));
    return {.value = at};
}

/// Advice that loses contents acts; the other is advice, and the host's to judge.
Answer sysMadvise(Call& call)
{
    switch (call.signedArg(2)) {
    case MADV_NORMAL:
    case MADV_RANDOM:
    case MADV_SEQUENTIAL:
    case MADV_WILLNEED:
    case MADV_DONTNEED:
    case MADV_FREE:
    case MADV_DONTFORK:
    case MADV_DOFORK:
    case MADV_MERGEABLE:
    case MADV_UNMERGEABLE:
    case MADV_HUGEPAGE:
    case MADV_NOHUGEPAGE:
    case MADV_DONTDUMP:
    case MADV_DODUMP:
    case MADV_COLD:
    case MADV_PAGEOUT:
        break;
    default:
        return Call::error(EINVAL);
    }
    const std::uint32_t begin = call.arg(0);
    const std::uint64_t bytes = call.arg(1);
    if (begin % GuestMemory::kPageBytes != 0)
        return Call::error(EINVAL);
    if (!call.memory.isMapped(begin, bytes))
        return Call::error(ENOMEM);
    const int advice = call.signedArg(2);
    if (advice != MADV_DONTNEED && advice != MADV_FREE && advice != MADV_WILLNEED)
        return {};
    if (advice == MADV_DONTNEED)
        call.memory.aboutToRelease(begin, bytes);
    return Call::result(::madvise(call.memory.host(begin), bytes, advice));
}

Answer sysMsync(Call& call)
{
    const std::uint32_t begin = call.arg(0);
    if (begin % GuestMemory::kPageBytes != 0)
        return Call::error(EINVAL);
    if (!call.memory.isMapped(begin, call.arg(1)))
        return Call::error(ENOMEM);
    return Call::result(::msync(call.memory.host(begin), call.arg(1), call.signedArg(2)));
}

/// Which pages are in the host's memory.
Answer sysMincore(Call& call)
{
    const std::uint32_t begin = call.arg(0);
    const std::uint64_t pages =
        (std::uint64_t{call.arg(1)} + GuestMemory::kPageBytes - 1) / GuestMemory::kPageBytes;
    if (begin % GuestMemory::kPageBytes != 0)
        return Call::error(EINVAL);
    if (!call.memory.isMapped(begin, call.arg(1)))
        return Call::error(ENOMEM);
    return Call::result(::mincore(call.memory.host(begin), call.arg(1), call.bytes(2, pages)));
}

/// The memory of the device has no place to be swapped to: it is locked as it is.
Answer sysMlock(Call& call)
{
    const std::uint32_t begin = call.arg(0) / GuestMemory::kPageBytes * GuestMemory::kPageBytes;
    return call.memory.isMapped(begin, std::uint64_t{call.arg(1)} + (call.arg(0) - begin))
               ? Answer{}
               : Call::error(ENOMEM);
}

Answer sysMlock2(Call& call)
{
    constexpr std::uint32_t kOnFault = 1;
    return (call.arg(2) & ~kOnFault) != 0 ? Call::error(EINVAL) : sysMlock(call);
}

Answer sysMlockall(Call& call)
{
    constexpr std::uint32_t kKnown = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;
    return call.arg(0) == 0 || (call.arg(0) & ~kKnown) != 0 ? Call::error(EINVAL) : Answer{};
}

Answer sysMunlockall(Call&)
{
    return {};
}

/// ARM's own: code was written.
Answer sysCacheflush(Call& call)
{
    call.process.cpu().forgetCode(call.arg(0), call.arg(1) - call.arg(0));
    return {};
}

} // namespace perisphere::a7
