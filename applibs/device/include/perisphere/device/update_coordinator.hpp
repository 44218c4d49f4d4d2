// Updates of apps and of the system, from the offer to the end: announced to the apps, deferred by
// them, installed, taken back when they fail. docs/device/updates.md tells the sequence.
#pragma once

#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/services/sys_event_service.hpp"
#include "perisphere/device/timers.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// All in the device's time, but for `trial`.
struct UpdateOptions {
    std::chrono::milliseconds warning{10'000}; ///< ahead of the install, deferrable or not
    std::chrono::minutes maxSystemDeferral{1'440};
    std::chrono::minutes maxAppDeferral{10'020};
    std::chrono::milliseconds firstCheck{10'000}; ///< after the boot
    std::chrono::hours checkInterval{20};
    std::chrono::milliseconds systemDownload{5'000};
    std::uint64_t bytesPerSecond = 65'536; ///< of an app's download
    /// How long a new image has to run before the update counts; time of the app's process.
    std::chrono::milliseconds trial{5'000};
};

/// What the coordinator works with. All of it outlives the coordinator; all on the loop's thread.
struct UpdateParts {
    Timers& timers;        ///< the device's time
    Timers& processTimers; ///< the time in which apps run
    AppManager& manager;
    AppLog& log;
    InstallPolicy policy;
    /// Installs that version of the system and reboots; onBoot() follows.
    std::function<void(const std::string& version)> installSystem;
};

enum class UpdateKind : std::uint8_t { App, System };

enum class UpdateState : std::uint8_t {
    Idle,
    Downloading,
    Pending, ///< about to be installed; can be deferred
    Deferred,
    Final, ///< about to be installed
    Installing,
    OnTrial, ///< an app's new image has been started
};

[[nodiscard]] std::string_view name(UpdateState state); ///< "idle", "onTrial" ...

struct UpdateStatus {
    UpdateState state = UpdateState::Idle;
    UpdateKind kind = UpdateKind::App; ///< of the present update, when not idle
    std::string target;                ///< the app's component id, or the system's new version
    std::string deferredBy;            ///< a component id; empty: nobody
    std::chrono::minutes deferrable{}; ///< what is left of the allowance
    std::string lastResult;            ///< how the last update ended; empty: there was none
};

class UpdateCoordinator final : public SysEventService, private AppObserver
{
public:
    explicit UpdateCoordinator(UpdateParts parts, UpdateOptions options = {});
    UpdateCoordinator(const UpdateCoordinator&) = delete;
    UpdateCoordinator& operator=(const UpdateCoordinator&) = delete;
    ~UpdateCoordinator() override;

    /// The device starts, for the first time or again. An update that is not installed is found
    /// anew by the first check; what was used of its deferral stays used.
    void onBoot();

    /// An image package, found at once. AlreadyExists while an update is under way, or when the
    /// image is installed; else why the package cannot be an app of this device.
    [[nodiscard]] Result<> offerApp(std::vector<std::byte> package, std::string_view inputName);
    /// InvalidArgument for a version that is not 1 to 15 letters, digits, dots and hyphens.
    [[nodiscard]] Result<> offerSystem(std::string_view version);

    [[nodiscard]] UpdateStatus status() const;

    /// Each time status() changes.
    void onChange(std::function<void()> listener);

    [[nodiscard]] Outcome<UniqueFd> subscribe(const App& app, std::uint32_t events) override;
    [[nodiscard]] Outcome<> defer(const App& app, std::chrono::minutes time) override;
    [[nodiscard]] Outcome<> resume(const App& app) override;

private:
    void onAppEvent(const AppEvent& event) override;

    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::device
