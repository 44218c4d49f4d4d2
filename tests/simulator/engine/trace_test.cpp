#include "perisphere/engine/trace.hpp"

#include "perisphere/engine/net.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

namespace perisphere::trace_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct Bench {
    Scheduler scheduler;
    Netlist nets{scheduler};
    Pin gpio{nets, "MT3620.GPIO8"};
    Pin sensor{nets, "sensor.out"};
    PropertyTable led{scheduler, "led1"};
    BoolProperty lit{led, Access::Observable, "lit", "whether it gives light"};
    IntegerProperty count{led, Access::Observable, "count", "of its blinks"};
    NumberProperty brightness{led, Access::Observable, "brightness", "share of full light"};
    ChoiceProperty mood{led, Access::Observable, "mood", "of its user", {"calm", "excited"}};
    TextProperty label{led, Access::Observable, "label", "printed on it"};

    void at(std::int64_t time, Scheduler::Action action)
    {
        scheduler.at(atNanoseconds(time), "test", std::move(action));
    }
    void drive(std::int64_t time, bool high)
    {
        at(time, [this, high] { gpio.setDrive(digitalDrive(OutputMode::PushPull, high)); });
    }
    void runUntil(std::int64_t time) { REQUIRE(scheduler.runUntil(atNanoseconds(time))); }
};

/// What the independent reader makes of a dump; "failed" when it refuses it.
std::string readBack(const std::string& vcd)
{
    const test::TemporaryDirectory directory;
    const auto file = directory / "trace.vcd";
    std::ofstream(file, std::ios::binary) << vcd;
    const std::string command =
        "python3 " PERISPHERE_ENGINE_TESTS "/read_vcd.py < '" + file.string() + "' 2>&1";
    const auto close = [](FILE* pipe) { return ::pclose(pipe); };
    const std::unique_ptr<FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
    REQUIRE(pipe);
    std::string text;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get()))
        text += static_cast<char>(c);
    return text;
}

/// All of a bench's signals, some of their changes.
Trace mixedTrace()
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 100);
    recorder.watchLevel(bench.gpio);
    REQUIRE(recorder.watch(bench.led, bench.lit));
    recorder.watchVoltage(bench.sensor);
    REQUIRE(recorder.watch(bench.led, bench.count));
    REQUIRE(recorder.watch(bench.led, bench.brightness));
    REQUIRE(recorder.watch(bench.led, bench.mood));
    bench.drive(10, true);
    bench.at(10, [&] {
        bench.lit.set(true);
        bench.count.set(-1);
    });
    bench.at(20, [&] { bench.sensor.setDrive(Drive::strong(Voltage::microvolts(1234567))); });
    bench.at(30, [&] {
        bench.brightness.set(0.1);
        bench.mood.set(1);
        bench.gpio.setDrive(Drive::none());
    });
    bench.runUntil(50);
    return recorder.snapshot();
}

} // namespace

TEST_CASE("a dump is what another reader takes for the same signals and changes")
{
    CHECK(readBack(toVcd(mixedTrace())) == "var MT3620.GPIO8 wire 1\n"
                                           "var led1.lit wire 1\n"
                                           "var led1.count wire 64\n"
                                           "var led1.brightness real 64\n"
                                           "var led1.mood wire 64\n"
                                           "var sensor.out.voltage real 64\n"
                                           "time 0\n"
                                           "at 0 MT3620.GPIO8 z\n"
                                           "at 0 led1.lit 0\n"
                                           "at 0 sensor.out.voltage 0.0\n"
                                           "at 0 led1.count 0\n"
                                           "at 0 led1.brightness 0.0\n"
                                           "at 0 led1.mood 0\n"
                                           "time 10\n"
                                           "at 10 MT3620.GPIO8 1\n"
                                           "at 10 led1.lit 1\n"
                                           "at 10 led1.count 18446744073709551615\n"
                                           "time 20\n"
                                           "at 20 sensor.out.voltage 1.234567\n"
                                           "time 30\n"
                                           "at 30 led1.brightness 0.1\n"
                                           "at 30 led1.mood 1\n"
                                           "at 30 MT3620.GPIO8 z\n"
                                           "time 50\n");
}

TEST_CASE("ten thousand signals have different identifier codes")
{
    Trace trace;
    for (int i = 0; i < 10000; ++i)
        trace.signals.push_back({.name = "s" + std::to_string(i), .unit = {}, .first = Level::Low});
    const std::string read = readBack(toVcd(trace));
    CHECK_THAT(read, Catch::StartsWith("var s0 wire 1\n"));
    CHECK_THAT(read, Catch::EndsWith("at 0 s9999 0\n"));
}

TEST_CASE("names that VCD cannot hold are made safe")
{
    Trace trace;
    for (const char* name : {"a b.c\td", ".x", "y.", "grün.an", ""})
        trace.signals.push_back({.name = name, .unit = {}, .first = Level::High});
    CHECK(readBack(toVcd(trace)) == "var a_b.c_d wire 1\nvar .x wire 1\nvar y. wire 1\n"
                                    "var _ wire 1\nvar gr__n.an wire 1\ntime 0\n"
                                    "at 0 a_b.c_d 1\nat 0 .x 1\nat 0 y. 1\nat 0 gr__n.an 1\n"
                                    "at 0 _ 1\n");
}

