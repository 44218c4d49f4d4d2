// The services of a simulated device that have no peripheral: clock, power, storage, apps.
#pragma once

#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/services/system_services.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/management/applications.hpp"
#include "real_time_connections.hpp"
#include "system_software.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace perisphere::runtime
{

/// The battery-backed clock. Its time is kept in the device's folder and counts on while the device
/// runs; while it is off the simulated clock stands, since nothing tells how long that is.
class Rtc final : public device::RtcService
{
public:
    using Now = std::function<engine::VirtualTime()>;
    Rtc(std::filesystem::path file, Now now);

    [[nodiscard]] device::Outcome<> set(std::int64_t secondsSinceEpoch) override;

    /// What set() fails with; 0: nothing.
    void setError(int error) { m_error = error; }

    /// Told of each time that an app sets, on its thread.
    void onSet(std::function<void(std::int64_t secondsSinceEpoch)> listener)
    {
        m_onSet = std::move(listener);
    }

    /// nullopt when it was never set.
    [[nodiscard]] std::optional<std::int64_t> secondsSinceEpoch() const;

    /// The time that was set last, from which it counts when the device starts again.
    [[nodiscard]] std::optional<std::int64_t> kept() const { return m_base; }

private:
    std::filesystem::path m_file;
    Now m_now;
    std::function<void(std::int64_t)> m_onSet;
    int m_error = 0;
    std::optional<std::int64_t> m_base; ///< the time at m_baseAt
    engine::VirtualTime m_baseAt;
};

/// What power requests turn into.
class Power final : public device::PowerService
{
public:
    /// Both return at once.
    struct Actions {
        std::function<void()> reboot;
        std::function<void(std::uint32_t maximumResidencySeconds)> powerDown;
    };
    explicit Power(Actions actions)
        : m_actions(std::move(actions))
    {
    }

    [[nodiscard]] device::Outcome<> reboot() override;
    [[nodiscard]] device::Outcome<> powerDown(std::uint32_t maximumResidencySeconds) override;
    [[nodiscard]] device::Outcome<> setProfile(device::PowerProfile profile) override;

    /// HighPerformance again at each boot.
    void resetProfile() { m_profile = device::PowerProfile::HighPerformance; }
    [[nodiscard]] device::PowerProfile profile() const { return m_profile; }

private:
    Actions m_actions;
    device::PowerProfile m_profile = device::PowerProfile::HighPerformance;
};

/// Backed by the application manager's store.
class Storage final : public device::StorageService
{
public:
    explicit Storage(device::AppManager& manager)
        : m_manager(manager)
    {
    }
    [[nodiscard]] device::Outcome<UniqueFd> openMutableFile(const device::App& app,
                                                            std::uint32_t quotaKb) override;
    [[nodiscard]] device::Outcome<> deleteMutableFile(const device::App& app) override;

    /// No app can open its mutable file any more: ENOSPC. One that is open stays usable.
    void setFull(bool isFull) { m_isFull = isFull; }
    /// No app can open or delete its mutable file any more: EIO.
    void setBroken(bool isBroken) { m_isBroken = isBroken; }

private:
    device::AppManager& m_manager;
    bool m_isFull = false;
    bool m_isBroken = false;
};

class Applications final : public management::Applications
{
public:
    Applications(device::AppManager& manager, const SystemSoftware& software,
                 InterCoreConnections* interCore = nullptr)
        : management::Applications(manager, [&software] { return software.version(); })
        , m_interCore(interCore)
    {
    }
    [[nodiscard]] device::Outcome<device::MemoryUsage> memoryUsage(const device::App& app) override;
    /// memoryUsage() has no figures: EAGAIN.
    void setMemoryUnknown(bool isUnknown) { m_isMemoryUnknown = isUnknown; }
    [[nodiscard]] device::Outcome<UniqueFd> connect(const device::App& app,
                                                    const std::string& componentId) override;

private:
    InterCoreConnections* m_interCore; ///< nullptr: there are no real-time cores
    bool m_isMemoryUnknown = false;
};

} // namespace perisphere::runtime
