// What libapplibs gives to libperisphere-host, where an app has that library: read(2) and write(2)
// on the descriptor of a bus, each of which is a transfer, as they are with the device's drivers.
#pragma once

#include <cstddef>
#include <sys/types.h>

namespace perisphere::protocol
{

/// As read(2) and write(2) on one open peripheral. EBADF when the number stands for something else
/// by now.
struct PosixIo {
    ssize_t (*read)(int descriptor, void* buffer, std::size_t size);
    ssize_t (*write)(int descriptor, const void* data, std::size_t size);
};

} // namespace perisphere::protocol

/// From now on the process's read(2), write(2), readv(2) and writev(2) on the descriptor are `io`'s
/// (which has static storage), until they say EBADF. For those who may be without the library a
/// weak reference: test it before the call.
extern "C" void perisphere_host_serve(int descriptor, const perisphere::protocol::PosixIo* io);
