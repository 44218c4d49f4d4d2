#include "perisphere/boards/wiring.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace perisphere::boards
{
namespace
{

using parts::PinRole;

/// An MT3620's pins have 3.3 V and bear a tenth more (datasheet, absolute maximum ratings).
constexpr engine::Voltage kMostOfChip = engine::Voltage::millivolts(3630);

/// All that is joined without a resistance.
struct Joined {
    std::vector<const Supply*> supplies;
    std::vector<std::string> chipPins;
    std::vector<std::string> outputs; ///< "PART.PIN"
    std::set<std::string> claimants;  ///< parts that would not share a pin of the chip
    const BoardWire* lastWire = nullptr;
};

class WiringCheck
{
public:
    explicit WiringCheck(const Board& board)
        : m_board(board)
    {
        for (const BoardWire& wire : board.wires)
            if (wire.ohms == 0)
                m_parents[root(wire.from)] = root(wire.to);
        for (const BoardWire& wire : board.wires)
            if (wire.ohms == 0) {
                net(wire.from).lastWire = &wire;
                addChipPin(wire.from);
                addChipPin(wire.to);
            }
        for (const Supply& supply : board.supplies)
            net(supply.name).supplies.push_back(&supply);
        for (const BoardPart& part : board.parts)
            for (const parts::PinHint& pin : part.type->drawing.pins)
                addPartPin(part, pin);
    }

    Diagnostics check()
    {
        for (const auto& [name, joined] : m_nets)
            if (joined.lastWire != nullptr)
                check(joined);
        return std::move(m_diagnostics);
    }

private:
    std::string root(const std::string& end) const
    {
        std::string at = end;
        for (auto found = m_parents.find(at); found != m_parents.end() && found->second != at;
             found = m_parents.find(at))
            at = found->second;
        return at;
    }
    Joined& net(const std::string& end) { return m_nets[root(end)]; }

    void addChipPin(const std::string& end)
    {
        if (!end.starts_with(m_board.chip + "."))
            return;
        std::vector<std::string>& pins = net(end).chipPins;
        if (std::find(pins.begin(), pins.end(), end) == pins.end())
            pins.push_back(end);
    }

    void addPartPin(const BoardPart& part, const parts::PinHint& pin)
    {
        const std::string end = fmt::format("{}.{}", part.name, pin.name);
        Joined& joined = net(end);
        if (pin.role == PinRole::Output)
            joined.outputs.push_back(end);
        if (pin.role == PinRole::Output || pin.role == PinRole::Passive)
            joined.claimants.insert(part.name);
    }

    void add(Severity severity, const char* rule, const Joined& joined, std::string message,
             std::string advice)
    {
        m_diagnostics.push_back({.severity = severity,
                                 .rule = rule,
                                 .where = joined.lastWire->where,
                                 .message = std::move(message),
                                 .expected = {},
                                 .advice = std::move(advice)});
    }

    void check(const Joined& joined)
    {
        checkSupplies(joined);
        checkOutputs(joined);
        checkChipPins(joined);
    }

    static double volts(const Supply& supply)
    {
        return static_cast<double>(supply.voltage.microvolts()) / 1e6;
    }

    void checkSupplies(const Joined& joined)
    {
        for (const Supply* supply : joined.supplies)
            if (supply->voltage != joined.supplies.front()->voltage)
                add(Severity::Error, "supplies-joined", joined,
                    fmt::format("{} ({:.3g} V) and {} ({:.3g} V) are shorted",
                                joined.supplies.front()->name, volts(*joined.supplies.front()),
                                supply->name, volts(*supply)),
                    "remove one of the wires between them, or give it a resistance");
    }

    void checkOutputs(const Joined& joined)
    {
        if (joined.outputs.size() > 1)
            add(Severity::Error, "two-outputs", joined,
                fmt::format("{} are outputs on one net: each would drive against the others",
                            fmt::join(joined.outputs, " and ")),
                "wire them to pins of their own");
        else if (!joined.outputs.empty() && !joined.supplies.empty())
            add(Severity::Error, "two-outputs", joined,
                fmt::format("{} is an output and would drive against {}", joined.outputs.front(),
                            joined.supplies.front()->name),
                "wire it to an input");
    }

    void checkChipPins(const Joined& joined)
    {
        if (joined.chipPins.empty())
            return;
        const std::string& pin = joined.chipPins.front();
        for (const Supply* supply : joined.supplies)
            if (supply->voltage > kMostOfChip)
                add(Severity::Error, "over-voltage", joined,
                    fmt::format("{} takes 3.3 V, {} has {:.3g} V", pin, supply->name,
                                volts(*supply)),
                    "use a voltage divider");
            else if (pin.starts_with(m_board.chip + ".GPIO"))
                add(Severity::Warning, "pin-on-supply", joined,
                    fmt::format("{} is tied to {}: as an output it would be shorted", pin,
                                supply->name),
                    "a resistance keeps it usable");
        if (joined.claimants.size() > 1 && joined.supplies.empty())
            add(Severity::Warning, "pin-taken", joined,
                fmt::format("{} is shared by {}", pin, fmt::join(joined.claimants, " and ")),
                "what an app does with one of them happens to the other as well");
    }

    const Board& m_board;
    std::map<std::string, std::string, std::less<>> m_parents;
    std::map<std::string, Joined, std::less<>> m_nets; ///< by the end that stands for all
    Diagnostics m_diagnostics;
};

} // namespace

Diagnostics checkWiring(const Board& board)
{
    return WiringCheck(board).check();
}

} // namespace perisphere::boards