TEST_CASE("equal runs give equal dumps, byte for byte")
{
    CHECK(toVcd(mixedTrace()) == toVcd(mixedTrace()));
    CHECK(toCsv(mixedTrace()) == toCsv(mixedTrace()));
}

TEST_CASE("a table has a line for every first value and change")
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 100);
    Pin odd(bench.nets, "a \"b\", c");
    recorder.watchLevel(odd);
    recorder.watchVoltage(bench.gpio);
    bench.drive(10, true);
    bench.runUntil(20);
    CHECK(toCsv(recorder.snapshot()) == "time_ns,signal,value,unit\r\n"
                                        "0,\"a \"\"b\"\", c\",z,\r\n"
                                        "0,MT3620.GPIO8.voltage,0,V\r\n"
                                        "10,MT3620.GPIO8.voltage,3.3,V\r\n");
}

TEST_CASE("a full recorder drops the oldest, counts them and stays right from where it begins")
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 3);
    recorder.watchLevel(bench.gpio);
    REQUIRE(recorder.watch(bench.led, bench.lit));
    bench.at(5, [&] { bench.lit.set(true); });
    for (std::int64_t i = 1; i <= 7; ++i)
        bench.drive(10 * i, i % 2 != 0);
    bench.runUntil(100);
    CHECK(recorder.size() == 3);
    CHECK(recorder.dropped() == 5);
    const Trace trace = recorder.snapshot();
    CHECK(trace.begin == atNanoseconds(40));
    CHECK(trace.signals[0].first == TraceValue(Level::Low));
    CHECK(trace.signals[1].first == TraceValue(Level::High));
    CHECK(trace.records.front().time == atNanoseconds(50));
    CHECK(trace.records.back().time == atNanoseconds(70));
    CHECK_THAT(toVcd(trace), Catch::Contains("$comment 5 earlier changes did not fit"));
    CHECK(readBack(toVcd(trace)) == "var MT3620.GPIO8 wire 1\nvar led1.lit wire 1\n"
                                    "time 40\nat 40 MT3620.GPIO8 0\nat 40 led1.lit 1\n"
                                    "time 50\nat 50 MT3620.GPIO8 1\n"
                                    "time 60\nat 60 MT3620.GPIO8 0\n"
                                    "time 70\nat 70 MT3620.GPIO8 1\ntime 100\n");
}

TEST_CASE("a cleared recorder goes on from the present values")
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 10);
    recorder.watchLevel(bench.gpio);
    bench.drive(10, true);
    bench.runUntil(20);
    recorder.clear();
    bench.drive(30, false);
    bench.runUntil(40);
    const Trace trace = recorder.snapshot();
    CHECK(trace.begin == atNanoseconds(20));
    CHECK(trace.signals[0].first == TraceValue(Level::High));
    CHECK(trace.records.size() == 1);
}

TEST_CASE("records are read on by their numbers, and what has left is counted")
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 3);
    recorder.watchLevel(bench.gpio);
    CHECK(recorder.page(0, 10).records.empty());
    for (int i = 0; i < 5; ++i)
        bench.drive(10 + i, i % 2 == 0);
    bench.runUntil(20);
    TracePage page = recorder.page(0, 2);
    CHECK(page.missed == 2);
    CHECK(page.next == 4);
    REQUIRE(page.records.size() == 2);
    CHECK(page.records[0].time == atNanoseconds(12));
    CHECK(recorder.begin() == atNanoseconds(11));
    CHECK(recorder.signals()[0].first == TraceValue(Level::Low));
    page = recorder.page(page.next, 10);
    CHECK(page.missed == 0);
    CHECK(page.next == 5);
    REQUIRE(page.records.size() == 1);
    CHECK(page.records[0].time == atNanoseconds(14));
    CHECK(recorder.page(99, 10).next == 5); // nothing is there yet
}

TEST_CASE("a pulse within one instant is recorded as two changes of that time")
{
    Bench bench;
    TraceRecorder recorder(bench.scheduler, 10);
    recorder.watchLevel(bench.gpio);
    bench.drive(10, true);
    bench.drive(10, false);
    bench.runUntil(10);
    CHECK(recorder.size() == 2);
    CHECK_THAT(readBack(toVcd(recorder.snapshot())),
               Catch::EndsWith("time 10\nat 10 MT3620.GPIO8 1\nat 10 MT3620.GPIO8 0\n"));
}

TEST_CASE("a recorder refuses what has no place in a dump, and outlives what it records")
{
    auto bench = std::make_unique<Bench>();
    Scheduler scheduler;
    TraceRecorder recorder(scheduler, 10);
    const auto refused = recorder.watch(bench->led, bench->label);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "\"led1.label\" cannot be traced: it is of type text");
    recorder.watchLevel(bench->gpio);
    bench->gpio.setDrive(Drive::strong(kSupply3V3));
    bench.reset();
    CHECK(recorder.size() == 1);
}

} // namespace perisphere::trace_test
