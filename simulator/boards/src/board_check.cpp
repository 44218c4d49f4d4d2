#include "board_check.hpp"

#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace perisphere::boards
{
namespace
{

class Checker
{
public:
    Checker(const Board& board, Diagnostics& diagnostics)
        : m_board(board)
        , m_diagnostics(diagnostics)
        , m_file{.file = board.files.empty() ? std::string() : board.files.front()}
    {
    }

    void check()
    {
        collectEnds();
        for (const BoardWire& wire : m_board.wires)
            checkWire(wire);
        lack("chip", m_board.chip.empty());
        lack("hardwareDefinition", m_board.hardwareDefinition.empty());
        lack("outline", m_board.width <= 0);
    }

private:
    void add(std::string rule, const Location& where, std::string message, std::string expected,
             std::string advice = {})
    {
        m_diagnostics.push_back({.severity = Severity::Error,
                                 .rule = std::move(rule),
                                 .where = where,
                                 .message = std::move(message),
                                 .expected = std::move(expected),
                                 .advice = std::move(advice)});
    }

    void lack(std::string_view key, bool lacks)
    {
        if (lacks)
            add("incomplete-board", m_file, fmt::format("the board has no \"{}\"", key),
                fmt::format("\"{}\" here or in a board that it extends", key));
    }

    void name(const std::string& name, const Location& where)
    {
        if (!m_names.insert(name).second)
            add("duplicate-name", where, fmt::format("\"{}\" names two things of the board", name),
                "a name of its own for each part, connector, supply and net");
    }

    void collectEnds()
    {
        m_names.insert(m_board.chip);
        for (const Supply& supply : m_board.supplies)
            end(supply.name);
        for (const std::string& net : m_board.nets)
            end(net);
        for (const Connector& connector : m_board.connectors) {
            name(connector.name, m_file);
            for (const ConnectorPin& pin : connector.pins)
                if (!m_ends.insert(pin.name).second)
                    add("duplicate-name", m_file, fmt::format("pin \"{}\" stands twice", pin.name),
                        "each pin of a connector once");
        }
        for (const BoardPart& part : m_board.parts) {
            name(part.name, part.where);
            for (const parts::PinHint& pin : part.type->drawing.pins)
                m_ends.insert(fmt::format("{}.{}", part.name, pin.name));
        }
    }

    void end(const std::string& one)
    {
        name(one, m_file);
        m_ends.insert(one);
    }

    void checkWire(const BoardWire& wire)
    {
        checkEnd(wire, wire.from);
        checkEnd(wire, wire.to);
        if (wire.from == wire.to)
            add("wire-to-itself", wire.where, fmt::format("a wire joins \"{}\" to itself", wire.to),
                "two different ends");
    }

    void checkEnd(const BoardWire& wire, const std::string& one)
    {
        // Which pins the chip has is checked where the board is put together with it.
        const bool isChips = one.starts_with(m_board.chip + ".") && !m_board.chip.empty();
        if (isChips || m_ends.contains(one))
            return;
        const std::vector<std::string_view> ends(m_ends.begin(), m_ends.end());
        add("unknown-end", wire.where,
            fmt::format("a wire leads to \"{}\", which is not there", one),
            "PART.PIN, CHIP.PIN, CONNECTOR-PIN, a supply or a net", suggestion(one, ends));
    }

    const Board& m_board;
    Diagnostics& m_diagnostics;
    Location m_file;
    std::set<std::string, std::less<>> m_names;
    std::set<std::string, std::less<>> m_ends;
};

} // namespace

void checkBoard(const Board& board, Diagnostics& diagnostics)
{
    Checker(board, diagnostics).check();
}

} // namespace perisphere::boards
