#include "bench.hpp"
#include "perisphere/parts/serial_terminal.hpp"

namespace perisphere::uart_terminal_test
{

using namespace perisphere::parts;
using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

/// A terminal at an app's UART.
struct TerminalBench : Bench, bus::UartReceiver {
    std::unique_ptr<Part> terminal;
    Pin& tx = chipPin("MT3620.GPIO26");
    Pin& rx = chipPin("MT3620.GPIO28");
    bus::UartPort port{buses.uart(), rx, *this};
    bus::UartFormat format;
    std::string received;
    std::vector<VirtualTime> arrivals;

    explicit TerminalBench(const std::string& configuration = "{}")
        : terminal(make("uart-terminal", "T1", configuration))
    {
        wire(tx, pinOf(*terminal, "RX"));
        wire(rx, pinOf(*terminal, "TX"));
    }
    void receive(std::span<const std::uint8_t> characters, const bus::UartFormat& sentAs) override
    {
        CHECK(bus::receivedAs(sentAs, format) == bus::UartReception::Good);
        for (const std::uint8_t character : characters) {
            received += static_cast<char>(character);
            arrivals.push_back(scheduler.now());
        }
    }
    void send(const std::string& text)
    {
        for (const char character : text)
            buses.transmit(tx, static_cast<std::uint8_t>(character), format);
    }
};

/// 64 characters.
std::string lineOf(char character)
{
    std::string line(64, character);
    line.back() = '\n';
    return line;
}

} // namespace

TEST_CASE("a UART terminal shows what the app sends and its last line")
{
    TerminalBench bench;
    bench.send("hello\r\nwor");
    CHECK(get<std::string>(*bench.terminal, "lastLine") == "hello");
    bench.run(10ms);
    CHECK(get<std::string>(*bench.terminal, "log") == "hello\r\nwor");
    bench.send("ld\n");
    CHECK(get<std::string>(*bench.terminal, "lastLine") == "world");
}

TEST_CASE("a UART terminal sends what is typed at its baud rate, as often as it is typed")
{
    TerminalBench bench(R"({"baudRate": 9600})");
    bench.format.baudRate = 9600;
    set(*bench.terminal, "send", std::string("ab"));
    CHECK(get<std::int64_t>(*bench.terminal, "pending") == 2);
    set(*bench.terminal, "send", std::string("ab"));
    bench.run(10ms);
    CHECK(bench.received == "abab");
    CHECK(bench.arrivals.at(1) - bench.arrivals.at(0) == bench.format.characterTime());
    CHECK(get<std::int64_t>(*bench.terminal, "pending") == 0);
    CHECK(pinOf(*bench.terminal, "TX").isHigh());
}

TEST_CASE("a UART terminal of another format counts errors instead of characters")
{
    TerminalBench bench(R"({"parity": "even"})");
    bench.send("x");
    bench.run(20ms);
    CHECK(get<std::int64_t>(*bench.terminal, "errors") == 1);
    CHECK(get<std::string>(*bench.terminal, "log").empty());
}

TEST_CASE("a UART terminal's baud rate can be changed")
{
    TerminalBench bench;
    set(*bench.terminal, "baudRate", std::int64_t{57600});
    bench.send("x");
    CHECK(get<std::int64_t>(*bench.terminal, "errors") == 1);
    bench.format.baudRate = 57600;
    bench.send("y\n");
    CHECK(get<std::string>(*bench.terminal, "lastLine") == "y");
}

TEST_CASE("a UART terminal shows bytes that are not UTF-8 as replacement characters")
{
    TerminalBench bench;
    bench.send("a\xC3\xA9\xFF\xE0\x80z\n");
    CHECK(get<std::string>(*bench.terminal, "lastLine") ==
          "a\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz");
}

TEST_CASE("a UART terminal keeps the latest 64 KiB")
{
    TerminalBench bench;
    for (int line = 0; line < 1100; ++line)
        bench.send(lineOf(static_cast<char>('a' + line % 26)));
    const auto log = get<std::string>(*bench.terminal, "log");
    CHECK(log.size() == 65536);
    CHECK(log.ends_with(lineOf(static_cast<char>('a' + 1099 % 26))));
}

TEST_CASE("who sits before a UART terminal gets the bytes as they came, and both ends' settings")
{
    TerminalBench bench;
    auto& terminal = dynamic_cast<SerialTerminal&>(*bench.terminal);
    std::string bytes;
    std::vector<SerialLine> lines;
    terminal.setListener([&](std::span<const std::uint8_t> characters, const SerialLine& line) {
        bytes.append(characters.begin(), characters.end());
        lines.push_back(line);
    });
    CHECK_FALSE(terminal.line().sender);
    bench.send("\xFF\x1B[1m");
    CHECK(bytes == "\xFF\x1B[1m");
    bench.format.baudRate = 9600;
    bench.send("x");
    CHECK(bytes == "\xFF\x1B[1m");
    CHECK(lines.back().errors == 1);
    CHECK(lines.back().sender->baudRate == 9600);
    CHECK(lines.back().format.baudRate == 115200);
    bench.format.baudRate = 115200;
    const std::array<std::uint8_t, 2> typed{0x03, 0xFE};
    CHECK(terminal.type(typed) == 2);
    CHECK(lines.back().pending == 2);
    bench.run(10ms);
    CHECK(bench.received == "\x03\xFE");
    CHECK(lines.back().pending == 0);
    const std::vector<std::uint8_t> much(70'000, 'x');
    CHECK(terminal.type(much) == 65536);
}

TEST_CASE("a UART loopback joins transmitter and receiver while it is plugged in")
{
    TerminalBench bench;
    Bench& other = bench;
    const auto loopback = other.make("uart-loopback", "J1");
    Pin& tx = other.chipPin("MT3620.GPIO31");
    other.wire(tx, pinOf(*loopback, "A"));
    other.wire(bench.rx, pinOf(*loopback, "B"));
    other.buses.transmit(tx, 'x', bench.format);
    CHECK(bench.received == "x");
    set(*loopback, "connected", false);
    other.buses.transmit(tx, 'y', bench.format);
    CHECK(bench.received == "x");
}

} // namespace perisphere::uart_terminal_test
