#include "app_timelines.hpp"

#include "count_of.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <string>
#include <unistd.h>

namespace perisphere::app_timeline_records_test
{

using namespace perisphere::runtime;
using Catch::Contains;
using engine::atNanoseconds;
using test::countOf;

namespace
{

std::string timelineOf(std::string_view lines, std::int64_t end = 1'000'000)
{
    engine::Timeline timeline;
    const auto added = addAppRecords(timeline, "Blink", lines, atNanoseconds(end));
    if (!added)
        return "refused: " + added.error().toString();
    return timeline.toJson();
}

device::App appCalled(const std::string& name, const std::string& id)
{
    return {.componentId = id,
            .imageId = {},
            .name = name,
            .manifest = {},
            .imageRoot = {},
            .packageRoot = {}};
}

void writeLines(int file, std::string_view lines)
{
    REQUIRE(::write(file, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
}

} // namespace

TEST_CASE("an app's records become slices on tracks of its threads")
{
    const std::string text = timelineOf("n\t100\tblink\n"
                                        "r\t100\t1000\t2000\n"
                                        "c\t100\t1500\t2500\twrite\twrite(1, \"a\", 1) = 1\n"
                                        "s\t100\t3000\t4000\tSIGALRM\n"
                                        "i\t101\t5000\tSIGTERM\n");
    CHECK_THAT(text, Contains("\"args\":{\"name\":\"Blink\"}"));
    CHECK_THAT(text, Contains("\"tid\":2,\"args\":{\"name\":\"blink (100)\"}"));
    CHECK_THAT(text, Contains("\"tid\":1,\"ts\":1.000,\"cat\":\"thread\",\"name\":\"blink (100)\","
                              "\"dur\":1.000"));
    CHECK_THAT(text,
               Contains("\"ts\":1.500,\"cat\":\"system call\",\"name\":\"write\",\"dur\":1.000,"
                        "\"args\":{\"detail\":\"write(1, \\\"a\\\", 1) = 1\"}"));
    CHECK_THAT(text, Contains("\"cat\":\"signal\",\"name\":\"SIGALRM\",\"dur\":1.000"));
    CHECK_THAT(text, Contains("\"ph\":\"i\",\"pid\":1,\"tid\":3,\"ts\":5.000"));
}

TEST_CASE("pieces of a thread's time that touch are one slice")
{
    const std::string text = timelineOf("r\t100\t1000\t2000\nr\t100\t2000\t3000\n"
                                        "r\t101\t3000\t3500\nr\t101\t3600\t3700\n");
    CHECK(countOf(text, "\"ph\":\"X\"") == 3);
    CHECK_THAT(text, Contains("\"ts\":1.000,\"cat\":\"thread\",\"name\":\"thread 100\","
                              "\"dur\":2.000"));
}

TEST_CASE("a system call that still waits at the end is shown up to there")
{
    CHECK_THAT(timelineOf("w\t100\t2000\tlseek\n", 5000),
               Contains("\"ts\":2.000,\"cat\":\"system call\",\"name\":\"lseek\",\"dur\":3.000"));
    const std::string ended =
        timelineOf("w\t100\t2000\tlseek\nc\t100\t2000\t3000\tlseek\tx\n", 5000);
    CHECK(countOf(ended, "\"ph\":\"X\"") == 1);
}

TEST_CASE("what an app has done past the end is not shown")
{
    const std::string text = timelineOf("c\t100\t1000\t9000\tlseek\tx\n"
                                        "c\t100\t5000\t6000\twrite\tx\n"
                                        "i\t100\t5000\tSIGTERM\n",
                                        5000);
    CHECK(countOf(text, "\"ph\":\"X\"") == 1);
    CHECK(countOf(text, "\"ph\":\"i\"") == 0);
    CHECK_THAT(text, Contains("\"dur\":4.000"));
}

TEST_CASE("what an app's records lack is counted")
{
    CHECK_THAT(timelineOf("d\t1\nd\t40\n"), Contains("\"count\":40"));
}

TEST_CASE("the line of a process that was killed while it wrote is passed over")
{
    CHECK(countOf(timelineOf("c\t100\t1000\t2000\tlseek\tx\nc\t100\t30"), "\"ph\":\"X\"") == 1);
}

TEST_CASE("lines that are no records are refused by their number")
{
    for (const char* line : {"x\t1\t2\n", "c\t100\t1000\n", "c\tone\t1000\t2000\tlseek\tx\n",
                             "r\t100\t2000\t1000\n", "r\t100\t-5\t1000\n", "\n", "d\tmany\n"}) {
        CAPTURE(line);
        CHECK_THAT(timelineOf("r\t100\t1\t2\n" + std::string(line)),
                   Contains("line 2 of what the emulator recorded of \"Blink\""));
    }
}

TEST_CASE("starts of apps are told apart, and read while and after they run")
{
    AppTimelines timelines;
    CHECK(timelines.open(appCalled("Blink", "1")).value() == nullptr); // nobody wants to know
    timelines.begin();
    auto first = timelines.open(appCalled("Blink", "1")).value();
    const UniqueFd firstFile = first->takeFile();
    writeLines(firstFile.get(), "c\t100\t10\t20\tlseek\tx\n");
    auto second = timelines.open(appCalled("Blink", "2")).value();
    const UniqueFd secondFile = second->takeFile();
    writeLines(secondFile.get(), "c\t100\t10\t20\twrite\tx\n");
    first.reset(); // its process has ended
    engine::Timeline timeline;
    REQUIRE(timelines.addTo(timeline, atNanoseconds(100)));
    const std::string text = timeline.toJson();
    CHECK_THAT(text, Contains("\"name\":\"Blink (1)\""));
    CHECK_THAT(text, Contains("\"name\":\"Blink (2)\""));
    CHECK_THAT(text, Contains("\"name\":\"lseek\""));
    CHECK_THAT(text, Contains("\"name\":\"write\""));
    writeLines(secondFile.get(), "c\t100\t30\t40\tclose\tx\n"); // where it stood
    engine::Timeline later;
    REQUIRE(timelines.addTo(later, atNanoseconds(100)));
    CHECK_THAT(later.toJson(), Contains("\"name\":\"close\""));
}

} // namespace perisphere::app_timeline_records_test
