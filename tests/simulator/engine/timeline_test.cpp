#include "perisphere/engine/timeline.hpp"

#include "count_of.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace perisphere::timeline_test
{

using namespace perisphere::engine;
using test::countOf;
using namespace std::chrono_literals;

TEST_CASE("a timeline is written by time, at one time the longer first")
{
    Timeline timeline;
    const auto core = timeline.track("core", "handlers");
    timeline.slice(core, atNanoseconds(2'500), atNanoseconds(3'000), "interrupt", "inner");
    timeline.slice(core, atNanoseconds(2'500), atNanoseconds(4'001), "interrupt", "outer");
    timeline.instant(core, atNanoseconds(7), "interrupt", "first", "because");
    CHECK(timeline.toJson() ==
          "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
          "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":1,\"args\":{\"name\":\"core\"}},\n"
          "{\"ph\":\"M\",\"name\":\"process_sort_index\",\"pid\":1,\"args\":{\"sort_index\":1}},\n"
          "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":1,\"tid\":1,"
          "\"args\":{\"name\":\"handlers\"}},\n"
          "{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":1,\"tid\":1,"
          "\"args\":{\"sort_index\":1}},\n"
          "{\"ph\":\"i\",\"pid\":1,\"tid\":1,\"ts\":0.007,\"cat\":\"interrupt\",\"name\":\"first\","
          "\"s\":\"t\",\"args\":{\"detail\":\"because\"}},\n"
          "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":2.500,\"cat\":\"interrupt\",\"name\":\"outer\","
          "\"dur\":1.501},\n"
          "{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":2.500,\"cat\":\"interrupt\",\"name\":\"inner\","
          "\"dur\":0.500},\n"
          "{\"ph\":\"M\",\"name\":\"dropped_events\",\"pid\":0,\"args\":{\"count\":0}}\n]}\n");
}

TEST_CASE("a timeline leaves out what does not fit, and counts it")
{
    Timeline timeline(2);
    const auto track = timeline.track("core", "handlers");
    for (int i = 0; i < 5; ++i)
        timeline.instant(track, atNanoseconds(i), "interrupt", "one");
    timeline.addDropped(4);
    CHECK(timeline.size() == 2);
    CHECK(timeline.toJson().find("\"dropped_events\",\"pid\":0,\"args\":{\"count\":7}") !=
          std::string::npos);
}

TEST_CASE("a timeline is cut at an instant")
{
    Timeline timeline;
    const auto track = timeline.track("core", "handlers");
    timeline.slice(track, atNanoseconds(1'000), atNanoseconds(9'000), "interrupt", "long");
    timeline.instant(track, atNanoseconds(5'000), "interrupt", "at the end");
    timeline.instant(track, atNanoseconds(4'999), "interrupt", "before");
    timeline.cut(atNanoseconds(5'000));
    CHECK(timeline.size() == 2);
    CHECK(timeline.toJson().find("\"long\",\"dur\":4.000") != std::string::npos);
}

TEST_CASE("a timeline has the signals of a recording that changed")
{
    Timeline timeline;
    const Trace trace{
        .begin = atNanoseconds(1'000),
        .end = atNanoseconds(9'000),
        .signals = {{.name = "still", .unit = {}, .first = Level::High},
                    {.name = "led", .unit = {}, .first = Level::Low}},
        .records = {{.time = atNanoseconds(2'000), .signal = 1, .value = Level::High},
                    {.time = atNanoseconds(3'000), .signal = 1, .value = Level::Floating}}};
    timeline.add(trace, "nets");
    const std::string text = timeline.toJson();
    CHECK(countOf(text, "still") == 0);
    CHECK(text.find("\"ts\":1.000,\"cat\":\"signal\",\"name\":\"led\",\"args\":{\"value\":0}") !=
          std::string::npos);
    CHECK(text.find("\"ts\":2.000,\"cat\":\"signal\",\"name\":\"led\",\"args\":{\"value\":1}") !=
          std::string::npos);
    CHECK(text.find("\"ts\":3.000,\"cat\":\"signal\",\"name\":\"led\",\"args\":{\"value\":0.5}") !=
          std::string::npos);
}

TEST_CASE("timelines come together, track by track")
{
    Timeline one;
    one.instant(one.track("core", "handlers"), atNanoseconds(2), "interrupt", "second");
    Timeline other(1);
    const auto track = other.track("core", "handlers");
    other.instant(track, atNanoseconds(1), "interrupt", "first");
    other.instant(track, atNanoseconds(3), "interrupt", "lost");
    one.add(other);
    const std::string text = one.toJson();
    CHECK(countOf(text, "\"thread_name\"") == 1);
    CHECK(text.find("first") < text.find("second"));
    CHECK(one.dropped() == 1);
}

TEST_CASE("names on a timeline may have any characters")
{
    Timeline timeline;
    timeline.instant(timeline.track("a \"core\"", "x"), atNanoseconds(0), "c", "tab\tslash\\");
    const std::string text = timeline.toJson();
    CHECK(text.find(R"("a \"core\"")") != std::string::npos);
    CHECK(text.find(R"("tab\u0009slash\\")") != std::string::npos);
}

} // namespace perisphere::timeline_test
