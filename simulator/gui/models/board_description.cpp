#include "models/board_description.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

/// Nobody's board is as large; a drawing of it would be of no use.
constexpr double kMostMillimetres = 2000;

QString text(const json::Value& value)
{
    return QString::fromStdString(value.get<std::string>());
}

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
    BoardConnector result{.name = text(value.at("name")),
                          .title = text(value.at("title")),
                          .placement = placement(value.at("at")),
                          .rows = std::clamp(value.at("rows").get<int>(), 1, 100),
                          .pitch = std::clamp(millimetres(value.at("pitch")), 0.1, 100.0),
                          .pins = {}};
    for (const json::Value& pin : value.at("pins"))
        result.pins.push_back({text(pin.at("name")), text(pin.at("label"))});
    return result;
}

BoardDescription read(const json::Value& answer)
{
    BoardDescription board{.id = text(answer.at("id")),
                           .name = text(answer.at("name")),
                           .description = text(answer.at("description")),
                           .chip = text(answer.at("chip")),
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
        board.files.append(text(file));
    for (const json::Value& supply : answer.at("supplies"))
        board.supplies.push_back({text(supply.at("name")), supply.at("volts").get<double>()});
    for (const json::Value& net : answer.at("nets"))
        board.nets.append(text(net));
    for (const json::Value& one : answer.at("connectors"))
        board.connectors.push_back(connector(one));
    for (const json::Value& part : answer.at("parts"))
        board.parts.push_back({.name = text(part.at("name")),
                               .kind = text(part.at("kind")),
                               .label = text(part.at("label")),
                               .placement = placement(part.at("at")),
                               .file = text(part.at("file"))});
    for (const json::Value& wire : answer.at("wires"))
        board.wires.push_back({.from = text(wire.at("from")),
                               .to = text(wire.at("to")),
                               .ohms = wire.at("ohms").get<int>(),
                               .file = text(wire.at("file"))});
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
