// The logic analyser for the control API. Apart from the recording that the device's owner makes.
#pragma once

#include "machine_recording.hpp"
#include "perisphere/control/signals_target.hpp"

namespace perisphere::runtime
{

class SignalsControl final : public control::SignalsTarget
{
public:
    SignalsControl(BoardMachine& board, bool isUartPaced)
        : m_recording(board, isUartPaced ? MachineRecording::BusLines::Shown
                                         : MachineRecording::BusLines::ShownButUarts)
    {
    }

    Result<> record(const std::vector<std::string>& patterns, std::size_t capacity) override
    {
        return m_recording.start(patterns, capacity);
    }
    void stop() override { m_recording.stop(); }
    [[nodiscard]] control::SignalRecording recording() override { return m_recording.recording(); }
    [[nodiscard]] engine::TracePage page(std::uint64_t from, std::size_t limit) override
    {
        return m_recording.page(from, limit);
    }

private:
    MachineRecording m_recording;
};

} // namespace perisphere::runtime
