// read(2) and write(2) of a host-mode app. A bus of the simulated device is a socket in the app's
// process, on which the kernel's read and write would return before any transfer. So these stand
// before libc's, and pass those on an open bus to libapplibs. All others cost one look at a table.
//
// A descriptor that the app has closed needs no watching: libapplibs says EBADF when the number
// stands for something else. Copies of a descriptor (dup) are not served.

#include "perisphere/protocol/posix_io.hpp"

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <dlfcn.h>
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
template <class... Arguments>
class Next
{
public:
    using Function = ssize_t(Arguments...);

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

constinit Next<int, void*, std::size_t> g_read("read");
constinit Next<int, const void*, std::size_t> g_write("write");
constinit Next<int, const iovec*, int> g_readv("readv");
constinit Next<int, const iovec*, int> g_writev("writev");

/// Before main(): dlsym is nothing for a signal handler, from which they may be called first.
__attribute__((constructor)) void findAll()
{
    g_read.find();
    g_write.find();
    g_readv.find();
    g_writev.find();
}

/// What the bus answers, unless the number stands for something else by now: forgotten then.
template <class Transfer>
bool isServed(int descriptor, ssize_t& result, Transfer transfer)
{
    const PosixIo* const io = servedBy(descriptor);
    if (io == nullptr)
        return false;
    const int before = errno;
    result = transfer(*io);
    if (result != -1 || errno != EBADF)
        return true;
    errno = before;
    const PosixIo* expected = io; // unless another thread has just opened a bus of that number
    g_served[descriptor].compare_exchange_strong(expected, nullptr);
    return false;
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
    return isServed(fd, result, transfer) ? result : g_writev.find()(fd, pieces, count);
}
