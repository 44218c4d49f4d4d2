#include "perisphere/soc/isu_uart.hpp"

#include "chip.hpp"

#include <string>

namespace perisphere::isu_uart_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// Two UARTs of one chip, wired crosswise.
struct Pair {
    test::Chip test;
    soc::IsuUart& a = test.chip.isu[0]->uart;
    soc::IsuUart& b = test.chip.isu[1]->uart;
    Wire ab{test.netlist, test.chip.pads.isu(0, soc::IsuPad::TxdSclk),
            test.chip.pads.isu(1, soc::IsuPad::RxdMisoSda)};
    Wire ba{test.netlist, test.chip.pads.isu(1, soc::IsuPad::TxdSclk),
            test.chip.pads.isu(0, soc::IsuPad::RxdMisoSda)};
    Wire rts{test.netlist, test.chip.pads.isu(1, soc::IsuPad::RtsMosiScl),
             test.chip.pads.isu(0, soc::IsuPad::CtsCsa)};

    void enable(const soc::UartSetup& setupA, const soc::UartSetup& setupB)
    {
        a.enable(
            setupA, [] {}, [] {});
        b.enable(
            setupB, [] {}, [] {});
    }
    static std::size_t write(soc::IsuUart& uart, const std::string& text)
    {
        return uart.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }
    static std::string read(soc::IsuUart& uart)
    {
        std::array<std::uint8_t, 8192> bytes;
        return {reinterpret_cast<const char*>(bytes.data()), uart.read(bytes)};
    }
};

constexpr soc::UartSetup kSetup{.format = {.baudRate = 9600}};

} // namespace

TEST_CASE("characters take their time on the line")
{
    Pair pair;
    pair.enable(kSetup, kSetup);
    CHECK(Pair::write(pair.a, "hi") == 2);
    const Duration character = kSetup.format.characterTime();
    CHECK(character == 1'041'667ns);
    pair.test.advance(character - 1ns);
    CHECK(Pair::read(pair.b).empty());
    pair.test.advance(1ns);
    CHECK(Pair::read(pair.b) == "h");
    pair.test.advance(character);
    CHECK(Pair::read(pair.b) == "i");
}

TEST_CASE("a receiver of another rate or parity counts errors")
{
    Pair pair;
    soc::UartSetup other = kSetup;
    other.format.baudRate = 19200;
    pair.enable(kSetup, other);
    Pair::write(pair.a, "x");
    pair.test.advance(10ms);
    CHECK(Pair::read(pair.b).empty());
    CHECK(pair.b.errors().framing == 1);
    other.format = kSetup.format;
    other.format.parity = bus::UartParity::Even;
    pair.b.disable();
    pair.b.enable(
        other, [] {}, [] {});
    Pair::write(pair.a, "x");
    pair.test.advance(10ms);
    CHECK(pair.b.errors().parity == 1);
    other.format.parity = bus::UartParity::None;
    other.format.baudRate = 9900; // within what sampling tolerates
    pair.b.disable();
    pair.b.enable(
        other, [] {}, [] {});
    Pair::write(pair.a, "x");
    pair.test.advance(10ms);
    CHECK(Pair::read(pair.b) == "x");
}

TEST_CASE("the queue takes what it has room for; a full receiver loses and counts")
{
    Pair pair;
    pair.enable(kSetup, kSetup);
    CHECK(Pair::write(pair.a, std::string(5000, 'x')) == soc::IsuUart::kTransmitBytes);
    pair.test.advance(60s);
    CHECK(Pair::write(pair.a, std::string(10, 'y')) == 10);
    pair.test.advance(1s);
    CHECK(pair.b.errors().overrun == 10);
    CHECK(Pair::read(pair.b).size() == soc::IsuUart::kReceiveBytes);
}

TEST_CASE("RTS holds the sender back before anything is lost")
{
    Pair pair;
    soc::UartSetup flow = kSetup;
    flow.flow = soc::UartFlow::RtsCts;
    pair.enable(flow, flow);
    std::string received;
    for (int i = 0; i < 4; ++i)
        Pair::write(pair.a, std::string(4096, 'x'));
    pair.test.advance(60s);
    CHECK(pair.b.errors().overrun == 0);
    received = Pair::read(pair.b);
    CHECK(received.size() < soc::IsuUart::kReceiveBytes);
    pair.test.advance(60s);
    received += Pair::read(pair.b);
    CHECK(received.size() == 4096);
}

TEST_CASE("XON and XOFF hold the sender back and do not reach the reader")
{
    Pair pair;
    soc::UartSetup flow = kSetup;
    flow.flow = soc::UartFlow::XonXoff;
    pair.enable(flow, flow);
    Pair::write(pair.a, std::string(4096, 'x'));
    pair.test.advance(60s);
    std::string received = Pair::read(pair.b);
    CHECK(pair.b.errors().overrun == 0);
    CHECK(received.size() < 4096);
    pair.test.advance(60s);
    received += Pair::read(pair.b);
    CHECK(received == std::string(4096, 'x'));
    CHECK(Pair::read(pair.a).empty());
}

TEST_CASE("unpaced characters arrive together, in order, in no time, and heed flow control")
{
    for (const auto flow : {soc::UartFlow::None, soc::UartFlow::RtsCts, soc::UartFlow::XonXoff}) {
        Pair pair;
        soc::UartSetup unpaced = kSetup;
        unpaced.isPaced = false;
        unpaced.flow = flow;
        pair.enable(unpaced, unpaced);
        std::string sent;
        std::string received;
        for (int round = 0; round < 20; ++round) {
            std::string text(1000, static_cast<char>('a' + round));
            text.back() = '\n';
            REQUIRE(Pair::write(pair.a, text) == text.size());
            sent += text;
            pair.test.advance(0ns);
            if (round % 3 == 2) // 3000 characters at a time: past where the sender is stopped
                received += Pair::read(pair.b);
            pair.test.advance(0ns);
        }
        received += Pair::read(pair.b);
        pair.test.advance(0ns);
        received += Pair::read(pair.b);
        CHECK(received == sent);
        CHECK(pair.b.errors().overrun == 0);
    }
}

} // namespace perisphere::isu_uart_test
