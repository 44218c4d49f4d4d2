#include "perisphere/device/channel_request.hpp"

#include <cerrno>

namespace perisphere::device
{

ChannelPacket readChannelPacket(std::span<const std::byte> packet)
{
    protocol::RequestHeader header;
    if (packet.size() < sizeof header)
        return {.body = packet};
    std::memcpy(&header, packet.data(), sizeof header);
    if (header.magic != protocol::kRequestMagic)
        return {.body = packet};
    const protocol::OperationRow* const row = protocol::findOperation(header.operation);
    const bool isChannels = row != nullptr && row->socket == protocol::Socket::Channel;
    return {.isRequest = true,
            .operation = isChannels ? std::optional(row->operation) : std::nullopt,
            .sequence = header.sequence,
            .body = packet.subspan(sizeof header)};
}

Outcome<I2cTransfer> readI2cTransfer(const ChannelRequest& request)
{
    using protocol::I2cDirection;
    const auto fixed = request.fixedPart<protocol::I2cTransferRequest>(true);
    if (!fixed || request.body.size() != sizeof *fixed + fixed->writeBytes ||
        fixed->direction > I2cDirection::WriteThenRead)
        return refuse(EPROTO);
    const bool reads = fixed->direction != I2cDirection::Write;
    if (fixed->writeBytes > protocol::kMaxI2cBytes || fixed->readBytes > protocol::kMaxI2cBytes ||
        reads != (fixed->readBytes != 0))
        return refuse(EOPNOTSUPP);
    if (fixed->address > 0x7F)
        return refuse(EINVAL);
    return I2cTransfer{.address = static_cast<std::uint8_t>(fixed->address),
                       .direction = fixed->direction,
                       .write = request.body.subspan(sizeof *fixed),
                       .readBytes = fixed->readBytes};
}

Outcome<SpiTransfer> readSpiTransfer(const ChannelRequest& request)
{
    const auto fixed = request.fixedPart<protocol::SpiTransferRequest>(true);
    if (!fixed || fixed->segments > protocol::kMaxSpiSegments ||
        fixed->writeBytes > protocol::kMaxSpiBytes ||
        request.body.size() !=
            sizeof *fixed + fixed->segments * sizeof(protocol::SpiSegment) + fixed->writeBytes)
        return refuse(EPROTO);
    SpiTransfer transfer;
    std::size_t written = 0;
    for (std::uint32_t i = 0; i < fixed->segments; ++i) {
        protocol::SpiSegment segment;
        std::memcpy(&segment, request.body.data() + sizeof *fixed + i * sizeof segment,
                    sizeof segment);
        const bool isRead = segment.direction == protocol::SpiDirection::Read;
        if ((!isRead && segment.direction != protocol::SpiDirection::Write) ||
            segment.bytes > protocol::kMaxSpiBytes)
            return refuse(EINVAL);
        (isRead ? transfer.readBytes : written) += segment.bytes;
        transfer.segments.push_back(segment);
    }
    if (transfer.readBytes > protocol::kMaxSpiBytes)
        return refuse(EMSGSIZE);
    if (written != fixed->writeBytes || transfer.segments.empty())
        return refuse(EINVAL);
    transfer.write = request.body.subspan(request.body.size() - fixed->writeBytes);
    return transfer;
}

} // namespace perisphere::device
