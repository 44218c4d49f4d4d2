#include "perisphere/management/device_log.hpp"

#include <catch2/catch.hpp>

using namespace perisphere;
using device::LogSource;
using management::DeviceLog;

namespace
{

constexpr const char* kApp = "00000000-0000-0000-0000-000000000001";
constexpr const char* kOther = "00000000-0000-0000-0000-000000000002";

class Bench
{
public:
    Bench()
        : log([this] { return engine::atNanoseconds(now); })
    {
    }

    [[nodiscard]] std::vector<std::string> texts(const control::LogQuery& query = {}) const
    {
        std::vector<std::string> texts;
        for (const control::LogLine& line : log.page(query).lines)
            texts.push_back(line.text);
        return texts;
    }

    std::int64_t now = 0;
    DeviceLog log;
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("pieces of a line become one when it ends, at the time of its end")
{
    Bench bench;
    bench.now = 1;
    bench.log.write(kApp, LogSource::App, "one");
    CHECK(bench.texts().empty());
    bench.now = 2;
    bench.log.write(kApp, LogSource::App, " line\r\nand a second\nrest");
    CHECK(bench.texts() == Texts{"one line", "and a second"});
    CHECK(engine::toNanoseconds(bench.log.page({}).lines.front().time) == 2);
}

TEST_CASE("lines of several sources do not mix")
{
    Bench bench;
    bench.log.write(kApp, LogSource::StandardOutput, "out");
    bench.log.write(kApp, LogSource::StandardError, "err");
    bench.log.write(kOther, LogSource::StandardOutput, "other");
    bench.log.note("the device says something");
    for (const auto source : {LogSource::StandardError, LogSource::StandardOutput})
        bench.log.write(kApp, source, "put\n");
    CHECK(bench.texts() == Texts{"the device says something", "errput", "output"});
}

TEST_CASE("what an app has left without a line end is a line when it has ended")
{
    Bench bench;
    bench.log.write(kApp, LogSource::App, "ended\nhere");
    bench.log.write(kOther, LogSource::App, "goes on");
    bench.log.flush(kApp);
    bench.log.flush(kApp); // nothing more
    CHECK(bench.texts() == Texts{"ended", "here"});
}

TEST_CASE("a line that never ends is logged in pieces")
{
    Bench bench;
    const std::string piece(DeviceLog::kMaxLineBytes, 'x');
    bench.log.write(kApp, LogSource::App, piece + piece + "y");
    bench.log.flush(kApp);
    CHECK(bench.texts() == Texts{piece, piece, "y"});
}

TEST_CASE("the oldest lines go, and a reader is told how many it has missed")
{
    Bench bench;
    for (std::size_t i = 0; i < DeviceLog::kMaxLines + 5; ++i)
        bench.log.write(i % 2 == 0 ? kApp : kOther, LogSource::App, fmt::format("{}\n", i));
    const auto page = bench.log.page({.app = {}, .since = 0, .limit = 2});
    CHECK(page.missed == 5);
    REQUIRE(page.lines.size() == 2);
    CHECK(page.lines.front().text == "5");
    const auto next = bench.log.page({.app = kApp, .since = page.next, .limit = 2});
    CHECK(next.missed == 0);
    REQUIRE(next.lines.size() == 2);
    CHECK(next.lines.front().text == "8");
    CHECK(next.lines.back().text == "10");
}

TEST_CASE("an app that floods the log is cut short, and the log says by how much")
{
    Bench bench;
    bench.log.limit({.perSecond = 2, .burst = 3});
    for (int i = 1; i <= 5; ++i)
        bench.log.write(kApp, LogSource::App, std::to_string(i) + "\n");
    bench.log.write(kOther, LogSource::App, "another app\n");
    bench.log.write(kApp, LogSource::Device, "ended");
    CHECK(bench.texts() == Texts{"1", "2", "3", "another app", "ended"});
    bench.now = 500'000'000;
    bench.log.write(kApp, LogSource::App, "6\n7\n");
    bench.log.flush(kApp);
    const Texts texts = bench.texts();
    REQUIRE(texts.size() == 8);
    CHECK(texts[5] == "lines of its log left out: 2; it may write 2 a second");
    CHECK(texts[6] == "6");
    CHECK(texts[7] == "lines of its log left out: 1; it may write 2 a second");
}
