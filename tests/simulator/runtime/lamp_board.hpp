// The smallest board: a button that lights a LED, without a chip between.
#pragma once

#include "perisphere/boards/board.hpp"
#include "perisphere/hardware/definition.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace perisphere::test
{

class LampSource final : public hardware::FileSource
{
public:
    Result<std::optional<File>> read(std::string_view /*directory*/, std::string_view path) override
    {
        constexpr std::string_view kBoard = R"json({
"name": "Lamp", "chip": "MT3620", "hardwareDefinition": "mt3620_rdb.json",
"outline": {"width": 50, "height": 50}, "supplies": {"3V3": 3.3, "GND": 0},
"parts": [{"name": "SW1", "type": "button"}, {"name": "D1", "type": "led"}],
"wires": [["D1.anode", "3V3", 1000], ["D1.cathode", "SW1.1"], ["SW1.2", "GND"]]})json";
        if (path.ends_with("lamp.json"))
            return File{.path = "lamp.json", .identity = "lamp.json", .text = std::string(kBoard)};
        return std::optional<File>();
    }
};

inline boards::Board lampBoard()
{
    LampSource source;
    auto board = boards::loadBoard("lamp.json", {}, source);
    for (const Diagnostic& finding : board.diagnostics)
        UNSCOPED_INFO(finding.toString());
    REQUIRE(board.ok());
    return std::move(*board.value);
}

} // namespace perisphere::test
