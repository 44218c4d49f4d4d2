// read(2) and write(2) of a host-mode app. A bus of the simulated device is a socket in the app's
// process, on which the kernel's read and write would return before any transfer. So these stand
// before libc's, and pass those on an open bus to libapplibs. The connection to a partner app is a
// socket too, which would take longer messages than the device's: what writes or sends there asks
// libapplibs first. All others cost one look at a table.
//
// A descriptor that the app has closed needs no watching: libapplibs says EBADF when the number
// stands for something else. Copies of a descriptor (dup) are not served.

#include "perisphere/protocol/posix_io.hpp"

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define PERISPHERE_EXPORT extern "C" __attribute__((visibility("default")))

extern "C" [[noreturn]] void __chk_fail(); // of glibc: what read() of a checked buffer ends with

namespace
{

using perisphere::protocol::PosixIo;

/// libapplibs keeps track of as many.
constexpr std::size_t kMaxDescriptors = 1024;
constinit std::atomic<const PosixIo*> g_served[kMaxDescriptors];

const PosixIo* servedBy(int descriptor)
{
    // A negative number is a large one.
    const auto index = static_cast<std::size_t>(descriptor);
    return index < kMaxDescriptors ? g_served[index].load(std::memory_order_acquire) : nullptr;
}

/// The next one after ours: libc's, or that of a sanitizer. Looked up once; looking up twice does
/// no harm.
template <class Function>
class Next
{
public:
    explicit constexpr Next(const char* name)
        : m_name(name)
    {
    }
    Function* find()
    {
        Function* function = m_function.load(std::memory_order_relaxed);
        if (function == nullptr) {
            function = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, m_name));
            m_function.store(function, std::memory_order_relaxed);
        }
        return function;
    }

private:
    const char* m_name;
    std::atomic<Function*> m_function{nullptr};
};

constinit Next<ssize_t(int, void*, std::size_t)> g_read("read");
constinit Next<ssize_t(int, const void*, std::size_t)> g_write("write");
constinit Next<ssize_t(int, const iovec*, int)> g_readv("readv");
constinit Next<ssize_t(int, const iovec*, int)> g_writev("writev");
constinit Next<ssize_t(int, const void*, std::size_t, int)> g_send("send");
constinit Next<ssize_t(int, const void*, std::size_t, int, const sockaddr*, socklen_t)>
    g_sendto("sendto");
constinit Next<ssize_t(int, const msghdr*, int)> g_sendmsg("sendmsg");
constinit Next<int(int, mmsghdr*, unsigned, int)> g_sendmmsg("sendmmsg");

/// Before main(): dlsym is nothing for a signal handler, from which they may be called first.
__attribute__((constructor)) void findAll()
{
    g_read.find();
    g_write.find();
    g_readv.find();
    g_writev.find();
    g_send.find();
    g_sendto.find();
    g_sendmsg.find();
    g_sendmmsg.find();
}

/// What libapplibs answers, unless the number stands for something else by now: forgotten then.
template <class Call>
bool isAnswered(int descriptor, const PosixIo& io, ssize_t& result, Call call)
{
    const int before = errno;
    result = call(io);
    if (result != -1 || errno != EBADF)
        return true;
    errno = before;
    const PosixIo* expected = &io; // unless another thread has just opened a bus of that number
    g_served[descriptor].compare_exchange_strong(expected, nullptr);
    return false;
}

template <class Transfer>
bool isServed(int descriptor, ssize_t& result, Transfer transfer)
{
    const PosixIo* const io = servedBy(descriptor);
    return io != nullptr && io->read != nullptr && isAnswered(descriptor, *io, result, transfer);
}

/// Whether a message is refused, with errno; errno is kept when it is not.
bool isRefused(int descriptor, std::size_t size)
{
    const PosixIo* const io = servedBy(descriptor);
    if (io == nullptr || io->checkMessage == nullptr)
        return false;
    ssize_t result = 0;
    return isAnswered(descriptor, *io, result,
                      [=](const PosixIo& one) { return one.checkMessage(descriptor, size); }) &&
           result != 0;
}

/// Only of descriptors whose messages are looked at: others may be given pieces that cannot be
/// read, which is for the kernel to say.
bool isLimited(int descriptor)
{
    const PosixIo* const io = servedBy(descriptor);
    return io != nullptr && io->checkMessage != nullptr;
}

std::size_t sizeOf(const iovec* pieces, std::size_t count)
{
    std::size_t size = 0;
    for (std::size_t i = 0; i < count && i < IOV_MAX; ++i)
        size += pieces[i].iov_len;
    return size;
}

