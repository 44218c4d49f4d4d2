// The sample rt_intercore_echo on the chip, with apps' sockets at the other end.
#include "inter_core_bench.hpp"
#include "subsystem_bench.hpp"

namespace perisphere::inter_core_firmware_test
{

using namespace std::chrono_literals;
using test::InterCoreBench;
using test::receiveAt;
using test::sendFrom;

struct EchoBench : realtime_test::SubsystemBench {
    EchoBench() { startEcho(); }

    void startEcho()
    {
        const auto started =
            cores->start({.componentId = InterCoreBench::kCoreApp.toString(),
                          .fileName = "rt_intercore_echo",
                          .peer = InterCoreBench::peer(),
                          .print = [this](std::string_view text) { output[0] += text; },
                          .note = [this](std::string text) { notes.push_back(std::move(text)); }},
                         program);
        REQUIRE(started);
        REQUIRE(*started == 0);
    }

    void runFor(engine::Duration time)
    {
        for (engine::Duration at{}; at < time; at += 100us) {
            cores->channel(0).input().poll();
            run(100us);
        }
    }

    UniqueFd connect(const image::Guid& app) { return cores->channel(0).connect(app).value(); }

    std::vector<std::uint8_t> program = realtime_test::firmware("rt_intercore_echo");
};

TEST_CASE("firmware echoes what apps send, to each its own")
{
    EchoBench bench;
    const UniqueFd first = bench.connect(InterCoreBench::kApp);
    const UniqueFd second = bench.connect(InterCoreBench::kOtherApp);
    for (const std::size_t bytes : {1U, 7U, 40U, 1000U, 1024U}) {
        const std::string text(bytes, 'a');
        REQUIRE(sendFrom(first, text));
        REQUIRE(sendFrom(second, "second"));
        bench.runFor(50ms);
        CHECK(receiveAt(first) == text);
        CHECK(receiveAt(second) == "second");
    }
    CHECK_THAT(bench.output[0], Catch::StartsWith("waiting for the partner") &&
                                    Catch::Contains("echoed 1024 bytes"));
    CHECK(bench.notes.empty());
}

TEST_CASE("firmware and an app that floods it lose nothing")
{
    EchoBench bench;
    const UniqueFd socket = bench.connect(InterCoreBench::kApp);
    constexpr std::size_t kMessages = 200;
    std::size_t sent = 0;
    std::size_t received = 0;
    const auto message = [](std::size_t number) {
        return std::string(number * 53 % 1025, static_cast<char>('a' + number % 26));
    };
    for (int turn = 0; received < kMessages && turn < 10'000; ++turn) {
        while (sent < kMessages && sendFrom(socket, message(sent)))
            ++sent;
        bench.runFor(1ms);
        // The app reads now and then only, so that both rings fill.
        while (turn % 64 == 0)
            if (const auto text = receiveAt(socket))
                REQUIRE(*text == message(received++));
            else
                break;
    }
    CHECK(received == kMessages);
    CHECK(bench.notes.empty());
}

TEST_CASE("firmware that starts again goes on with the same connection")
{
    EchoBench bench;
    const UniqueFd socket = bench.connect(InterCoreBench::kApp);
    for (int i = 0; i < 3; ++i) {
        REQUIRE(sendFrom(socket, "hello"));
        bench.runFor(20ms);
        CHECK(receiveAt(socket) == "hello");
        bench.cores->stop(0);
        bench.startEcho();
        bench.runFor(5ms);
    }
}

} // namespace perisphere::inter_core_firmware_test
