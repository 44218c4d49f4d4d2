// Waits on the machine thread: a watched property, a deadline, a hold on time.
#pragma once

#include "board_machine.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/runtime/waits.hpp"

#include <memory>

namespace perisphere::runtime
{

class MachineWaits final : public Waits
{
public:
    /// `defer` has a function called on the loop's thread, from any thread.
    using Defer = std::function<void(std::function<void()>)>;
    MachineWaits(BoardMachine& board, Defer defer);
    MachineWaits(const MachineWaits&) = delete;
    MachineWaits& operator=(const MachineWaits&) = delete;
    ~MachineWaits() override;

    Result<> begin(WaitFor what, std::function<void(const WaitEnd&)> done) override;
    void cancel() override;
    engine::VirtualTime holdTime() override;
    void letTimePass() override;

private:
    struct OnMachine; ///< what belongs to the machine thread

    BoardMachine& m_board;
    Defer m_defer;
    std::unique_ptr<OnMachine> m_onMachine;
    /// Which wait an end belongs to: one that was cancelled meanwhile is not told. Shared, since an
    /// end may still be on its way when this object goes.
    std::shared_ptr<std::uint64_t> m_current = std::make_shared<std::uint64_t>(0);
};

} // namespace perisphere::runtime
