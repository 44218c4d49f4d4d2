// The timeline of a device: cores, apps, buses and signals.
#pragma once

#include "app_timelines.hpp"
#include "board_machine.hpp"
#include "machine_activity.hpp"
#include "perisphere/control/timeline_target.hpp"

#include <memory>
#include <string>

namespace perisphere::runtime
{

/// Loop's thread only.
class DeviceTimeline final : public control::TimelineTarget
{
public:
    DeviceTimeline(BoardMachine& board, bool isUartPaced)
        : m_board(board)
        , m_isUartPaced(isUartPaced)
    {
    }
    DeviceTimeline(const DeviceTimeline&) = delete;
    DeviceTimeline& operator=(const DeviceTimeline&) = delete;
    /// While the machine's thread runs.
    ~DeviceTimeline() override;

    Result<> start() override;
    Result<> stop() override;
    [[nodiscard]] control::TimelineState state() override;
    [[nodiscard]] const std::string& text() override { return m_text; }

    /// Of the apps that are started.
    [[nodiscard]] device::AppTimelines& apps() { return m_apps; }

private:
    /// What there is of the machine, up to now; nothing is recorded from then on.
    [[nodiscard]] engine::Timeline takeMachine();

    BoardMachine& m_board;
    bool m_isUartPaced;
    AppTimelines m_apps;
    std::unique_ptr<MachineActivity> m_activity;       ///< machine thread
    std::unique_ptr<engine::TraceRecorder> m_recorder; ///< machine thread
    control::TimelineState m_state;
    std::string m_text;
};

} // namespace perisphere::runtime
