// What libapplibs gives to libperisphere-host, where an app has that library: read(2) and write(2)
// on the descriptor of a bus, each of which is a transfer, as they are with the device's drivers;
// and the limit of messages to a partner app, which is lower than the host's.
#pragma once

#include <cstddef>
#include <sys/types.h>

namespace perisphere::protocol
{

/// As read(2) and write(2) on one open descriptor. EBADF when the number stands for something else
/// by now.
struct PosixIo {
    ssize_t (*read)(int descriptor, void* buffer, std::size_t size) = nullptr;
    ssize_t (*write)(int descriptor, const void* data, std::size_t size) = nullptr;

    /// Of a socket, which has this one instead of the two: whether a message of that size may be
    /// sent. 0, or -1 and errno.
    int (*checkMessage)(int descriptor, std::size_t size) = nullptr;
};

} // namespace perisphere::protocol

/// From now on the process's read(2), write(2), readv(2) and writev(2) on the descriptor are `io`'s
/// (which has static storage), and its send(2), sendto(2), sendmsg(2) and sendmmsg(2) ask it, until
/// it says EBADF. For those who may be without the library a
/// weak reference: test it before the call.
extern "C" void perisphere_host_serve(int descriptor, const perisphere::protocol::PosixIo* io);
