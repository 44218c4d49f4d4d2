// Where a device is reached: TCP sockets by "HOST:PORT".
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::remote
{

struct Endpoint {
    std::string host; ///< a name or an address
    std::uint16_t port = 0;
};

/// "board.local:7443", "[::1]:7443". InvalidArgument.
[[nodiscard]] Result<Endpoint> parseEndpoint(std::string_view text);

/// The host is an address of this machine; port 0: a free one.
[[nodiscard]] Result<UniqueFd> listenAt(const Endpoint& endpoint);
[[nodiscard]] Result<UniqueFd> connectTo(const Endpoint& endpoint);

[[nodiscard]] std::uint16_t boundPort(int socket);

} // namespace perisphere::remote
