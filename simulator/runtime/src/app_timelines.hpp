// What apps on the emulated application core did and when, start by start.
#pragma once

#include "perisphere/device/app_timelines.hpp"
#include "perisphere/engine/timeline.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::runtime
{

/// Adds what the lines (protocol/timeline_records.hpp) tell of what began before `end`, to a group
/// with a track for the core and one for each thread. Invalid where they are none.
[[nodiscard]] Result<> addAppRecords(engine::Timeline& timeline, std::string_view group,
                                     std::string_view lines, engine::VirtualTime end);

/// Loop's thread only.
class AppTimelines final : public device::AppTimelines
{
public:
    /// Of apps that are started from now on; those before are forgotten.
    void begin();
    /// Those that run write on until they end.
    void end() { m_isOn = false; }
    void forget() { m_starts.clear(); }

    /// Up to `end`, which they all have told.
    [[nodiscard]] Result<> addTo(engine::Timeline& timeline, engine::VirtualTime end) const;

    [[nodiscard]] Result<std::unique_ptr<device::AppTimeline>>
    open(const device::App& app) override;

private:
    struct Start;
    class Handle;

    [[nodiscard]] std::string groupOf(const Start& start) const;

    bool m_isOn = false;
    std::vector<std::shared_ptr<Start>> m_starts; ///< shared with the handles of their processes
};

} // namespace perisphere::runtime
