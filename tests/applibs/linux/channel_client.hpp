// An app's end of a peripheral's channel, without the library.
#pragma once

#include "perisphere/device/services/opened.hpp"
#include "perisphere/protocol/frame.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <vector>

namespace perisphere::test
{

struct ChannelReply {
    int error = 0;
    std::int64_t value = 0;
};

template <class Request>
ChannelReply call(const device::Opened& opened, const Request& request)
{
    const protocol::RequestHeader header{
        .operation = static_cast<std::uint16_t>(Request::kOperation), .sequence = 7};
    std::array<std::byte, sizeof header + sizeof request> packet;
    std::memcpy(packet.data(), &header, sizeof header);
    std::memcpy(packet.data() + sizeof header, &request, sizeof request);
    REQUIRE(::send(opened.descriptor.get(), packet.data(), packet.size(), 0) ==
            static_cast<ssize_t>(packet.size()));
    protocol::ReplyHeader reply;
    REQUIRE(::recv(opened.descriptor.get(), &reply, sizeof reply, 0) == sizeof reply);
    CHECK(reply.sequence == 7);
    return {.error = reply.error, .value = reply.value};
}

} // namespace perisphere::test
