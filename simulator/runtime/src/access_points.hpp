// Wi-Fi access points that are no part of the board, put around it while the device runs.
#pragma once

#include "board_machine.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/json/document.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace perisphere::runtime
{

/// For the loop's thread.
class AccessPoints
{
public:
    static constexpr std::size_t kMost = 32;

    /// Both outlive it.
    AccessPoints(BoardMachine& machine, const boards::Board& board)
        : m_machine(machine)
        , m_board(board)
    {
    }

    /// As control::NetworkTarget has it.
    Result<> add(const std::string& name, const json::Value& settings);
    Result<> remove(const std::string& name);

    /// {NAME: settings}, from which restore() makes the same again.
    [[nodiscard]] json::Value kept() const;
    /// What cannot be there, on a board that has changed, is left out.
    void restore(const json::Value& kept);

private:
    [[nodiscard]] Result<> checkName(const std::string& name) const;

    BoardMachine& m_machine;
    const boards::Board& m_board;
    std::map<std::string, json::Value> m_added; ///< settings by name, complete with the bssid
};

} // namespace perisphere::runtime
