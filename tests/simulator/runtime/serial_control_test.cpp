// Serial lines as the control API sees them, on a machine that runs.
#include "device_bench.hpp"
#include "serial_streams.hpp"

#include <algorithm>

using namespace perisphere;
using runtime::SerialStreams;

namespace
{

std::string textOf(const control::SerialPage& page)
{
    std::string text;
    for (const std::byte byte : page.bytes)
        text += static_cast<char>(byte);
    return text;
}

} // namespace

TEST_CASE("a serial line keeps its newest bytes and says how many are gone")
{
    SerialStreams streams;
    int wakes = 0;
    streams.setWake([&] { ++wakes; });
    const std::size_t line = streams.add({.name = "T", .format = {}, .sender = {}});
    streams.received(line, "hello");
    CHECK(textOf(streams.page(line, 0, 4)) == "hell");
    CHECK(textOf(streams.page(line, 4, 100)) == "o");
    CHECK(streams.page(line, 99, 100).next == 5); // as from a device before
    const std::string block(SerialStreams::kKeptBytes, 'x');
    for (int i = 0; i < 4; ++i)
        streams.received(line, block);
    streams.received(line, "end");
    const auto page = streams.page(line, 5, 2 * block.size());
    CHECK(page.bytes.size() == block.size());
    CHECK(page.missed == 3 * block.size() + 3);
    CHECK(textOf(page).ends_with("xend"));
    CHECK(page.next == streams.port(line).received);
    CHECK(wakes == 6);
    const auto before = streams.revision(line);
    streams.update(line, [](control::SerialPort& port) { port.errors = 1; });
    CHECK(streams.revision(line) != before);
    CHECK(streams.ports().front().errors == 1);
}

TEST_CASE("a core without a program has a serial line, but nobody to type to")
{
    test::DeviceBench bench;
    control::SerialTarget& serial = bench.device().control().serial();
    REQUIRE(serial.ports().size() == 2);
    CHECK(serial.ports()[1].name == "realTime1");
    const std::byte byte{'x'};
    CHECK(serial.send("realTime0", {&byte, 1}).error().code == ErrorCode::InvalidArgument);
    CHECK(serial.read("realTime0", 0, 10).value().bytes.empty());
    CHECK(serial.port("realtime0").error().advice == "did you mean \"realTime0\"?");
    CHECK(serial.revision("nothing") == 0);
}
