// What an app on a real-time core may write into its buffer of the inter-core channel, at any
// moment: whatever it is, no message that reaches an app is longer than one can be, what the A7
// writes of its own positions is in order, and the channel goes on after the next start.
//
// The input is a row of steps: a byte that says what is done, two bytes that are its argument,
// little endian; a write has its bytes after it.

#include "../tests/simulator/realtime/inter_core_bench.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

constexpr std::size_t kMaxSteps = 200;
using Rings = realtime::InterCoreRings;

class Bench : public test::InterCoreBench
{
public:
    void begin()
    {
        start();
        if (!app.setUp())
            std::abort();
        m_socket = channel->connect(kApp).value();
    }

    void end()
    {
        run(1ms);
        receive();
        m_socket.reset();
        channel->remove(peer().componentId);
        log.clear();
    }

    /// Takes what it needs of the input.
    void step(std::uint8_t what, std::uint16_t argument, std::span<const std::uint8_t>& rest)
    {
        switch (what % 6) {
        case 0:
            write(argument % Rings::kBufferBytes, rest);
            break;
        case 1: // what a valid app would set
            app.setWord(app.outbound() + (argument % 2) * 4U,
                        argument / 2U * Rings::kSlotBytes % Rings::kCapacity);
            break;
        case 2:
            app.ring(argument);
            break;
        case 3:
            (void)test::sendFrom(m_socket, std::string(argument % 1100, 'x'));
            break;
        case 4:
            receive();
            break;
        default:
            run(std::chrono::microseconds(argument % 1000));
            check();
            break;
        }
    }

    /// The channel works after all of it.
    void checkRestart()
    {
        begin();
        if (!app.send(kApp, "still here"))
            std::abort();
        run(1ms);
        if (test::receiveAt(m_socket) != "still here")
            std::abort();
        end();
    }

private:
    void write(std::uint32_t offset, std::span<const std::uint8_t>& rest)
    {
        if (rest.empty())
            return;
        const std::size_t wanted = rest[0];
        const std::size_t count =
            std::min({wanted, rest.size() - 1, std::size_t{Rings::kBufferBytes - offset}});
        if (count != 0)
            std::memcpy(core->memory().writable(app.outbound() + offset, count), rest.data() + 1,
                        count);
        rest = rest.subspan(1 + count);
    }

    void receive()
    {
        while (const auto message = test::receiveAt(m_socket))
            if (message->size() > Rings::kMaxPayloadBytes)
                std::abort();
    }

    void check() const
    {
        for (const std::uint32_t at : {0U, 4U}) {
            const std::uint32_t position = app.word(app.inbound() + at);
            if (position >= Rings::kCapacity || position % Rings::kSlotBytes != 0)
                std::abort();
        }
    }

    UniqueFd m_socket;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Bench bench; // a core takes some 25 ms to make
    bench.begin();
    std::span rest(data, size);
    for (std::size_t steps = 0; steps < kMaxSteps && rest.size() >= 3; ++steps) {
        const std::uint8_t what = rest[0];
        const auto argument = static_cast<std::uint16_t>(rest[1] + rest[2] * 256);
        rest = rest.subspan(3);
        bench.step(what, argument, rest);
    }
    bench.end();
    bench.checkRestart();
    return 0;
}
