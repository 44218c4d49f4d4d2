// The trace recorder on the machine thread.
#pragma once

#include "board_machine.hpp"
#include "perisphere/control/signals_target.hpp"
#include "perisphere/runtime/recording.hpp"

#include <memory>

namespace perisphere::runtime
{

/// Records from now on, on the machine thread: see Recording::start().
[[nodiscard]] Result<std::unique_ptr<engine::TraceRecorder>>
makeRecorder(BoardMachine& board, const std::vector<std::string>& patterns, std::size_t capacity);

class MachineRecording final : public Recording
{
public:
    explicit MachineRecording(BoardMachine& board)
        : m_board(board)
    {
    }
    MachineRecording(const MachineRecording&) = delete;
    MachineRecording& operator=(const MachineRecording&) = delete;
    ~MachineRecording() override;

    Result<> start(const std::vector<std::string>& patterns, std::size_t capacity) override;
    [[nodiscard]] engine::Trace trace() override;

    /// Ends it, and forgets it.
    void stop();
    [[nodiscard]] control::SignalRecording recording();
    [[nodiscard]] engine::TracePage page(std::uint64_t from, std::size_t limit);

private:
    BoardMachine& m_board;
    std::unique_ptr<engine::TraceRecorder> m_recorder; ///< machine thread
};

} // namespace perisphere::runtime
