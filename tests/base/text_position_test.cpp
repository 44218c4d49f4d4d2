#include "perisphere/base/text_position.hpp"

#include <catch2/catch.hpp>

namespace perisphere::text_position_test
{

TEST_CASE("lines and columns count from one, columns in bytes")
{
    const LineIndex index("ab\n\ncd");
    CHECK(index.at(0) == LineColumn{1, 1});
    CHECK(index.at(2) == LineColumn{1, 3});
    CHECK(index.at(3) == LineColumn{2, 1});
    CHECK(index.at(4) == LineColumn{3, 1});
    CHECK(index.at(5) == LineColumn{3, 2});
}

TEST_CASE("an offset past the end is the end")
{
    CHECK(LineIndex("ab\n").at(99) == LineColumn{2, 1});
    CHECK(LineIndex("").at(5) == LineColumn{1, 1});
}

} // namespace perisphere::text_position_test
