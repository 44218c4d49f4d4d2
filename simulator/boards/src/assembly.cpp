#include "perisphere/boards/assembly.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

namespace perisphere::boards
{

void Assembly::addPin(engine::Netlist& netlist, const std::string& name)
{
    m_pins.push_back(std::make_unique<engine::Pin>(netlist, name));
    m_ends[name] = m_pins.back().get();
}

Result<void> Assembly::addParts(const Board& board, const parts::PartContext& context)
{
    for (const BoardPart& one : board.parts) {
        auto part = parts::makePart(context, *one.type, one.name, one.configuration);
        if (!part)
            return fail(part.error());
        for (engine::Pin* pin : (*part)->pins())
            m_ends[pin->name()] = pin;
        m_parts.push_back(std::move(*part));
    }
    return {};
}

Result<void> Assembly::addWires(const Board& board, engine::Netlist& netlist,
                                const ChipPins& chipPins)
{
    const auto end = [&](const BoardWire& wire, const std::string& name) -> Result<engine::Pin*> {
        if (const auto found = m_ends.find(name); found != m_ends.end())
            return found->second;
        if (engine::Pin* pin = chipPins(name))
            return pin;
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("the chip has no pin \"{}\"", name),
                          .where = wire.where,
                          .expected = fmt::format("a pin of the {}", board.chip)});
    };
    for (const BoardWire& wire : board.wires) {
        const auto from = end(wire, wire.from);
        if (!from)
            return fail(from.error());
        const auto to = end(wire, wire.to);
        if (!to)
            return fail(to.error());
        m_wires.emplace_back(netlist, **from, **to, wire.ohms);
    }
    return {};
}

Result<std::unique_ptr<Assembly>>
Assembly::build(const Board& board, const parts::PartContext& context, const ChipPins& chipPins)
{
    std::unique_ptr<Assembly> assembly(new Assembly);
    for (const Supply& supply : board.supplies) {
        assembly->addPin(context.netlist, supply.name);
        assembly->m_pins.back()->setDrive(engine::Drive::strong(supply.voltage));
    }
    for (const std::string& net : board.nets)
        assembly->addPin(context.netlist, net);
    for (const Connector& connector : board.connectors)
        for (const ConnectorPin& pin : connector.pins)
            assembly->addPin(context.netlist, pin.name);
    if (auto added = assembly->addParts(board, context); !added)
        return fail(added.error().during(fmt::format("build board \"{}\"", board.id)));
    if (auto added = assembly->addWires(board, context.netlist, chipPins); !added)
        return fail(added.error().during(fmt::format("build board \"{}\"", board.id)));
    return assembly;
}

Result<parts::Part*> Assembly::findPart(std::string_view name) const
{
    std::vector<std::string_view> names;
    for (const auto& part : m_parts) {
        if (part->name() == name)
            return part.get();
        names.emplace_back(part->name());
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the board has no part \"{}\"", name),
                      .expected = fmt::format("one of {}", fmt::join(names, ", ")),
                      .advice = suggestion(name, names)});
}

Result<engine::Pin*> Assembly::findPin(std::string_view name) const
{
    if (const auto found = m_ends.find(name); found != m_ends.end())
        return found->second;
    std::vector<std::string_view> names;
    for (const auto& [end, pin] : m_ends)
        names.emplace_back(end);
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the board has no pin \"{}\"", name),
                      .advice = suggestion(name, names)});
}

} // namespace perisphere::boards
