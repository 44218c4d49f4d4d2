#include "board_bench.hpp"

#include "perisphere/json/schema.hpp"

namespace perisphere::load_board_test
{

using namespace perisphere::boards;
using namespace perisphere::engine;
using Catch::Matchers::Contains;

namespace
{

/// A whole board with what `more` adds, in its third line.
std::string board(const std::string& more)
{
    return "{\"name\": \"Test\", \"chip\": \"MT3620\", \"hardwareDefinition\": "
           "\"mt3620_rdb.json\",\n"
           "\"outline\": {\"width\": 10, \"height\": 10}, \"supplies\": {\"GND\": 0, \"3V3\": "
           "3.3}" +
           (more.empty() ? std::string() : ",\n" + more) + "}\n";
}

Checked<Board> load(const std::string& text)
{
    TextSource source;
    source.files["boards/test.json"] = text;
    return loadBoard("test", {"boards"}, source);
}

struct BadBoard {
    std::string rule;
    std::uint32_t line;
    std::string message; ///< what it contains
    std::string text;
};

const std::vector<BadBoard> kBadBoards = {
    {"syntax", 1, "", "{"},
    {"schema-type", 1, "", "[]"},
    {"schema-required", 1, "name", "{}"},
    {"schema-additionalProperties", 3, "part", board(R"("part": [])")},
    {"schema-required", 3, "type", board(R"("parts": [{"name": "D1"}])")},
    {"schema-pattern", 3, "D.1", board(R"("parts": [{"name": "D.1", "type": "led"}])")},
    {"schema-minItems", 3, "", board(R"("wires": [["GND"]])")},
    {"schema-enum", 1, "MT9999", R"({"name": "x", "chip": "MT9999"})"},
    {"unknown-part-type", 3, "there is no part type \"ledd\"",
     board(R"("parts": [{"name": "D1", "type": "ledd"}])")},
    {"schema-enum", 4, "",
     board("\"parts\": [{\"name\": \"D1\", \"type\": \"led\",\n"
           "\"configuration\": {\"colour\": \"pink\"}}]")},
    {"schema-additionalProperties", 4, "",
     board("\"parts\": [{\"name\": \"D1\", \"type\": \"led\",\n"
           "\"configuration\": {\"color\": \"red\"}}]")},
    {"duplicate-name", 4, "\"D1\" names two things of the board",
     board("\"parts\": [{\"name\": \"D1\", \"type\": \"led\"},\n"
           "{\"name\": \"D1\", \"type\": \"led\"}]")},
    {"duplicate-name", 3, "\"GND\" names two things of the board",
     board(R"("parts": [{"name": "GND", "type": "led"}])")},
    {"unknown-end", 3, "a wire leads to \"D1.kathode\", which is not there",
     board(R"("parts": [{"name": "D1", "type": "led"}], "wires": [["D1.kathode", "GND"]])")},
    {"unknown-end", 3, "a wire leads to \"3V4\", which is not there",
     board(R"("wires": [["3V4", "GND"]])")},
    {"wire-to-itself", 3, "a wire joins \"GND\" to itself", board(R"("wires": [["GND", "GND"]])")},
    {"incomplete-board", 0, "the board has no \"chip\"", R"({"name": "x"})"},
    {"board-not-found", 1, "there is no board \"mt3620_rbd\"",
     R"({"name": "x", "extends": "mt3620_rbd"})"},
    {"extends-cycle", 1, "board \"test\" extends itself", R"({"name": "x", "extends": "test"})"},
};

} // namespace

TEST_CASE("the board schema is a schema and every value in it that people write is described")
{
    hardware::DiskFileSource source;
    const auto file = source.read("", PERISPHERE_BOARD_SCHEMA);
    REQUIRE((file.has_value() && file->has_value()));
    const auto schema = json::Schema::compile((*file)->text);
    REQUIRE(schema.has_value());
    for (const auto& [name, value] : schema->root()["properties"].items()) {
        INFO(name);
        CHECK((value.contains("description") || value.contains("$ref")));
    }
}

TEST_CASE("a wrong board is refused with rule, line and message")
{
    for (const BadBoard& bad : kBadBoards) {
        INFO(bad.text);
        const auto loaded = load(bad.text);
        CHECK_FALSE(loaded.ok());
        REQUIRE_FALSE(loaded.diagnostics.empty());
        const Diagnostic& first = loaded.diagnostics.front();
        INFO(first.toString());
        CHECK(first.rule == bad.rule);
        CHECK(first.where.file == "boards/test.json");
        CHECK(first.where.line == bad.line);
        CHECK_THAT(first.message, Contains(bad.message));
    }
}

TEST_CASE("a mistyped end is answered with the nearest one")
{
    const auto loaded =
        load(board(R"("parts": [{"name": "D1", "type": "led"}], "wires": [["D1.anod", "GND"]])"));
    REQUIRE(loaded.diagnostics.size() == 1);
    CHECK(loaded.diagnostics[0].advice == "did you mean \"D1.anode\"?");
    CHECK(loaded.diagnostics[0].where.column > 0);
}

TEST_CASE("a board that is nowhere is reported with where it was looked for")
{
    TextSource source;
    const auto loaded = loadBoard("nowhere", {"a", "b"}, source);
    CHECK_FALSE(loaded.value.has_value());
    REQUIRE(loaded.diagnostics.size() == 1);
    CHECK(loaded.diagnostics[0].rule == "board-not-found");
    CHECK_THAT(loaded.diagnostics[0].expected, Contains("nowhere.json") && Contains("a, b"));
}

TEST_CASE("a user's board adds parts and wires to a shipped one")
{
    hardware::DiskFileSource disk;
    TextSource source;
    const auto rdb = disk.read(PERISPHERE_BOARDS, "mt3620_rdb.json");
    REQUIRE((rdb.has_value() && rdb->has_value()));
    source.files["sdk/mt3620_rdb.json"] = (*rdb)->text;
    source.files["app/board.json"] = R"({
        "name": "My board", "extends": "mt3620_rdb",
        "parts": [{"name": "TH1", "type": "tmp117", "at": [2, 10]},
                  {"name": "RV1", "type": "potentiometer"}],
        "wires": [["TH1.SCL", "H2-7"], ["TH1.SDA", "H2-1"], ["H2-7", "3V3", 10000],
                  ["RV1.low", "GND"], ["RV1.high", "3V3"], ["RV1.wiper", "H2-11"]]
    })";
    auto loaded = loadBoard("app/board.json", {"sdk"}, source);
    for (const Diagnostic& one : loaded.diagnostics)
        FAIL(one.toString());
    BoardBench bench(std::move(*loaded.value));
    CHECK(bench.board.name == "My board");
    CHECK(bench.board.id == "board");
    CHECK(bench.board.width == 50);
    CHECK(bench.board.files == std::vector<std::string>{"app/board.json", "sdk/mt3620_rdb.json"});
    const auto targets = bench.buses.i2cTargets(bench.gpio(27), bench.gpio(28));
    REQUIRE(targets.size() == 1);
    CHECK(targets[0]->start(0x48, bus::I2cAccess::Write));
    CHECK(static_cast<double>(bench.gpio(41).voltage().microvolts()) ==
          Approx(1'650'000).margin(20'000));
    bench.gpio(8).setDrive(digitalDrive(OutputMode::PushPull, false));
    CHECK(bench.get<bool>("D1", "redLit"));
}

TEST_CASE("a board with a pin that the chip does not have is not built, with the place of the wire")
{
    auto loaded = load(board("\"nets\": [\"X\"], \"wires\": [[\"X\", \"MT3620.GPIO23\"],\n"
                             "[\"X\", \"MT3620.GPIO24\"]]"));
    REQUIRE(loaded.ok());
    BoardBench bench(loadShipped("seeed_mt3620_mdb"));
    bench.board = std::move(*loaded.value);
    const auto built = bench.build();
    REQUIRE_FALSE(built.has_value());
    CHECK(built.error().code == ErrorCode::NotFound);
    CHECK(built.error().message == "the chip has no pin \"MT3620.GPIO24\"");
    CHECK(built.error().where.line == 4);
    CHECK(built.error().activity == "build board \"test\"");
}

TEST_CASE("the parts of an assembly are found by name or answered with the nearest")
{
    BoardBench bench(loadShipped("mt3620_rdb"));
    CHECK(bench.part("SW2").type().name == "button");
    const auto part = bench.assembly->findPart("SW9");
    REQUIRE_FALSE(part.has_value());
    CHECK(part.error().message == "the board has no part \"SW9\"");
    const auto pin = bench.assembly->findPin("H2-77");
    REQUIRE_FALSE(pin.has_value());
    CHECK(pin.error().advice == "did you mean \"H2-7\"?");
}

TEST_CASE("hosts of the simulated network: what extends comes before what is extended")
{
    TextSource source;
    source.files["base.json"] = R"({"name": "Base", "chip": "MT3620",
        "hardwareDefinition": "x.json", "outline": {"width": 1, "height": 1},
        "hosts": {"api.example.com": "127.0.0.1:1000", "b.example.com": "127.0.0.1:1001"}})";
    source.files["mine.json"] = R"({"name": "Mine", "extends": "base",
        "hosts": {"api.example.com": "127.0.0.1:2000"}})";
    const auto board = loadBoard("mine.json", {}, source);
    REQUIRE(board.value.has_value());
    REQUIRE(board.value->hosts.size() == 3);
    CHECK(board.value->hosts[0].endpoint == "127.0.0.1:2000");
    CHECK(board.value->hosts[0].where.file == "mine.json");
    CHECK(board.value->hosts[0].where.line == 2);
    CHECK(board.value->hosts[1].endpoint == "127.0.0.1:1000");
}

} // namespace perisphere::load_board_test
