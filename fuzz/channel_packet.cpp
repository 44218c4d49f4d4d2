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
#include <utility>
#include <vector>

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
        add(services.i2c().open(m_app, 1));
        add(services.spi().open(m_app, 2, device::ChipSelect::A,
                                device::ChipSelectPolarity::ActiveLow));
        add(services.spi().open(m_app, 2, device::ChipSelect::B,
                                device::ChipSelectPolarity::ActiveHigh));
        add(services.adc().open(m_app, 0));
        add(services.pwm().open(m_app, 2));
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

    /// Turns enough that each packet is looked at, but little virtual time: a PWM output may toggle
    /// every half microsecond.
    void run()
    {
        engine::Scheduler& scheduler = m_board.machine().scheduler();
        for (std::size_t turn = 1; turn <= kMaxPackets; ++turn)
            scheduler.after(turn * 1ms, "fuzz.turn", [] {});
        scheduler.after((kMaxPackets + 1) * 1ms, "fuzz.end",
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
    void add(device::Outcome<device::Opened> opened)
    {
        if (!opened)
            std::abort();
        m_channels.push_back({.socket = std::move(opened->descriptor), .asked = {}});
    }

    device::App m_app;
    test::SimulatedBoard m_board{engine::TimeMode::unthrottled(), true, false};
    std::vector<Channel> m_channels;
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
