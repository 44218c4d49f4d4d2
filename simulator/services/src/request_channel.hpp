// The machine's end of a peripheral's channel: requests in, replies out.
#pragma once

#include "channel_hub.hpp"
#include "perisphere/device/channel_request.hpp"
#include "perisphere/protocol/frame.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

namespace perisphere::services
{

using device::ChannelRequest;

/// A client has one request under way at a time; more wait in its socket. One that does not take
/// its replies is closed, as if the app had closed the peripheral.
class RequestChannel : public Endpoint
{
public:
    RequestChannel(ChannelHub& hub, UniqueFd socket);

    [[nodiscard]] int descriptor() const final { return m_socket.get(); }
    void ready(std::uint32_t events) final;

protected:
    /// Answers with reply() or fail(), now or in a later event.
    virtual void handle(const ChannelRequest& request) = 0;

    /// The app's own write(2): bytes that are no request. Ends with finishWrite(), now or in a
    /// later event; requests wait for it as for a reply, because the device's drivers take turns.
    virtual void handleWrite(std::span<const std::byte> bytes);
    void finishWrite();

    /// The app is gone or has closed the peripheral. Cancels what would call back; the channel is
    /// destroyed soon after.
    virtual void closed() = 0;

    void reply(std::uint32_t sequence, std::int64_t value, std::span<const std::byte> payload = {});
    void fail(std::uint32_t sequence, int error);

private:
    void takeWrite(std::span<const std::byte> bytes);
    void awaitNext();
    void send(std::uint32_t sequence, int error, std::int64_t value,
              std::span<const std::byte> payload);
    void close();

    ChannelHub& m_hub;
    UniqueFd m_socket;
    bool m_isAnswering = false; ///< a request waits for its reply, or a write is under way
    bool m_isMuted = false;     ///< its socket is not watched meanwhile
    bool m_isClosed = false;
};

} // namespace perisphere::services
