// The trace recorder on the machine thread.
#pragma once

#include "board_machine.hpp"
#include "bus_waveforms.hpp"
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
    /// Whether what passes on buses is recorded as levels of their pins. Characters of UARTs that
    /// take no time cannot be.
    enum class BusLines : std::uint8_t { AsNets, Shown, ShownButUarts };

    explicit MachineRecording(BoardMachine& board, BusLines busLines = BusLines::AsNets)
        : m_board(board)
        , m_busLines(busLines)
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
    BusLines m_busLines;
    std::unique_ptr<engine::TraceRecorder> m_recorder; ///< machine thread, as what follows
    std::unique_ptr<BusWaveforms> m_waveforms;         ///< ends first
};

} // namespace perisphere::runtime
