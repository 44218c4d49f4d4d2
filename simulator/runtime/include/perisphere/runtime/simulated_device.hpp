// A simulated device: board, chip, services, apps and control API in one process.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/boards/board.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/device/host_launcher.hpp"
#include "perisphere/device/loop_poll.hpp"
#include "perisphere/device/network_policy.hpp"
#include "perisphere/engine/time_mode.hpp"
#include "perisphere/runtime/persistent_state.hpp"
#include "perisphere/runtime/recording.hpp"
#include "perisphere/runtime/waits.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::runtime
{

struct DeviceOptions {
    std::string name = "device"; ///< unique among the user's running devices
    /// Where the device keeps its state: apps, mutable files, flash contents, clock. Made when it
    /// is not there; one device at a time.
    std::filesystem::path folder;
    boards::Board board;
    engine::TimeMode time = engine::TimeMode::realTime();
    std::uint64_t seed = 1; ///< of all chance in the models
    bool isUartPaced = true;
    bool isStrict = false; ///< an access to what the models leave out is a fault
    /// Names that lead apps to endpoints of this machine, whatever the real network says of them.
    std::vector<device::NamedEndpoint> names;
    /// Files and folders of this machine that apps may read and change besides what is theirs:
    /// absolute, and there.
    std::vector<std::filesystem::path> allowedFiles;
    /// Where control sockets are registered; empty: DeviceRegistry::defaultRoot().
    std::filesystem::path registryRoot;
    /// "NAME=value" for every app: LD_LIBRARY_PATH of libapplibs ...
    std::vector<std::string> appEnvironment;
    /// Starts apps that are to be debugged; may be missing until then.
    std::filesystem::path gdbServer = "/usr/bin/gdbserver";
    /// Runs apps that are built for the device's application core; none: they are refused.
    std::optional<device::ApplicationCore> applicationCore;
    std::string version; ///< of Perisphere, for clients
    /// The device's identity follows from it when it is made; else it is random.
    std::optional<std::string> identitySeed;
};

/// Belongs to the thread that makes it, which has to live as long as the apps may.
class SimulatedDevice
{
public:
    /// AlreadyExists when a device of that name or folder runs. Apps that are installed do not run
    /// yet.
    [[nodiscard]] static Result<std::unique_ptr<SimulatedDevice>> create(DeviceOptions options);
    SimulatedDevice(const SimulatedDevice&) = delete;
    SimulatedDevice& operator=(const SimulatedDevice&) = delete;
    ~SimulatedDevice();

    /// What the control API drives, for the thread that runs.
    [[nodiscard]] control::ControlTarget& control();
    [[nodiscard]] Waits& waits();
    [[nodiscard]] Recording& recording();

    /// Calls `action` once on the thread that runs, after that host time.
    void after(std::chrono::milliseconds delay, std::function<void()> action);

    /// Each line of the log, on the thread that runs.
    void onLogLine(std::function<void(const control::LogLine&)> listener);

    /// When something that clients may watch has changed: a property that is watched, the mode of
    /// time, the log. On the thread that runs; several changes may come as one.
    void onChange(std::function<void()> listener);

    /// Calls `action` on the thread that runs, in each turn of its loop in which the descriptor is
    /// readable or at its end, until the result is destroyed. Io.
    [[nodiscard]] Result<std::unique_ptr<device::LoopPoll>>
    onReadable(int descriptor, std::function<void()> action);

    /// When the simulated machine cannot go on: virtual time stands still from then. On the thread
    /// that runs; the log has said it.
    void onFault(std::function<void(const Error&)> listener);

    /// Starts the installed apps and serves until shutdown(), SIGINT or SIGTERM; then stops the
    /// apps.
    void run();

    /// Whether run() has ended so that another device is created in the same folder: one that goes
    /// back to a snapshot.
    [[nodiscard]] bool isToRestart() const;

    /// Ends run(). From the thread that runs.
    void shutdown();

    /// All of it, for the thread that runs.
    [[nodiscard]] PersistentState persistentState();
    /// From any thread, at once: the kinds that belong to it. Others have none of them.
    [[nodiscard]] PersistentState ownPersistentState();

    /// What create() found damaged in the folder and mended or left out, a sentence each; a device
    /// that has lost its power at any instant has nothing of that.
    [[nodiscard]] const std::vector<std::string>& findings() const;

    /// Where clients connect.
    [[nodiscard]] const std::filesystem::path& controlSocket() const;

private:
    class Impl;
    explicit SimulatedDevice(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::runtime
