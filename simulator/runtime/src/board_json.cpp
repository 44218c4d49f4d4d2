#include "board_json.hpp"

#include "perisphere/control/volts.hpp"

namespace perisphere::runtime
{

using json::Value;

namespace
{

Value toJson(const boards::Placement& at)
{
    return {{"x", at.x}, {"y", at.y}, {"rotation", at.rotation}};
}

Value toJson(const boards::Supply& supply)
{
    return {{"name", supply.name}, {"volts", control::volts(supply.voltage)}};
}

Value toJson(const boards::ConnectorPin& pin)
{
    return {{"name", pin.name}, {"label", pin.label}};
}

Value toJson(const boards::BoardWire& wire)
{
    return {{"from", wire.from}, {"to", wire.to}, {"ohms", wire.ohms}, {"file", wire.where.file}};
}

template <class T>
Value listOf(const std::vector<T>& items);

Value toJson(const boards::Connector& connector)
{
    return {{"name", connector.name}, {"title", connector.title}, {"at", toJson(connector.at)},
            {"rows", connector.rows}, {"pitch", connector.pitch}, {"pins", listOf(connector.pins)}};
}

Value toJson(const boards::BoardPart& part)
{
    return {{"name", part.name},
            {"kind", part.type->name},
            {"label", part.label},
            {"at", toJson(part.at)},
            {"file", part.where.file}};
}

template <class T>
Value listOf(const std::vector<T>& items)
{
    Value list = Value::array();
    for (const T& item : items)
        list.push_back(toJson(item));
    return list;
}

} // namespace

Value toJson(const boards::Board& board)
{
    return {{"id", board.id},
            {"name", board.name},
            {"description", board.description},
            {"files", board.files},
            {"chip", board.chip},
            {"chipAt", toJson(board.chipAt)},
            {"width", board.width},
            {"height", board.height},
            {"supplies", listOf(board.supplies)},
            {"nets", board.nets},
            {"connectors", listOf(board.connectors)},
            {"parts", listOf(board.parts)},
            {"wires", listOf(board.wires)}};
}

} // namespace perisphere::runtime
