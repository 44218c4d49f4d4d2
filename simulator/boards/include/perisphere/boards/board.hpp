// A board: what is on it, where, and how it is wired. Data, from JSON files
// (docs/simulator/boards.md).
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/engine/voltage.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/parts/part_type.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::boards
{

/// Top view, millimetres from the board's lower left corner to the thing's middle;
/// counter-clockwise degrees.
struct Placement {
    double x = 0;
    double y = 0;
    double rotation = 0;
};

struct Supply {
    std::string name; ///< "3V3"
    engine::Voltage voltage;
};

/// A host name of the simulated network.
struct BoardHost {
    std::string name;     ///< "api.example.com"
    std::string endpoint; ///< "127.0.0.1:8443"; not checked yet
    Location where;       ///< of its entry in the file
};

struct ConnectorPin {
    std::string name;  ///< as a wire names it: "H2-7"
    std::string label; ///< what is printed or documented: "GPIO27 · ISU0 RTS/MOSI/SCL"
};

struct Connector {
    std::string name; ///< "H2"
    std::string title;
    Placement at;
    std::uint32_t rows = 1; ///< pins count across the rows first, as headers do
    double pitch = 2.54;    ///< mm
    std::vector<ConnectorPin> pins;
};

struct BoardPart {
    std::string name; ///< "D1"
    const parts::PartType* type = nullptr;
    parts::Configuration configuration;
    std::string label; ///< for people, may be empty: "User LED 1"
    Placement at;
    Location where; ///< of its entry in the file
};

/// Ends are "PART.PIN", "CHIP.PIN", "CONNECTOR-PIN", a supply or a net.
struct BoardWire {
    std::string from;
    std::string to;
    std::uint32_t ohms = 0;
    Location where;
};

struct Board {
    std::string id;   ///< file name without ".json": "mt3620_rdb"
    std::string name; ///< for people
    std::string description;
    std::vector<std::string> files; ///< this one first, then those it extends
    std::string chip;               ///< "MT3620"
    std::string hardwareDefinition; ///< file name in the SDK: "mt3620_rdb.json"
    double width = 0;               ///< mm
    double height = 0;              ///< mm
    Placement chipAt;
    std::vector<Supply> supplies;
    std::vector<BoardHost> hosts;  ///< an extending board's come first
    std::vector<std::string> nets; ///< places to wire to that nothing drives by itself
    std::vector<Connector> connectors;
    std::vector<BoardPart> parts;
    std::vector<BoardWire> wires;
};

/// Reads board `name` (with or without ".json"; an existing path as it is) from the first of
/// `directories` that has it, and what it extends: folder of the extending file, then
/// `directories`.
///
/// Rules: syntax, schema-..., duplicate-key, duplicate-name, board-not-found, extends-cycle,
/// unknown-part-type, unknown-end, wire-to-itself, and "incomplete-board" for a board that after
/// all extending lacks a chip, hardware definition or outline.
[[nodiscard]] Checked<Board> loadBoard(std::string_view name,
                                       const std::vector<std::string>& directories,
                                       hardware::FileSource& source);

} // namespace perisphere::boards