/// A transfer for each piece, as Linux does it for drivers that know no vectors: it ends at a piece
/// that is cut short, and fails only if the first does.
template <class Transfer>
ssize_t transferPieces(const iovec* pieces, int count, Transfer transfer)
{
    if (count < 0 || count > IOV_MAX) {
        errno = EINVAL;
        return -1;
    }
    ssize_t total = 0;
    for (int i = 0; i < count; ++i) {
        if (pieces[i].iov_len == 0)
            continue;
        const ssize_t moved = transfer(pieces[i].iov_base, pieces[i].iov_len);
        if (moved < 0)
            return total == 0 ? -1 : total;
        total += moved;
        if (static_cast<std::size_t>(moved) != pieces[i].iov_len)
            break;
    }
    return total;
}

} // namespace

PERISPHERE_EXPORT void perisphere_host_serve(int descriptor, const PosixIo* io)
{
    const auto index = static_cast<std::size_t>(descriptor);
    if (index < kMaxDescriptors)
        g_served[index].store(io, std::memory_order_release);
}

PERISPHERE_EXPORT ssize_t read(int fd, void* buffer, size_t size)
{
    ssize_t result = 0;
    const auto transfer = [=](const PosixIo& io) { return io.read(fd, buffer, size); };
    return isServed(fd, result, transfer) ? result : g_read.find()(fd, buffer, size);
}

/// What read() is to an app that is compiled with _FORTIFY_SOURCE.
PERISPHERE_EXPORT ssize_t __read_chk(int fd, void* buffer, size_t size, size_t bufferSize)
{
    if (size > bufferSize)
        __chk_fail();
    return read(fd, buffer, size);
}

PERISPHERE_EXPORT ssize_t write(int fd, const void* data, size_t size)
{
    ssize_t result = 0;
    const auto transfer = [=](const PosixIo& io) { return io.write(fd, data, size); };
    if (isRefused(fd, size))
        return -1;
    return isServed(fd, result, transfer) ? result : g_write.find()(fd, data, size);
}

PERISPHERE_EXPORT ssize_t readv(int fd, const iovec* pieces, int count)
{
    ssize_t result = 0;
    const auto transfer = [=](const PosixIo& io) {
        return transferPieces(pieces, count,
                              [&](void* data, size_t size) { return io.read(fd, data, size); });
    };
    return isServed(fd, result, transfer) ? result : g_readv.find()(fd, pieces, count);
}

PERISPHERE_EXPORT ssize_t writev(int fd, const iovec* pieces, int count)
{
    ssize_t result = 0;
    const auto transfer = [=](const PosixIo& io) {
        return transferPieces(pieces, count,
                              [&](void* data, size_t size) { return io.write(fd, data, size); });
    };
    if (isLimited(fd) && count > 0 && isRefused(fd, sizeOf(pieces, static_cast<unsigned>(count))))
        return -1;
    return isServed(fd, result, transfer) ? result : g_writev.find()(fd, pieces, count);
}

PERISPHERE_EXPORT ssize_t send(int fd, const void* data, size_t size, int flags)
{
    return isRefused(fd, size) ? -1 : g_send.find()(fd, data, size, flags);
}

PERISPHERE_EXPORT ssize_t sendto(int fd, const void* data, size_t size, int flags,
                                 const sockaddr* to, socklen_t toSize)
{
    return isRefused(fd, size) ? -1 : g_sendto.find()(fd, data, size, flags, to, toSize);
}

PERISPHERE_EXPORT ssize_t sendmsg(int fd, const msghdr* message, int flags)
{
    if (message != nullptr && isLimited(fd) &&
        isRefused(fd, sizeOf(message->msg_iov, message->msg_iovlen)))
        return -1;
    return g_sendmsg.find()(fd, message, flags);
}

/// Those in front of the first that is too long; -1 when that is the first.
PERISPHERE_EXPORT int sendmmsg(int fd, mmsghdr* messages, unsigned count, int flags)
{
    unsigned allowed = 0;
    if (isLimited(fd)) {
        for (const int before = errno; allowed < count; ++allowed) {
            const msghdr& message = messages[allowed].msg_hdr;
            if (!isRefused(fd, sizeOf(message.msg_iov, message.msg_iovlen)))
                continue;
            if (allowed == 0)
                return -1;
            errno = before;
            break;
        }
    } else {
        allowed = count;
    }
    return g_sendmmsg.find()(fd, messages, allowed, flags);
}
