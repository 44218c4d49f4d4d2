#include "perisphere/engine/time.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace perisphere::time_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

TEST_CASE("virtual time prints all its nanoseconds")
{
    CHECK(toString(VirtualTime()) == "0.000000000 s");
    CHECK(toString(atNanoseconds(1'000'000'500)) == "1.000000500 s");
    CHECK(toString(atNanoseconds(-1)) == "-0.000000001 s");
    CHECK(toString(atNanoseconds(std::numeric_limits<std::int64_t>::min())) ==
          "-9223372036.854775808 s");
    CHECK(toString(kNever) == "never");
}

TEST_CASE("adding a delay stops at the end of time and never goes back")
{
    CHECK(later(atNanoseconds(5), 7ns) == atNanoseconds(12));
    CHECK(later(atNanoseconds(5), -7ns) == atNanoseconds(5));
    CHECK(later(atNanoseconds(5), Duration::max()) == kNever);
    CHECK(later(kNever, 1ns) == kNever);
    CHECK(later(atNanoseconds(-10), 15ns) == atNanoseconds(5));
}

} // namespace perisphere::time_test
