// Opening peripherals and calling them through their channels.
#pragma once

#include "descriptors.hpp"
#include "perisphere/protocol/posix_io.hpp"
#include "request.hpp"

#include <cstdint>

namespace perisphere::client
{

/// What to remember of a descriptor when it is open.
struct Opening {
    Api api = Api::None;
    std::int32_t resource = 0;
    bool isOutput = false;
    int withoutDevice = 0; ///< errno to report when there is no device
    /// The app's own read(2) and write(2), where the descriptor is a request channel.
    const protocol::PosixIo* io = nullptr;
};

/// Sends an open request (one whose reply is protocol::OpenReply). The descriptor, close-on-exec,
/// or -1 and errno.
[[nodiscard]] int openPeripheral(const RawRequest& request, const Opening& opening);

/// A request over the channel of an open peripheral. Error EBADF when the descriptor is not one of
/// that API; EIO when the device is gone.
[[nodiscard]] Answer callChannel(int descriptor, Api api, const RawRequest& request);

/// callChannel() for functions that return 0 or -1 and errno.
[[nodiscard]] int callChannelForStatus(int descriptor, Api api, const RawRequest& request);

} // namespace perisphere::client
