// Requests on the channel of an open peripheral, checked as every backend has to.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/protocol/frame.hpp"
#include "perisphere/protocol/i2c.hpp"
#include "perisphere/protocol/operation.hpp"
#include "perisphere/protocol/spi.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace perisphere::device
{

/// A request whose frame is in order; its body is not checked yet. Valid as long as the packet.
struct ChannelRequest {
    protocol::Operation operation;
    std::uint32_t sequence = 0;
    std::span<const std::byte> body;

    /// The fixed part; nullopt when the body is shorter, or longer and no payload may follow.
    template <class Request>
    [[nodiscard]] std::optional<Request> fixedPart(bool mayHavePayload = false) const
    {
        static_assert(std::is_trivially_copyable_v<Request>);
        if (mayHavePayload ? body.size() < sizeof(Request) : body.size() != sizeof(Request))
            return std::nullopt;
        Request request;
        std::memcpy(&request, body.data(), sizeof request);
        return request;
    }
};

/// What came in one packet: a request, or bytes of the app's own write(2).
struct ChannelPacket {
    bool isRequest = false;
    /// Of a request whose operation is one of a channel; the others have EPROTO for an answer.
    std::optional<protocol::Operation> operation;
    std::uint32_t sequence = 0;
    std::span<const std::byte> body; ///< of the request, or all the bytes
};
[[nodiscard]] ChannelPacket readChannelPacket(std::span<const std::byte> packet);

struct I2cTransfer {
    std::uint8_t address = 0; ///< 7 bits
    protocol::I2cDirection direction = protocol::I2cDirection::Write;
    std::span<const std::byte> write;
    std::size_t readBytes = 0; ///< 0 for Write alone
};

/// EPROTO, EOPNOTSUPP, EINVAL.
[[nodiscard]] Outcome<I2cTransfer> readI2cTransfer(const ChannelRequest& request);

struct SpiTransfer {
    std::vector<protocol::SpiSegment> segments; ///< one at least
    std::span<const std::byte> write;           ///< of all writes
    std::size_t readBytes = 0;                  ///< of all reads
};

/// EPROTO, EINVAL, EMSGSIZE.
[[nodiscard]] Outcome<SpiTransfer> readSpiTransfer(const ChannelRequest& request);

} // namespace perisphere::device
