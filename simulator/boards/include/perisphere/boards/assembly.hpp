// A board put together on a netlist.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/engine/net.hpp"
#include "perisphere/parts/part.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::boards
{

/// Owns the parts, the supplies' and connectors' pins and the wires of one board. The chip's pins
/// and the context outlive it. Machine thread only.
class Assembly
{
public:
    /// The chip's pin of a full name, "MT3620.GPIO8"; nullptr when it has none.
    using ChipPins = std::function<engine::Pin*(std::string_view name)>;

    /// NotFound for a pin that the chip does not have, with the place of the wire in the board
    /// file; else what makePart() returns.
    static Result<std::unique_ptr<Assembly>>
    build(const Board& board, const parts::PartContext& context, const ChipPins& chipPins);

    [[nodiscard]] const std::vector<std::unique_ptr<parts::Part>>& parts() const { return m_parts; }
    /// NotFound, with the nearest name.
    [[nodiscard]] Result<parts::Part*> findPart(std::string_view name) const;
    /// Any end that a wire can name, save the chip's.
    [[nodiscard]] Result<engine::Pin*> findPin(std::string_view name) const;

private:
    Assembly() = default;
    void addPin(engine::Netlist& netlist, const std::string& name);
    Result<void> addParts(const Board& board, const parts::PartContext& context);
    Result<void> addWires(const Board& board, engine::Netlist& netlist, const ChipPins& chipPins);

    std::vector<std::unique_ptr<engine::Pin>> m_pins; // of supplies, nets and connectors
    std::vector<std::unique_ptr<parts::Part>> m_parts;
    std::map<std::string, engine::Pin*, std::less<>> m_ends;
    std::vector<engine::Wire> m_wires;
};

} // namespace perisphere::boards
