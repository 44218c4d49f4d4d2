#include "perisphere/device/crash_report.hpp"

#include "test_device.hpp"

#include <csignal>

namespace perisphere::crash_report_test
{

using namespace perisphere::device;
using Frames = std::vector<CrashFrame>;

namespace
{

/// What the device's log says about an app that crashes in that way.
std::string logOf(const std::string& how)
{
    static const std::string program = readTextFile(PERISPHERE_CRASH_APP, 1U << 20U).value();
    test::TestDevice device;
    REQUIRE(device.install(test::pack({.arguments = '"' + how + '"', .program = program}),
                           AfterInstall::LeaveStopped));
    REQUIRE(device.manager().start(test::kFirst, {.forDebugging = true}));
    device.awaitState(AppState::Stopped);
    return device.log.from(LogSource::Device);
}

bool has(const std::string& log, const std::string& text)
{
    return log.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("a crash is logged with the functions and lines that led to it")
{
    const std::string log = logOf("read");
    INFO(log);
    CHECK(has(log, "crashed: signal 11 (SIGSEGV)\n#0 readNothing at "));
    CHECK(has(log, "crash_app.c:10\n#1 main at "));
    CHECK(has(log, "crash_app.c:32\n"));
}

TEST_CASE("an abort and an overflown stack are told, too")
{
    CHECK(has(logOf("abort"), "signal 6 (SIGABRT)\n#0 "));
    CHECK(has(logOf("abort"), "main at "));
    const std::string overflow = logOf("overflow");
    CHECK(has(overflow, "signal 11 (SIGSEGV)\n#0 sinkDeeper at "));
    CHECK(has(overflow, "#1 sinkDeeper at "));
}

TEST_CASE("an app's own handler is left to it")
{
    const std::string log = logOf("handled");
    CHECK(has(log, "exit code 11"));
    CHECK_FALSE(has(log, "#0"));
}

TEST_CASE("a report's addresses become places in files")
{
    const Frames frames = parseCrashReport("signal 11\n"
                                           "frame 0x1010\n"
                                           "frame 0x2020\n"
                                           "frame 0x9999\n"
                                           "maps\n"
                                           "1000-2000 r-xp 00004000 fe:01 12   /bin/an app\n"
                                           "2000-3000 r-xp 00000000 00:00 0 \n"
                                           "2000-3000 r-xp 00000000 fe:01 12   /lib/two\n");
    CHECK(frames == Frames{{"/bin/an app", 0x4010}, {"/lib/two", 0x1F}, {"", 0x9998}});
}

TEST_CASE("anything may stand where a report should")
{
    CHECK(parseCrashReport("").empty());
    CHECK(parseCrashReport("hello\nframe 0x10\n").empty());
    CHECK(parseCrashReport("signal 11").empty());
    CHECK(parseCrashReport("signal 11\nframe 0x").size() == 1);
    CHECK(parseCrashReport("signal 11\nframe 0xzz\nmaps\n-/\n/\n1-\n1-2 /\n1-2 r /\n1-2 r 3 /")
              .size() == 1);
    std::string many = "signal 11\n";
    for (int i = 0; i < 1000; ++i)
        many += "frame 0x1\n";
    CHECK(parseCrashReport(many).size() == 32);
}

TEST_CASE("an empty report gives no lines")
{
    const auto report = makeCrashReport();
    REQUIRE(report);
    CHECK(readBacktrace(report->get()).empty());
}

} // namespace perisphere::crash_report_test
