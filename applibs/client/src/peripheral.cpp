#include "peripheral.hpp"

#include "abi.hpp"
#include "connection.hpp"

#include <unistd.h>

namespace perisphere::client
{

int openPeripheral(const RawRequest& request, const Opening& opening)
{
    protocol::OpenReply reply;
    RawRequest open = request;
    open.replyPayload[0] = {&reply, sizeof reply};
    Answer answer = callDevice(open, opening.withoutDevice);
    if (answer.error != 0) {
        closeDescriptors(answer);
        return fail(answer.error);
    }
    if (answer.payloadBytes != sizeof reply || answer.descriptorCount != 1) {
        closeDescriptors(answer);
        return fail(EIO);
    }
    const int descriptor = answer.descriptors[0];
    if (!remember(descriptor, opening.api, reply.kind, opening.resource, opening.isOutput)) {
        closeDescriptors(answer);
        return -1;
    }
    return descriptor;
}

Answer callChannel(int descriptor, Api api, const RawRequest& request)
{
    Descriptor* const entry = find(descriptor, api);
    if (entry == nullptr)
        return {.error = EBADF};
    const int saved = errno;
    const ChannelLock lock(*entry);
    Answer answer = exchange(descriptor, request);
    errno = saved;
    if (answer.error == EPIPE || answer.error == EPROTO)
        answer.error = EIO;
    closeDescriptors(answer); // no channel reply carries any
    return answer;
}

int callChannelForStatus(int descriptor, Api api, const RawRequest& request)
{
    return succeedOrFail(callChannel(descriptor, api, request).error);
}

} // namespace perisphere::client
