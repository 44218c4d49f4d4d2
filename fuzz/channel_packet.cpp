// Packets of an app on the channels of its open peripherals: whatever comes, each reply is one
// packet of a request that was sent, its error is none or an errno, and the machine goes on.
//
// The input is a row of packets: a byte that names the channel, the length in two bytes, little
// endian, and the packet.

#include "../tests/simulator/services/simulated_board.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/protocol/frame.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <set>
#include <span>
#include <sys/socket.h>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

constexpr std::size_t kMaxPackets = 64; // more would only fill the sockets

/// One open peripheral and the sequence numbers that were sent to it.
struct Channel {
    UniqueFd socket;
    std::multiset<std::uint32_t> asked;
};

class Board
{
public:
    Board()
    {
        auto& services = m_board.services();
        std::size_t at = 0;
        for (auto opened : {services.i2c().open(m_app, 1),
                            services.spi().open(m_app, 2, device::ChipSelect::A,
                                                device::ChipSelectPolarity::ActiveLow),
                            services.spi().open(m_app, 2, device::ChipSelect::B,
                                                device::ChipSelectPolarity::ActiveHigh),
                            services.adc().open(m_app, 0), services.pwm().open(m_app, 2)}) {
            if (!opened)
                std::abort();
            m_channels.at(at++).socket = std::move(opened->descriptor);
        }
    }

    void send(std::size_t channel, std::span<const std::byte> packet)
    {
        Channel& to = m_channels.at(channel % m_channels.size());
        if (::send(to.socket.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
            return;
        protocol::RequestHeader header;
        if (packet.size() < sizeof header)
            return;
        std::memcpy(&header, packet.data(), sizeof header);
        to.asked.insert(header.sequence);
    }

    /// Until everything that was sent has had turns enough to be answered.
    void run()
    {
        for (std::size_t turn = 0; turn < 2 * kMaxPackets; ++turn)
            m_board.machine().scheduler().after(turn * 10s, "fuzz.turn", [] {});
        m_board.machine().scheduler().after(2 * kMaxPackets * 10s, "fuzz.end",
                                            [this] { m_board.machine().requestStop(); });
        m_board.machine().run();
    }

    void checkReplies()
    {
        std::array<std::byte, protocol::kMaxMessageBytes> buffer{};
        for (Channel& channel : m_channels)
            for (;;) {
                const auto size =
                    ::recv(channel.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
                protocol::ReplyHeader reply;
                if (size <= 0)
                    break;
                if (static_cast<std::size_t>(size) < sizeof reply)
                    std::abort();
                std::memcpy(&reply, buffer.data(), sizeof reply);
                const auto request = channel.asked.find(reply.sequence);
                if (reply.error < 0 || request == channel.asked.end())
                    std::abort();
                channel.asked.erase(request);
            }
    }

private:
    device::App m_app;
    test::SimulatedBoard m_board{engine::TimeMode::unthrottled(), true, false};
    std::array<Channel, 5> m_channels;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Board board;
    auto rest = std::as_bytes(std::span(data, size));
    for (std::size_t packets = 0; packets < kMaxPackets && rest.size() >= 3; ++packets) {
        const auto channel = std::to_integer<std::size_t>(rest[0]);
        const auto length =
            std::to_integer<std::size_t>(rest[1]) + std::to_integer<std::size_t>(rest[2]) * 256;
        const auto packet = rest.subspan(3, std::min(length, rest.size() - 3));
        rest = rest.subspan(3 + packet.size());
        board.send(channel, packet);
    }
    board.run();
    board.checkReplies();
    return 0;
}
