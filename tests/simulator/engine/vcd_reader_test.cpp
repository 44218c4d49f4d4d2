#include "perisphere/engine/vcd_reader.hpp"

#include "perisphere/engine/trace.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace perisphere::vcd_reader_test
{

using namespace perisphere::engine;

namespace
{

/// Writes down what it visits.
class Notes final : public VcdVisitor
{
public:
    void variable(const VcdVariable& variable) override
    {
        lines.push_back(fmt::format("{} {} bits{}{}", variable.name, variable.width,
                                    variable.isReal ? " real" : "",
                                    variable.isInteger ? " integer" : ""));
    }
    void level(std::size_t variable, std::int64_t time, Level level) override
    {
        lines.push_back(fmt::format("{}: {} {}", time, variable, name(level)));
    }
    void value(std::size_t variable, std::int64_t time, double value) override
    {
        lines.push_back(fmt::format("{}: {} {}", time, variable, value));
    }
    void end(std::int64_t time) override { lines.push_back(fmt::format("{}: end", time)); }

    std::vector<std::string> lines;
};

using Lines = std::vector<std::string>;

Lines linesOf(std::string_view text)
{
    Notes notes;
    const auto read = readVcd(text, "a.vcd", notes);
    if (!read)
        FAIL(read.error().toString());
    return notes.lines;
}

std::string errorOf(const std::string& text)
{
    Notes notes;
    const auto read = readVcd(text, "a.vcd", notes);
    return read ? "none" : read.error().toString();
}

} // namespace

TEST_CASE("a dump of another tool is read: scopes, scales, vectors, unknown bits, aliases")
{
    CHECK(linesOf("$date today $end $version 1 $end\n$timescale 10ps $end\n"
                  "$scope module top $end\n$var wire 1 ! clk $end\n"
                  "$scope module bus $end $var reg 8 \" data [7:0] $end $upscope $end\n"
                  "$var wire 1 ! clock_again $end\n$upscope $end\n"
                  "$var real 64 abcd temperature $end\n$enddefinitions $end\n"
                  "$dumpvars 0! bx \" r0.5 abcd $end\n#100\n1!\n#250\nx!\nb0000101 \"\n"
                  "#1000 $comment nothing $end Z! r-1e3 abcd\n#2000\n") ==
          Lines{"top.clk 1 bits", "top.bus.data 8 bits integer", "top.clock_again 1 bits",
                "temperature 64 bits real", "0: 0 low", "0: 2 low", "0: 1 0", "0: 3 0.5",
                "1: 0 high", "1: 2 high", "2: 0 floating", "2: 2 floating", "2: 1 5",
                "10: 0 floating", "10: 2 floating", "10: 3 -1000", "20: end"});
}

TEST_CASE("a dump of ours comes back as it was")
{
    Trace trace;
    trace.begin = VirtualTime(Duration(5));
    trace.end = VirtualTime(Duration(90));
    trace.signals = {{.name = "LED.brightness", .unit = "", .first = 0.25},
                     {.name = "MT3620.GPIO8", .unit = "", .first = Level::Floating},
                     {.name = "count", .unit = "", .first = std::int64_t{-3}}};
    trace.records = {
        {.time = VirtualTime(Duration(7)), .signal = 1, .value = Level::High},
        {.time = VirtualTime(Duration(7)), .signal = 0, .value = 1.0 / 3},
        {.time = VirtualTime(Duration(20)), .signal = 2, .value = std::int64_t{1} << 40}};
    CHECK(linesOf(toVcd(trace)) == Lines{"LED.brightness 64 bits real", "MT3620.GPIO8 1 bits",
                                         "count 64 bits integer", "5: 0 0.25", "5: 1 floating",
                                         "5: 2 -3", "7: 1 high", fmt::format("7: 0 {}", 1.0 / 3),
                                         fmt::format("20: 2 {}", 1099511627776.0), "90: end"});
}

TEST_CASE("what is no dump is told with its place")
{
    const std::string head = "$var wire 1 ! a $end $enddefinitions $end ";
    CHECK(errorOf("") ==
          "a.vcd: offset 0x0: the dump has no definitions; expected $enddefinitions");
    CHECK(errorOf("hello").find("offset 0x0: \"hello\" is no command") != std::string::npos);
    CHECK(errorOf(head + "#5 0! #4").find("time goes back") != std::string::npos);
    CHECK(errorOf(head + "1?").find("a value is of no variable") != std::string::npos);
    CHECK(errorOf(head + "#99999999999999999999").find("a time cannot be read") !=
          std::string::npos);
    CHECK(errorOf(head + "$comment").find("ends within a command") != std::string::npos);
    CHECK(errorOf("$timescale 3 ns $end").find("no scale of time") != std::string::npos);
    CHECK(errorOf("$var wire none ! a $end").find("a variable is not declared") !=
          std::string::npos);
    CHECK(errorOf(head + "r1.5 !").find("a real value is of a single bit") != std::string::npos);
    std::string aliases;
    for (int i = 0; i < 40; ++i)
        aliases += fmt::format("$var wire 1 ! a{} $end ", i);
    CHECK(errorOf(aliases).find("too many variables have one identifier") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 70; ++i)
        deep += "$scope module s $end ";
    CHECK(errorOf(deep).find("nested too deeply") != std::string::npos);
}

} // namespace perisphere::vcd_reader_test
