// One request and its reply, over the connection or a channel.
#pragma once

#include "perisphere/protocol/frame.hpp"
#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace perisphere::client
{

/// Bytes that go along with a request or come with a reply.
struct Bytes {
    const void* data = nullptr;
    std::size_t size = 0;
};
struct Buffer {
    void* data = nullptr;
    std::size_t size = 0;
};

/// What came back. Descriptors that the caller does not take over, it has to close.
struct Answer {
    int error = 0; ///< 0 or the errno of the call
    std::int64_t value = 0;
    std::size_t payloadBytes = 0;
    int descriptors[protocol::kMaxDescriptors] = {-1, -1};
    std::size_t descriptorCount = 0;
};

void closeDescriptors(Answer& answer);

/// A request without its types: the fixed part, up to three pieces of payload, and where the
/// reply's payload goes (in up to two pieces).
struct RawRequest {
    protocol::Operation operation;
    Bytes fixed;
    Bytes payload[3] = {};
    Buffer replyPayload[2] = {};
};

/// Sends a request and waits for its reply. The caller makes sure that no one else uses the socket
/// meanwhile. Failures of the socket itself are EPIPE and EPROTO.
[[nodiscard]] Answer exchange(int socket, const RawRequest& request);

/// Sends a request that has no reply. 0 or an errno.
[[nodiscard]] int post(int socket, const RawRequest& request);

template <class Request>
[[nodiscard]] RawRequest raw(const Request& request)
{
    static_assert(std::is_trivially_copyable_v<Request>);
    return {.operation = Request::kOperation, .fixed = {&request, sizeof request}};
}

} // namespace perisphere::client
