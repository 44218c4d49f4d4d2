#include "models/board_description.hpp"

#include <catch2/catch.hpp>

namespace perisphere::studio_test
{

using studio::BoardDescription;

namespace
{

json::Value at(double x, double y)
{
    return {{"x", x}, {"y", y}, {"rotation", 270}};
}

json::Value bench()
{
    return {
        {"id", "bench"},
        {"name", "Bench"},
        {"description", ""},
        {"chip", "MT3620"},
        {"chipAt", at(25, 40)},
        {"width", 50},
        {"height", 80},
        {"files", {"/boards/bench.json"}},
        {"supplies", {{{"name", "3V3"}, {"volts", 3.3}}}},
        {"nets", {"BUS"}},
        {"connectors",
         {{{"name", "H1"},
           {"title", "Header 1"},
           {"at", at(5, 5)},
           {"rows", 2},
           {"pitch", 2.54},
           {"pins", {{{"name", "H1-1"}, {"label", "GPIO0"}}}}}}},
        {"parts",
         {{{"name", "D1"},
           {"kind", "led"},
           {"label", "Lamp"},
           {"at", at(10, 3)},
           {"file", "/boards/bench.json"}}}},
        {"wires",
         {{{"from", "D1.anode"}, {"to", "3V3"}, {"ohms", 330}, {"file", "/boards/bench.json"}}}}};
}

} // namespace

TEST_CASE("a board is read as the device tells it")
{
    const auto board = BoardDescription::parse(bench());
    REQUIRE(board);
    CHECK(board->size == QSizeF(50, 80));
    CHECK(board->connectors.at(0).pins.at(0).label == "GPIO0");
    CHECK(board->parts.at(0).placement.at == QPointF(10, 3));
    CHECK(board->parts.at(0).placement.rotation == -90);
    CHECK(board->wires.at(0).ohms == 330);
    CHECK(board->files == QStringList{"/boards/bench.json"});
    for (const char* const name : {"MT3620", "H1", "D1", "3V3", "BUS"})
        CHECK(board->hasName(name));
    CHECK_FALSE(board->hasName("D2"));
}

TEST_CASE("what is no board is said to be none")
{
    for (const char* const key : {"width", "connectors", "parts", "chipAt"}) {
        json::Value broken = bench();
        broken.erase(key);
        const auto board = BoardDescription::parse(broken);
        REQUIRE_FALSE(board);
        CHECK_THAT(board.error().toString(), Catch::Contains(key));
    }
    CHECK_FALSE(BoardDescription::parse("a text"));
}

TEST_CASE("a board of unlikely size is cut to what can be drawn")
{
    json::Value huge = bench();
    huge["width"] = 1e300;
    huge["height"] = -5;
    huge["connectors"][0]["rows"] = -3;
    huge["connectors"][0]["pitch"] = 0;
    const auto board = BoardDescription::parse(huge);
    REQUIRE(board);
    CHECK(board->size.width() <= 2000);
    CHECK(board->size.height() >= 1);
    CHECK(board->connectors[0].rows == 1);
    CHECK(board->connectors[0].pitch > 0);
}

} // namespace perisphere::studio_test
