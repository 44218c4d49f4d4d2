// Systems that RAUC installs: the bundle, the reboot, and whether what came up is to stay.
#pragma once

#include "feed_files.hpp"
#include "helper_process.hpp"
#include "perisphere/device/app_manager.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <uv.h>
#include <vector>

namespace perisphere::daemon
{

class SystemUpdates
{
public:
    struct Parts {
        uv_loop_t& loop;
        device::Timers& timers;
        device::AppManager& manager;
        FeedFiles& files;
        std::function<void(const std::string& line)> say;
        std::function<std::string()> runningVersion;
        std::function<void()> reboot;
    };

    struct Options {
        std::string bus;            ///< where RAUC is; empty: the system's bus
        std::chrono::seconds trial; ///< for as long apps have to run in a new system
    };

    SystemUpdates(Parts parts, Options options);
    SystemUpdates(const SystemUpdates&) = delete;
    SystemUpdates& operator=(const SystemUpdates&) = delete;

    /// Tells whether the system that was installed before the reboot runs. Once the apps have run
    /// for a while RAUC is told that this system is good: else the boot loader goes back to the one
    /// before after some boots.
    void onBoot();

    /// The bundle is files.bundle(). Reboots when it is installed.
    void install(const std::string& version);

private:
    void run(std::vector<std::string> arguments,
             const std::function<void(const HelperProcess::End& end)>& done);
    void onInstalled(const std::string& version, const HelperProcess::End& end);
    void watchHealth();
    [[nodiscard]] bool areAppsWell() const;

    Parts m_parts;
    Options m_options;
    std::unique_ptr<device::Timer> m_timer; ///< until the system counts as good
    std::unique_ptr<HelperProcess> m_helper;
};

} // namespace perisphere::daemon
