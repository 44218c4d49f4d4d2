// Updates for the conformance suite: offered to whoever listens, soon, and never installed.
#pragma once

#include "perisphere/device/host_launcher.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "perisphere/protocol/sys_event.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <memory>

namespace perisphere::test
{

class OfferingUpdates final : public device::SysEventService
{
public:
    OfferingUpdates(uv_loop_t& loop, const std::filesystem::path& folder,
                    device::AppConnections& connections, device::AppLog& log)
        : m_timers(loop)
    {
        using namespace std::chrono_literals;
        auto store = device::AppStore::open(folder);
        REQUIRE(store);
        m_manager = std::make_unique<device::AppManager>(
            std::move(*store), device::ManagerParts{loop, m_timers, m_launcher, connections, log});
        m_updates = std::make_unique<device::UpdateCoordinator>(
            device::UpdateParts{.timers = m_timers,
                                .processTimers = m_timers,
                                .manager = *m_manager,
                                .log = log,
                                .policy = {},
                                .installSystem = [](const std::string&) {}},
            device::UpdateOptions{.warning = 200ms, .firstCheck = 50ms, .systemDownload = 50ms});
    }

    device::Outcome<UniqueFd> subscribe(const device::App& app, std::uint32_t events) override
    {
        auto socket = m_updates->subscribe(app, events);
        if (socket && events == protocol::kNoUpdateAvailable)
            m_updates->onBoot();
        if (socket && (events & protocol::kUpdateReadyForInstall) != 0)
            offer();
        return socket;
    }
    device::Outcome<> defer(const device::App& app, std::chrono::minutes time) override
    {
        return m_updates->defer(app, time);
    }
    device::Outcome<> resume(const device::App& app) override { return m_updates->resume(app); }

private:
    /// Now, or when the update before has ended.
    void offer()
    {
        m_updates->onChange({});
        if (m_updates->offerSystem("25.03"))
            return;
        m_updates->onChange([this] {
            if (m_updates->status().state == device::UpdateState::Idle)
                m_retry = m_timers.after({}, [this] { offer(); });
        });
    }

    device::LoopTimers m_timers;
    std::unique_ptr<device::Timer> m_retry;
    device::HostLauncher m_launcher;
    std::unique_ptr<device::AppManager> m_manager;
    std::unique_ptr<device::UpdateCoordinator> m_updates;
};

} // namespace perisphere::test
