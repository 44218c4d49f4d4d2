#include "perisphere/engine/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>

namespace perisphere::random_test
{

using namespace perisphere::engine;

TEST_CASE("SplitMix64 gives the published numbers for seed 1234567")
{
    std::uint64_t state = 1234567;
    CHECK(splitMix64(state) == 6457827717110365317U);
    CHECK(splitMix64(state) == 3203168211198807973U);
    CHECK(splitMix64(state) == 9817491932198370423U);
}

TEST_CASE("xoshiro256** gives the published numbers for the state 1, 2, 3, 4")
{
    Random random({1, 2, 3, 4});
    CHECK(random.next() == 11520U);
    CHECK(random.next() == 0U);
    CHECK(random.next() == 1509978240U);
    CHECK(random.next() == 1215971899390074240U);
}

TEST_CASE("FNV-1a gives the published numbers")
{
    CHECK(fnv1a64("") == 0xCBF29CE484222325U);
    CHECK(fnv1a64("a") == 0xAF63DC4C8601EC8CU);
    CHECK(fnv1a64("foobar") == 0x85944171F73967E8U);
}

TEST_CASE("a stream is its own whatever others draw, and depends on seed and name")
{
    const RandomSource source(7);
    Random a = source.stream("a");
    const std::uint64_t first = a.next();
    Random b = source.stream("b");
    for (int i = 0; i < 100; ++i)
        (void)b.next();
    CHECK(source.stream("a").next() == first);
    CHECK(source.stream("b").next() != first);
    CHECK(RandomSource(8).stream("a").next() != first);
}

TEST_CASE("numbers below a bound are below it and equally likely")
{
    Random random(1, "test");
    std::map<std::uint64_t, int> counts;
    constexpr int kDraws = 60000;
    for (int i = 0; i < kDraws; ++i)
        ++counts[random.below(6)];
    CHECK(counts.size() == 6);
    for (const auto& [number, count] : counts) {
        CHECK(number < 6);
        CHECK(std::abs(count - kDraws / 6) < 500); // more than five standard deviations
    }
    CHECK(random.below(1) == 0);
    const std::uint64_t half = (std::uint64_t{1} << 63U) + 1; // half of all draws are refused
    for (int i = 0; i < 100; ++i)
        CHECK(random.below(half) < half);
}

TEST_CASE("unit numbers lie in the half-open interval, normal ones have mean 0 and deviation 1")
{
    Random random(2, "test");
    double sum = 0;
    double squares = 0;
    constexpr int kDraws = 20000;
    for (int i = 0; i < kDraws; ++i) {
        const double unit = random.unit();
        REQUIRE((unit >= 0 && unit < 1));
        const double normal = random.normal();
        REQUIRE(std::abs(normal) <= 6);
        sum += normal;
        squares += normal * normal;
    }
    CHECK(std::abs(sum / kDraws) < 0.03);
    CHECK(std::abs(squares / kDraws - 1) < 0.05);
}

TEST_CASE("filling bytes takes each number's bytes lowest first")
{
    Random numbers({1, 2, 3, 4});
    Random bytes({1, 2, 3, 4});
    std::array<std::byte, 11> filled{};
    bytes.fill(filled);
    const std::uint64_t first = numbers.next();
    for (unsigned i = 0; i < 8; ++i)
        CHECK(std::to_integer<unsigned>(filled[i]) == ((first >> (8 * i)) & 0xFFU));
    CHECK(filled[8] == std::byte{0});
    CHECK(bytes.state() == [&] {
        (void)numbers.next();
        return numbers.state();
    }());
}

} // namespace perisphere::random_test
