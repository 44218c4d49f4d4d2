#include "signals/signal_search.hpp"

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

/// Low at first, another level with each time.
Track changesAt(const std::vector<std::int64_t>& times)
{
    Track track;
    track.firstLevel = TrackLevel::Low;
    for (const std::int64_t time : times)
        track.add(time, track.times.size() % 2 == 0 ? TrackLevel::High : TrackLevel::Low);
    return track;
}

constexpr auto kNext = SearchDirection::Next;
constexpr auto kPrevious = SearchDirection::Previous;
using Hit = std::optional<SearchHit>;

std::vector<Annotation> bytesOf(const std::string& text)
{
    std::vector<Annotation> said;
    for (const char character : text) {
        const auto at = static_cast<std::int64_t>(said.size()) * 10;
        said.push_back({.begin = at,
                        .end = at + 8,
                        .text = QStringLiteral("'%1'").arg(QChar(character)),
                        .isError = false,
                        .byte = static_cast<std::uint8_t>(character)});
    }
    return said;
}

} // namespace

TEST_CASE("edges are found from where one is, in both directions")
{
    const Track track = changesAt({10, 20, 30, 40}); // up, down, up, down
    CHECK(findEdge(track, SearchedEdge::Any, 10, kNext) == Hit({20, 20}));
    CHECK(findEdge(track, SearchedEdge::Rising, 10, kNext) == Hit({30, 30}));
    CHECK(findEdge(track, SearchedEdge::Falling, 40, kPrevious) == Hit({20, 20}));
    CHECK(findEdge(track, SearchedEdge::Rising, 10, kPrevious) == Hit());
    CHECK(findEdge(track, SearchedEdge::Rising, 30, kNext) == Hit());
    CHECK(findEdge(Track{}, SearchedEdge::Any, 0, kNext) == Hit());
    Track value;
    value.kind = TrackKind::Value;
    value.add(10, 0.5);
    CHECK(findEdge(value, SearchedEdge::Any, 0, kNext) == Hit());
}

TEST_CASE("pulses are found by their length")
{
    const Track track = changesAt({100, 150, 400, 410, 900});
    CHECK(findPulse(track, SearchedPulse::Shorter, 20, 0, kNext) == Hit({400, 410}));
    CHECK(findPulse(track, SearchedPulse::Longer, 200, 0, kNext) == Hit({150, 400}));
    CHECK(findPulse(track, SearchedPulse::Longer, 200, 150, kNext) == Hit({410, 900}));
    CHECK(findPulse(track, SearchedPulse::Longer, 200, 410, kPrevious) == Hit({150, 400}));
    CHECK(findPulse(track, SearchedPulse::Longer, 200, 2000, kPrevious) == Hit({410, 900}));
    CHECK(findPulse(track, SearchedPulse::Longer, 1000, 0, kNext) == Hit());
    CHECK(findPulse(changesAt({5}), SearchedPulse::Longer, 1, 0, kNext) == Hit());
}

TEST_CASE("what is said is found by its bytes, what they spell, or how it is shown")
{
    const auto said = bytesOf("say hello, hello");
    CHECK(SaidPattern(QStringLiteral("hello")).find(said, -1, kNext) == Hit({40, 88}));
    CHECK(SaidPattern(QStringLiteral("hello")).find(said, 40, kNext) == Hit({110, 158}));
    CHECK(SaidPattern(QStringLiteral("hello")).find(said, 110, kPrevious) == Hit({40, 88}));
    CHECK(SaidPattern(QStringLiteral("6C 0x6f")).find(said, 0, kNext) == Hit({70, 88}));
    CHECK(SaidPattern(QStringLiteral("6c 6f 21")).find(said, 0, kNext) == Hit());
    CHECK(SaidPattern(QStringLiteral("\"68\"")).find(said, 0, kNext) == Hit()); // not the byte
    CHECK(SaidPattern(QStringLiteral("hellos")).find(said, 0, kNext) == Hit());
    CHECK(SaidPattern(QStringLiteral("  ")).isEmpty());

    const std::vector<Annotation> bus{
        {.begin = 0, .end = 0, .text = QStringLiteral("S")},
        {.begin = 1, .end = 9, .text = QStringLiteral("3C W A")},
        {.begin = 10, .end = 18, .text = QStringLiteral("40 A"), .byte = std::uint8_t{0x40}},
        {.begin = 19, .end = 19, .text = QStringLiteral("P")}};
    CHECK(SaidPattern(QStringLiteral("3c w")).find(bus, -1, kNext) == Hit({1, 9}));
    CHECK(SaidPattern(QStringLiteral("40")).find(bus, -1, kNext) == Hit({10, 18}));
    CHECK(SaidPattern(QStringLiteral("3C")).find(bus, -1, kNext) == Hit()); // an address, no data
    CHECK(SaidPattern(QStringLiteral("p")).find(bus, 19, kPrevious) == Hit());
}

TEST_CASE("durations are read with their units")
{
    CHECK(nanosecondsOf(QStringLiteral("10 µs")) == 10'000.0);
    CHECK(nanosecondsOf(QStringLiteral("1.5ms")) == 1'500'000.0);
    CHECK(nanosecondsOf(QStringLiteral(" 300 ns ")) == 300.0);
    CHECK(nanosecondsOf(QStringLiteral("2s")) == 2e9);
    CHECK(nanosecondsOf(QStringLiteral("7")) == 7'000.0);
    for (const char* const text : {"", "ms", "1 m", "-1 ms", "1e9 s", "10 µs x"})
        CHECK_FALSE(nanosecondsOf(QString::fromUtf8(text)));
}

} // namespace perisphere::studio_test
