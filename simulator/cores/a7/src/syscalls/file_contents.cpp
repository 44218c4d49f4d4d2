// What files hold: lengths, blocks, transfers between descriptors.

#include "paths.hpp"
#include "transfers.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kMostAtOnce = 0x7FFFF000; ///< as the kernel limits any transfer

/// The position of preadv and its kin: low word, then high word, in any registers.
std::int64_t position(Call& call)
{
    return static_cast<std::int64_t>(call.arg(3) | std::uint64_t{call.arg(4)} << 32);
}

template <class Function>
Answer vectored(Call& call, Function function)
{
    int error = 0;
    const auto vectors = vectorsAt(call, call.arg(1), call.arg(2), error);
    if (!vectors)
        return Call::error(error);
    return Call::result(function(vectors->data(), static_cast<int>(vectors->size())));
}

/// Files that are sent to what takes a part at a time, such as a socket.
template <class Offset>
Answer sendFile(Call& call)
{
    const int target = call.signedArg(0);
    const std::uint32_t address = call.arg(2);
    off_t offset = 0;
    if (address != 0) {
        const auto given = call.memory.load<Offset>(address);
        if (!given)
            return Call::error(EFAULT);
        offset = *given;
    }
    const auto step = [&](std::size_t, std::size_t count) {
        return ::sendfile(target, call.signedArg(1), address != 0 ? &offset : nullptr, count);
    };
    Answer answer = sendAll(call, target, std::min(call.arg(3), kMostAtOnce), step);
    if (address != 0 && (answer.isWaiting || answer.value >= 0) &&
        !call.memory.store(address, static_cast<Offset>(offset)))
        return Call::error(EFAULT);
    return answer;
}

/// The 64-bit offset at an argument, where there is one.
bool loadOffset(Call& call, unsigned argument, loff_t& offset)
{
    if (call.arg(argument) == 0)
        return true;
    const auto given = call.memory.load<std::int64_t>(call.arg(argument));
    if (given)
        offset = *given;
    return given.has_value();
}

bool storeOffset(Call& call, unsigned argument, loff_t offset)
{
    return call.arg(argument) == 0 ||
           call.memory.store(call.arg(argument), static_cast<std::int64_t>(offset));
}

} // namespace

Answer sysTruncate(Call& call)
{
    return withPath(call, {.argument = 0, .use = NameUse::Change},
                    [&](const char* path) { return ::truncate(path, call.signedArg(1)); });
}

Answer sysFtruncate(Call& call)
{
    return Call::result(::ftruncate(call.signedArg(0), call.signedArg(1)));
}

Answer sysTruncate64(Call& call)
{
    return withPath(call, {.argument = 0, .use = NameUse::Change},
                    [&](const char* path) { return ::truncate(path, call.pair(2)); });
}

Answer sysFallocate(Call& call)
{
    return Call::result(
        ::fallocate(call.signedArg(0), call.signedArg(1), call.pair(2), call.pair(4)));
}

Answer sysFadvise64(Call& call)
{
    return Call::error(
        ::posix_fadvise(call.signedArg(0), call.pair(2), call.pair(4), call.signedArg(1)));
}

Answer sysSyncFileRange(Call& call)
{
    return Call::result(
        ::sync_file_range(call.signedArg(0), call.pair(2), call.pair(4), call.arg(1)));
}

Answer sysReadahead(Call& call)
{
    return Call::result(::readahead(call.signedArg(0), call.pair(2), call.arg(4)));
}

Answer sysSync(Call&)
{
    ::sync();
    return {};
}

Answer sysFdatasync(Call& call)
{
    return Call::result(::fdatasync(call.signedArg(0)));
}

Answer sysSyncfs(Call& call)
{
    return Call::result(::syncfs(call.signedArg(0)));
}

Answer sysPreadv(Call& call)
{
    return vectored(call, [&](const iovec* vectors, int count) {
        return ::preadv(call.signedArg(0), vectors, count, position(call));
    });
}

Answer sysPwritev(Call& call)
{
    return vectored(call, [&](const iovec* vectors, int count) {
        return ::pwritev(call.signedArg(0), vectors, count, position(call));
    });
}

Answer sysPreadv2(Call& call)
{
    return vectored(call, [&](const iovec* vectors, int count) {
        return ::preadv2(call.signedArg(0), vectors, count, position(call), call.signedArg(5));
    });
}

Answer sysPwritev2(Call& call)
{
    return vectored(call, [&](const iovec* vectors, int count) {
        return ::pwritev2(call.signedArg(0), vectors, count, position(call), call.signedArg(5));
    });
}

Answer sysSendfile(Call& call)
{
    return sendFile<std::int32_t>(call);
}

Answer sysSendfile64(Call& call)
{
    return sendFile<std::int64_t>(call);
}

Answer sysCopyFileRange(Call& call)
{
    loff_t from = 0;
    loff_t to = 0;
    if (!loadOffset(call, 1, from) || !loadOffset(call, 3, to))
        return Call::error(EFAULT);
    const ssize_t copied = ::copy_file_range(call.signedArg(0), call.arg(1) != 0 ? &from : nullptr,
                                             call.signedArg(2), call.arg(3) != 0 ? &to : nullptr,
                                             std::min(call.arg(4), kMostAtOnce), call.arg(5));
    if (copied < 0)
        return Call::result(copied);
    return storeOffset(call, 1, from) && storeOffset(call, 3, to) ? Answer{.value = copied}
                                                                  : Call::error(EFAULT);
}

/// The thread waits for the pipe, whichever side it is on; the host does not.
Answer sysSplice(Call& call)
{
    const bool waits = (call.arg(5) & SPLICE_F_NONBLOCK) == 0;
    if (waits && call.wouldBlock(call.signedArg(0), POLLIN))
        return call.waitFor(call.signedArg(0), POLLIN);
    if (waits && call.wouldBlock(call.signedArg(2), POLLOUT))
        return call.waitFor(call.signedArg(2), POLLOUT);
    loff_t from = 0;
    loff_t to = 0;
    if (!loadOffset(call, 1, from) || !loadOffset(call, 3, to))
        return Call::error(EFAULT);
    const ssize_t moved =
        ::splice(call.signedArg(0), call.arg(1) != 0 ? &from : nullptr, call.signedArg(2),
                 call.arg(3) != 0 ? &to : nullptr, std::min(call.arg(4), kMostAtOnce),
                 call.arg(5) | SPLICE_F_NONBLOCK);
    if (moved < 0)
        return Call::result(moved);
    return storeOffset(call, 1, from) && storeOffset(call, 3, to) ? Answer{.value = moved}
                                                                  : Call::error(EFAULT);
}

Answer sysTee(Call& call)
{
    const bool waits = (call.arg(3) & SPLICE_F_NONBLOCK) == 0;
    if (waits && call.wouldBlock(call.signedArg(0), POLLIN))
        return call.waitFor(call.signedArg(0), POLLIN);
    if (waits && call.wouldBlock(call.signedArg(1), POLLOUT))
        return call.waitFor(call.signedArg(1), POLLOUT);
    return Call::result(::tee(call.signedArg(0), call.signedArg(1),
                              std::min(call.arg(2), kMostAtOnce), call.arg(3) | SPLICE_F_NONBLOCK));
}

} // namespace perisphere::a7
