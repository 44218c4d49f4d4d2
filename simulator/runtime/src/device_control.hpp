// The device as a whole for the control API, and the areas below it.
#pragma once

#include "board_control.hpp"
#include "cores_control.hpp"
#include "faults_control.hpp"
#include "identity_control.hpp"
#include "parts_control.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/management/apps_control.hpp"
#include "pins_control.hpp"
#include "time_control.hpp"

#include <functional>
#include <mutex>

namespace perisphere::runtime
{

/// What the areas call when clients may want to look. Any thread.
class WakeSwitch
{
public:
    /// The server's, for its clients.
    void set(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wake = std::move(wake);
    }
    /// The device's owner's, who is in this process.
    void setOwner(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        m_wakeOwner = std::move(wake);
    }
    void operator()()
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& wake : {&m_wake, &m_wakeOwner})
            if (*wake)
                (*wake)();
    }

private:
    std::mutex m_mutex;
    std::function<void()> m_wake;
    std::function<void()> m_wakeOwner;
};

/// What the device as a whole does when it is asked.
struct DeviceActions {
    std::function<void()> shutdown;
    std::function<void(control::Completion<> done)> reset;
    std::function<control::UnmodelledReport()> unmodelled;
};

/// The areas of the API.
struct DeviceAreas {
    control::SnapshotsTarget& snapshots;
    control::PartsTarget& parts;
    control::TimeTarget& time;
    control::PinsTarget& pins;
    control::AppsTarget& apps;
    control::FaultsTarget& faults;
    control::UpdateTarget& updates;
    control::IdentityTarget& identity;
    control::CoresTarget& cores;
    control::SignalsTarget& signals;
    control::TimelineTarget& timeline;
    control::SerialTarget& serial;
    control::NetworkTarget& network;
};

class DeviceControl final : public control::ControlTarget, public control::DeviceTarget
{
public:
    /// The board outlives it.
    DeviceControl(control::DeviceInfo info, const boards::Board& board, DeviceActions actions,
                  WakeSwitch& wake, DeviceAreas areas)
        : m_info(std::move(info))
        , m_board(board)
        , m_actions(std::move(actions))
        , m_wake(wake)
        , m_areas(areas)
    {
    }

    void setState(control::DeviceState state) { m_info.state = state; }

    [[nodiscard]] control::DeviceTarget& device() override { return *this; }
    [[nodiscard]] control::BoardTarget& board() override { return m_board; }
    [[nodiscard]] control::TimeTarget& time() override { return m_areas.time; }
    [[nodiscard]] control::SnapshotsTarget& snapshots() override { return m_areas.snapshots; }
    [[nodiscard]] control::PartsTarget& parts() override { return m_areas.parts; }
    [[nodiscard]] control::PinsTarget& pins() override { return m_areas.pins; }
    [[nodiscard]] control::AppsTarget& apps() override { return m_areas.apps; }
    [[nodiscard]] control::FaultsTarget& faults() override { return m_areas.faults; }
    [[nodiscard]] control::UpdateTarget& updates() override { return m_areas.updates; }
    [[nodiscard]] control::IdentityTarget& identity() override { return m_areas.identity; }
    [[nodiscard]] control::CoresTarget& cores() override { return m_areas.cores; }
    [[nodiscard]] control::SignalsTarget& signals() override { return m_areas.signals; }
    [[nodiscard]] control::TimelineTarget& timeline() override { return m_areas.timeline; }
    [[nodiscard]] control::SerialTarget& serial() override { return m_areas.serial; }
    [[nodiscard]] control::NetworkTarget& network() override { return m_areas.network; }
    void setWake(std::function<void()> wake) override { m_wake.set(std::move(wake)); }

    [[nodiscard]] control::DeviceInfo info() override { return m_info; }
    [[nodiscard]] control::UnmodelledReport unmodelled() override { return m_actions.unmodelled(); }
    Result<> shutdown() override
    {
        m_actions.shutdown();
        return {};
    }
    void reset(control::Completion<> done) override { m_actions.reset(std::move(done)); }

private:
    control::DeviceInfo m_info;
    BoardControl m_board;
    DeviceActions m_actions;
    WakeSwitch& m_wake;
    DeviceAreas m_areas;
};

} // namespace perisphere::runtime
