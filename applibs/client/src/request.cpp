#include "request.hpp"

#include "packet.hpp"

#include <atomic>
#include <cerrno>
#include <unistd.h>

namespace perisphere::client
{
namespace
{

constinit std::atomic<std::uint32_t> g_nextSequence{1};

OutgoingPacket assemble(const RawRequest& request, const protocol::RequestHeader& header)
{
    OutgoingPacket packet;
    packet.add(&header, sizeof header);
    packet.add(request.fixed.data, request.fixed.size);
    for (const Bytes& piece : request.payload)
        packet.add(piece.data, piece.size);
    return packet;
}

protocol::RequestHeader nextHeader(protocol::Operation operation)
{
    return {.operation = static_cast<std::uint16_t>(operation),
            .sequence = g_nextSequence.fetch_add(1, std::memory_order_relaxed)};
}

} // namespace

void closeDescriptors(Answer& answer)
{
    const int saved = errno;
    for (std::size_t i = 0; i < answer.descriptorCount; ++i)
        ::close(answer.descriptors[i]);
    answer.descriptorCount = 0;
    errno = saved;
}

Answer exchange(int socket, const RawRequest& request)
{
    const protocol::RequestHeader header = nextHeader(request.operation);
    if (const int error = sendPacket(socket, assemble(request, header)))
        return {.error = error};

    protocol::ReplyHeader reply;
    IncomingPacket packet;
    packet.add(&reply, sizeof reply);
    for (const Buffer& piece : request.replyPayload)
        packet.add(piece.data, piece.size);
    const int error = receivePacket(socket, packet);
    Answer answer;
    answer.descriptorCount = packet.descriptorCount;
    for (std::size_t i = 0; i < packet.descriptorCount; ++i)
        answer.descriptors[i] = packet.descriptors[i];
    if (error != 0) {
        closeDescriptors(answer);
        answer.error = error;
        return answer;
    }
    if (packet.bytes < sizeof reply || reply.sequence != header.sequence) {
        closeDescriptors(answer);
        answer.error = EPROTO;
        return answer;
    }
    answer.error = reply.error;
    answer.value = reply.value;
    answer.payloadBytes = packet.bytes - sizeof reply;
    return answer;
}

int post(int socket, const RawRequest& request)
{
    return sendPacket(socket, assemble(request, nextHeader(request.operation)));
}

} // namespace perisphere::client
