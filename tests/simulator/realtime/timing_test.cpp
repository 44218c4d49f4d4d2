// Timers and UARTs of the whole chip, seen from outside: exact, however long they run. The program
// is tests/firmware/timing.c.
#include "subsystem_bench.hpp"

namespace perisphere::timing_test
{

using realtime_test::SubsystemBench;
using namespace std::chrono_literals;

constexpr std::int64_t kSecond = 1'000'000'000;
/// A core begins to act on what happens at the cycle that begins next; HCLK is 26 MHz.
constexpr std::int64_t kCycle = 39;

class TimingBench : public SubsystemBench
{
public:
    TimingBench()
    {
        for (unsigned i = 0; i < m_edges.size(); ++i)
            m_watches.push_back(gpio(8 + i).onLevel([this, i](const engine::PinChange& change) {
                m_edges[i].push_back(engine::toNanoseconds(change.time));
            }));
        auto started =
            cores->start({.componentId = "timing",
                          .fileName = "timing",
                          .print =
                              [this](std::string_view text) {
                                  for (std::size_t i = 0; i < text.size(); ++i)
                                      characters.push_back(engine::toNanoseconds(scheduler.now()));
                              },
                          .note = [](const std::string& text) { FAIL(text); }},
                         realtime_test::firmware("timing"));
        REQUIRE(started);
    }

    [[nodiscard]] const std::vector<std::int64_t>& edges(unsigned pin) const
    {
        return m_edges.at(pin - 8);
    }

    std::vector<std::int64_t> characters; ///< when each came

private:
    std::array<std::vector<std::int64_t>, 3> m_edges;
    std::vector<engine::Subscription> m_watches;
};

/// `count` events `numerator / denominator` seconds apart, from the second on: the first one's
/// latency may differ.
void checkPace(const std::vector<std::int64_t>& times, std::size_t count, std::int64_t numerator,
               std::int64_t denominator, std::int64_t tolerance)
{
    REQUIRE(times.size() >= count);
    for (std::size_t i = 2; i < count; ++i) {
        const auto periods = static_cast<std::int64_t>(i - 1);
        const std::int64_t expected = times[1] + periods * numerator * kSecond / denominator;
        REQUIRE(std::abs(times[i] - expected) <= tolerance);
    }
}

TEST_CASE("GPT0 keeps its pace of ticks of 32768 Hz")
{
    TimingBench bench;
    bench.run(3s);
    checkPace(bench.edges(8), 9700, 10, 32768, kCycle + 1);
}

TEST_CASE("GPT1 keeps its pace of ticks of 32768/33 Hz")
{
    TimingBench bench;
    bench.run(10s);
    // When both timers are due at once, one handler serves them: a few cycles later.
    checkPace(bench.edges(9), 3200, std::int64_t{3} * 33, 32768, 60 * kCycle);
}

TEST_CASE("GPT3 expires after its microseconds")
{
    TimingBench bench;
    bench.run(100ms);
    const auto& edges = bench.edges(10);
    REQUIRE(edges.size() >= 2); // the first is that of the pin becoming an output
    const std::int64_t passed = edges.back() - edges[edges.size() - 2];
    // From the store that raises the pin to that which starts the timer; entry and the handler.
    CHECK(passed >= 1'234'000 + 12 * 38);
    CHECK(passed <= 1'234'000 + 40 * kCycle);
}

TEST_CASE("characters follow each other in the divider's exact time")
{
    TimingBench bench;
    bench.run(100ms);
    // Ten bits of 1 * (224 + 1 + 7/10) clocks of 26 MHz.
    checkPace(bench.characters, 200, 2257, 26'000'000, 1);
}

} // namespace perisphere::timing_test
