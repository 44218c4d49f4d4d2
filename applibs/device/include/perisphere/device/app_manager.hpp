// The application manager of a device, simulated or real: which apps it has, and which run.
//
// Apps that are installed run: all start when the device does, and one that ends is started again.
// docs/device/applications.md tells the states, delays and limits.
#pragma once

#include "perisphere/device/app_connections.hpp"
#include "perisphere/device/app_launcher.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/app_status.hpp"
#include "perisphere/device/app_store.hpp"
#include "perisphere/device/back_off.hpp"
#include "perisphere/device/input_on_demand.hpp"
#include "perisphere/device/timers.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <uv.h>
#include <vector>

namespace perisphere::device
{

struct ManagerOptions {
    std::chrono::milliseconds stopTimeout{2'000}; ///< from SIGTERM to SIGKILL
    BackOff backOff;
    /// "NAME=value" for every app, before what a start adds.
    std::vector<std::string> environment;
    /// What all apps together may use in user mode; beyond it the largest is killed. None: no
    /// limit. The device's is 256; a host's processes are larger than the device's.
    std::optional<std::uint64_t> memoryLimitKib;
    std::chrono::milliseconds memoryCheckInterval{100};
};

/// What the manager works with. All of it outlives the manager; all on the loop's thread.
struct ManagerParts {
    uv_loop_t& loop;
    Timers& timers;
    AppLauncher& launcher;
    AppConnections& connections;
    AppLog& log;
    /// Through which the output of apps with the device's time is read; none: as that of others.
    InputOnDemand* onDemand = nullptr;
};

enum class AfterInstall : std::uint8_t {
    Start,
    Try, ///< start, and remember that the image is on trial until passTrial() or rollBack()
    LeaveStopped
};

/// All calls from the loop's thread. Completions are called on it too, at once where nothing has to
/// be waited for. When the manager is destroyed its apps are killed, and the loop needs another
/// turn to let go of its handles.
class AppManager
{
public:
    using Installed = std::function<void(DeviceResult<std::shared_ptr<const App>>)>;
    using Removed = std::function<void(Result<bool>)>;

    AppManager(AppStore store, const ManagerParts& parts, ManagerOptions options = {});
    AppManager(const AppManager&) = delete;
    AppManager& operator=(const AppManager&) = delete;
    ~AppManager();

    /// By component id.
    [[nodiscard]] std::vector<std::shared_ptr<const App>> apps() const;
    [[nodiscard]] std::vector<AppStatus> statuses() const;
    [[nodiscard]] Result<AppStatus> status(std::string_view componentId) const;
    [[nodiscard]] const AppStore& store() const; ///< mutable storage

    /// At the device's start. One that cannot be started does not keep the others from it.
    void startAll();
    /// At its end; `stopped` is called when none runs any more.
    void stopAll(std::function<void()> stopped);

    /// NotFound when there is no such app; else why it cannot be started. An app that is running
    /// already stays so; a change between running and debugging restarts it.
    [[nodiscard]] Result<> start(std::string_view componentId, const StartOptions& options = {});
    /// It then stays stopped until it is started by hand or the device is.
    [[nodiscard]] Result<> stop(std::string_view componentId, std::function<void()> stopped = {});
    [[nodiscard]] Result<> restart(std::string_view componentId);

    /// Checks, stops the version that runs, switches, starts. Refused while the same app is being
    /// installed, removed or rolled back. When it is refused, the version that ran still runs.
    void install(std::span<const std::byte> package, std::string_view inputName,
                 const InstallPolicy& policy, AfterInstall after, const Installed& done);
    /// AppStore::passTrial().
    [[nodiscard]] Result<> passTrial(std::string_view componentId);
    /// To the image before; it runs then if it did so before.
    void rollBack(std::string_view componentId, const Installed& done);
    /// Stops and removes. False when there is no such app.
    void remove(std::string_view componentId, const Removed& done);

    /// NotFound when the app is not running.
    [[nodiscard]] Result<MemoryUse> memory(std::string_view componentId);

    /// As if that was the limit now (0: less than they use): the largest app is killed if all
    /// together use more. NotFound: they do not, or none runs.
    [[nodiscard]] Result<> enforceMemoryLimit(std::uint64_t limitKib);

    /// Both must not be called after the manager is gone; the observer outlives its removal.
    void addObserver(AppObserver& observer);
    void removeObserver(AppObserver& observer);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::device
