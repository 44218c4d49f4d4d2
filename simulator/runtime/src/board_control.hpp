// The board for the control API: what it is, what it can be made of, and what is to be said of a
// board file that is not saved yet.
#pragma once

#include "perisphere/boards/board.hpp"
#include "perisphere/control/board_target.hpp"

namespace perisphere::runtime
{

class BoardControl final : public control::BoardTarget
{
public:
    /// The board outlives it.
    explicit BoardControl(const boards::Board& board)
        : m_board(board)
    {
    }

    [[nodiscard]] json::Value description() override;
    [[nodiscard]] json::Value partTypes() override;
    [[nodiscard]] Result<json::Value> check(const std::string& path,
                                            const std::string& text) override;

private:
    const boards::Board& m_board;
};

} // namespace perisphere::runtime
