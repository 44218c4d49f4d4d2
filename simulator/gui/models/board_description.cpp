#include "models/board_description.hpp"

#include "connection/text_of.hpp"
#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

/// Nobody's board is as large; a drawing of it would be of no use.
constexpr double kMostMillimetres = 2000;

double millimetres(const json::Value& value)
{
    const double number = value.get<double>();
    return std::isfinite(number) ? std::clamp(number, -kMostMillimetres, kMostMillimetres) : 0;
}

Placement placement(const json::Value& value)
{
    return {.at = {millimetres(value.at("x")), millimetres(value.at("y"))},
            .rotation = std::remainder(value.at("rotation").get<double>(), 360.0)};
}

BoardConnector connector(const json::Value& value)
{
    BoardConnector result{.name = textOf(value, "name"),
                          .title = textOf(value, "title"),
                          .placement = placement(value.at("at")),
                          .rows = std::clamp(value.at("rows").get<int>(), 1, 100),
                          .pitch = std::clamp(millimetres(value.at("pitch")), 0.1, 100.0),
                          .pins = {}};
    for (const json::Value& pin : value.at("pins"))
        result.pins.push_back({textOf(pin, "name"), textOf(pin, "label")});
    return result;
}

BoardDescription read(const json::Value& answer)
{
    BoardDescription board{.id = textOf(answer, "id"),
                           .name = textOf(answer, "name"),
                           .description = textOf(answer, "description"),
                           .chip = textOf(answer, "chip"),
                           .chipPlacement = placement(answer.at("chipAt")),
                           .size = {std::max(1.0, millimetres(answer.at("width"))),
                                    std::max(1.0, millimetres(answer.at("height")))},
                           .files = {},
                           .supplies = {},
                           .nets = {},
                           .connectors = {},
                           .parts = {},
                           .wires = {}};
    for (const json::Value& file : answer.at("files"))
        board.files.append(textOf(file));
    for (const json::Value& supply : answer.at("supplies"))
        board.supplies.push_back({textOf(supply, "name"), supply.at("volts").get<double>()});
    for (const json::Value& net : answer.at("nets"))
        board.nets.append(textOf(net));
    for (const json::Value& one : answer.at("connectors"))
        board.connectors.push_back(connector(one));
    for (const json::Value& part : answer.at("parts"))
        board.parts.push_back({.name = textOf(part, "name"),
                               .kind = textOf(part, "kind"),
                               .label = textOf(part, "label"),
                               .placement = placement(part.at("at")),
                               .file = textOf(part, "file")});
    for (const json::Value& wire : answer.at("wires"))
        board.wires.push_back({.from = textOf(wire, "from"),
                               .to = textOf(wire, "to"),
                               .ohms = wire.at("ohms").get<int>(),
                               .file = textOf(wire, "file")});
    return board;
}

} // namespace

const BoardPartPlace* BoardDescription::findPart(const QString& part) const
{
    const auto found = std::ranges::find(parts, part, &BoardPartPlace::name);
    return found == parts.end() ? nullptr : &*found;
}

bool BoardDescription::hasName(const QString& one) const
{
    return one == chip || nets.contains(one) || findPart(one) != nullptr ||
           std::ranges::find(connectors, one, &BoardConnector::name) != connectors.end() ||
           std::ranges::find(supplies, one, &BoardSupply::name) != supplies.end();
}

Result<BoardDescription> BoardDescription::parse(const json::Value& answer)
{
    try {
        return read(answer);
    } catch (const json::Value::exception& problem) {
        return fail(Error{.code = ErrorCode::Syntax,
                          .message = std::string("the device's board: ") + problem.what(),
                          .where = {},
                          .expected = "an answer of board.get",
                          .advice = "the device may be of another version"});
    }
}

} // namespace perisphere::studio
