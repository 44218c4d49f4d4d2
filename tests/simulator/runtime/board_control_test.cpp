// The board as the control API tells it: what clients are promised of the answers.
#include "board_control.hpp"

#include "perisphere/control/description.hpp"
#include "perisphere/hardware/definition.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace perisphere;

namespace
{

/// Nothing: the answer is as it is described.
std::string wrongWith(const json::Value& answer, std::string_view method)
{
    const control::Description description = control::Description::load().value();
    for (const json::Value& one : description.root()["methods"])
        if (one["name"] == method) {
            const json::Schema schema = description.compile(one["result"]).value();
            std::string text;
            for (const Diagnostic& finding :
                 schema.validate(json::Document::parse(answer.dump(), "answer").value()))
                text += finding.toString() + '\n';
            return text;
        }
    return "no such method";
}

} // namespace

TEST_CASE("a shipped board, its parts' types and a draft are told as described")
{
    hardware::DiskFileSource source;
    const auto board = boards::loadBoard("mt3620_rdb", {PERISPHERE_BOARDS}, source);
    REQUIRE(board.value);
    runtime::BoardControl control(*board.value);
    const json::Value description = control.description();
    CHECK(wrongWith(description, "board.get").empty());
    CHECK(description["id"] == "mt3620_rdb");
    CHECK(description["parts"].size() > 5);
    const json::Value types = control.partTypes();
    CHECK(wrongWith(types, "board.partTypes").empty());
    CHECK(types["types"].size() > 20);

    const std::string draft = R"({"name": "Mine", "extends": "mt3620_rdb",
        "parts": [{"name": "LED1", "type": "led", "at": [1, 2]}],
        "wires": [["LED1.anode", "nowhere"]]})";
    const auto checked = control.check("/mine/board.json", draft);
    REQUIRE(checked);
    CHECK(wrongWith(*checked, "board.check").empty());
    REQUIRE_FALSE(checked->at("findings").empty());
    CHECK(checked->at("findings")[0]["file"] == "/mine/board.json");
    CHECK(control.check("board.json", draft).error().code == ErrorCode::InvalidArgument);
}
