// Mappings and the program break.

#include "../syscall.hpp"

#include <cerrno>
#include <sys/mman.h>

namespace perisphere::a7
{

Answer sysBrk(Call& call)
{
    return {.value = call.memory.setBreak(call.arg(0))};
}

Answer sysMmap2(Call& call)
{
    const std::int64_t at =
        call.memory.map(call.arg(0), call.arg(1), call.signedArg(2), call.signedArg(3),
                        call.signedArg(4), std::int64_t{call.arg(5)} * 4096);
    if (at >= 0)
        call.process.cpu().forgetCode(static_cast<std::uint32_t>(at), call.arg(1));
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
    return {.value = call.memory.remap(call.arg(0), call.arg(1), call.arg(2), call.signedArg(3),
                                       call.arg(4))};
}

/// Advice that loses contents acts; the other is advice.
Answer sysMadvise(Call& call)
{
    if (!call.memory.isReadable(call.arg(0), 1))
        return Call::error(ENOMEM);
    if (call.signedArg(2) == MADV_DONTNEED)
        return Call::result(::madvise(call.memory.host(call.arg(0)), call.arg(1), MADV_DONTNEED));
    return {};
}

Answer sysMsync(Call& call)
{
    return Call::result(::msync(call.memory.host(call.arg(0)), call.arg(1), call.signedArg(2)));
}

/// ARM's own: code was written.
Answer sysCacheflush(Call& call)
{
    call.process.cpu().forgetCode(call.arg(0), call.arg(1) - call.arg(0));
    return {};
}

} // namespace perisphere::a7
