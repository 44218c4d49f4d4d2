// Injected faults for the control API.
#pragma once

#include "faults/fault.hpp"
#include "perisphere/control/faults_target.hpp"

#include <list>

namespace perisphere::runtime
{

/// For the loop's thread.
class FaultsControl final : public control::FaultsTarget
{
public:
    FaultsControl(BoardMachine& board, FaultDevice device)
        : m_board(board)
        , m_device(std::move(device))
    {
    }
    FaultsControl(const FaultsControl&) = delete;
    FaultsControl& operator=(const FaultsControl&) = delete;
    ~FaultsControl() override;

    [[nodiscard]] std::vector<control::FaultType> types() override;
    [[nodiscard]] Result<control::FaultType> type(std::string_view name) override;
    [[nodiscard]] std::vector<control::ActiveFault> active() override;
    Result<std::uint64_t> inject(std::string_view type,
                                 const control::FaultParameters& given) override;
    Result<> clear(std::uint64_t id) override;

private:
    struct Lasting {
        control::ActiveFault fault;
        bool isOnBoard = false;
        std::unique_ptr<Fault> effect;
    };
    void end(Lasting& lasting);
    [[nodiscard]] MadeFault make(const FaultKind& kind, const FaultValues& values,
                                 std::uint64_t id);

    BoardMachine& m_board;
    FaultDevice m_device;
    std::list<Lasting> m_lasting;
    std::uint64_t m_last = 0;
};

} // namespace perisphere::runtime
