// Starts apps. Each way of running one (host process, emulated core, sandbox) is a launcher.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_process.hpp"
#include "perisphere/device/app_records.hpp"

#include <memory>
#include <string>
#include <vector>

namespace perisphere::device
{

struct StartOptions {
    /// "NAME=value", beside what the launcher sets itself: LD_LIBRARY_PATH, ASAN_OPTIONS ...
    std::vector<std::string> environment;
    /// A program with its arguments that is started in the app's place and starts it in turn:
    /// gdbserver, valgrind. The first one is an absolute path. Host processes only.
    std::vector<std::string> runner;
    bool forDebugging = false; ///< the app is not restarted, nor held to the memory limit
    AppRecords records;        ///< of the emulated application core only
};

/// What the app gets. Each is the app's end alone: the launcher closes its copies.
struct AppDescriptors {
    UniqueFd device; ///< its end of the device's SOCK_SEQPACKET pair
    UniqueFd standardOutput;
    UniqueFd standardError;
    UniqueFd nodes; ///< the end of another such pair, where the launcher asks for it
};

class AppLauncher
{
public:
    virtual ~AppLauncher() = default;

    /// The image's folder as the app will see it, an absolute path.
    [[nodiscard]] virtual std::string packageRoot(const App& app) const = 0;

    /// Where the app will see the folder with the device's certificates; empty: where it is.
    [[nodiscard]] virtual std::string certificates(const App& /*app*/) const { return {}; }

    /// Whether the app would live in the device's time instead of the host's.
    [[nodiscard]] virtual bool hasDeviceTime(const App& /*app*/) const { return false; }

    /// Whether what runs the app needs a connection of its own to the device, for devices that the
    /// app opens by their names in /dev.
    [[nodiscard]] virtual bool hasDeviceNodes(const App& /*app*/) const { return false; }

    /// Errors name what could not be started and why; nothing is left running then.
    [[nodiscard]] virtual Result<std::unique_ptr<AppProcess>>
    start(const App& app, const StartOptions& options, AppDescriptors descriptors) = 0;
};

} // namespace perisphere::device
