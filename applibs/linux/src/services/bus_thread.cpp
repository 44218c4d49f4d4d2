#include "bus_thread.hpp"

#include "perisphere/base/signals_blocked.hpp"
#include "perisphere/protocol/frame.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::target
{

using device::Opened;
using device::Outcome;
using device::refuse;

void BusChannel::handleWrite(std::span<const std::byte> /*bytes*/) {}

struct BusThread::Slot {
    Slot(UniqueFd end, unsigned forKey, std::unique_ptr<BusChannel> served)
        : socket(std::move(end))
        , key(forKey)
        , channel(std::move(served))
    {
    }
    UniqueFd socket;
    unsigned key;
    std::unique_ptr<BusChannel> channel;
};

namespace
{

bool isHungUp(int socket)
{
    pollfd state{.fd = socket, .events = 0, .revents = 0};
    return ::poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

/// One that does not take its replies is done with, as if it had closed the peripheral.
bool send(int socket, std::uint32_t sequence, const ChannelAnswer& answer)
{
    const protocol::ReplyHeader header{
        .sequence = sequence, .error = answer.error, .value = answer.value};
    std::array<iovec, 2> pieces{
        {{.iov_base = const_cast<protocol::ReplyHeader*>(&header), .iov_len = sizeof header},
         {.iov_base = const_cast<std::byte*>(answer.payload.data()),
          .iov_len = answer.payload.size()}}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

} // namespace

BusThread::BusThread()
    : m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

BusThread::~BusThread()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void BusThread::wake() const
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof one);
}

bool BusThread::isOpen(unsigned key)
{
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_slots.begin(), m_slots.end(), [key](const auto& slot) {
        return slot->key == key && !isHungUp(slot->socket.get());
    });
}

Outcome<Opened> BusThread::add(unsigned key, std::unique_ptr<BusChannel> channel)
{
    std::array<int, 2> ends{};
    if (!m_wake || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuse(errno, "the device has no descriptors left");
    UniqueFd appEnd(ends[0]);
    UniqueFd ourEnd(ends[1]);
    if (!begin())
        return refuse(EAGAIN, "the device has no threads left");
    {
        const std::lock_guard lock(m_mutex);
        if (m_slots.size() >= kMaxChannels)
            return refuse(EMFILE,
                          "the peripheral is open too often; close descriptors of it first");
        m_slots.push_back(std::make_shared<Slot>(std::move(ourEnd), key, std::move(channel)));
    }
    wake();
    return Opened{.descriptor = std::move(appEnd), .kind = protocol::DescriptorKind::Channel};
}

/// Once. false when there can be no thread.
bool BusThread::begin()
{
    if (m_thread.joinable())
        return true;
    const SignalsBlocked areForTheLoop; // the daemon's
    try {
        m_thread = std::thread([this] { run(); });
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

void BusThread::run()
{
    for (;;) {
        std::vector<std::shared_ptr<Slot>> slots;
        {
            const std::lock_guard lock(m_mutex);
            if (m_isEnding)
                return;
            slots = m_slots;
        }
        std::vector<pollfd> waited{{.fd = m_wake.get(), .events = POLLIN, .revents = 0}};
        for (const auto& slot : slots)
            waited.push_back({.fd = slot->socket.get(), .events = POLLIN, .revents = 0});
        if (::poll(waited.data(), waited.size(), -1) < 0)
            continue; // EINTR
        std::uint64_t count = 0;
        if (waited[0].revents != 0) [[maybe_unused]]
            const ssize_t size = ::read(m_wake.get(), &count, sizeof count);
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (waited[i + 1].revents == 0 || serve(*slots[i]))
                continue;
            const std::lock_guard lock(m_mutex);
            std::erase(m_slots, slots[i]);
        }
    }
}

bool BusThread::serve(Slot& slot)
{
    std::array<std::byte, protocol::kMaxMessageBytes> buffer;
    const ssize_t size =
        ::recv(slot.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (size < 0)
        return errno == EAGAIN || errno == EINTR;
    if (size == 0 || static_cast<std::size_t>(size) > buffer.size())
        return false;
    const auto packet =
        device::readChannelPacket(std::span(buffer).first(static_cast<std::size_t>(size)));
    if (!packet.isRequest) {
        slot.channel->handleWrite(packet.body);
        return true;
    }
    const ChannelAnswer answer = packet.operation
                                     ? slot.channel->handle({.operation = *packet.operation,
                                                             .sequence = packet.sequence,
                                                             .body = packet.body})
                                     : ChannelAnswer{.error = EPROTO};
    return send(slot.socket.get(), packet.sequence, answer);
}

} // namespace perisphere::target
