// Host mode: an app that was built for this machine runs as a plain process of it.
//
// No sandbox: the app has its user's rights to processes. The device's services hold it to its
// manifest, a supervisor its sockets (network_policy.hpp), and the kernel's Landlock its files:
// undeclared hosts and ports fail, its resolver knows the names of AllowedConnections and no
// others, and what is neither in its image nor of the system's libraries cannot be opened; nothing
// can be written. What starts the app in a runner's place is exempt. argv[0] is the
// entry point as the manifest writes it, argv[1...] the CmdArgs; the environment is
// PERISPHERE_DEVICE and what StartOptions adds; the working directory is the image's root. Its
// descriptors are the standard ones (input is empty), the device's socket, and the file that
// libapplibs leaves a crash report in.
//
// An app for the device's core is started on the emulated core in the same way, and sees the
// device's files in the place of the host's (emulated_files.hpp).
#pragma once

#include "perisphere/device/app_clocks.hpp"
#include "perisphere/device/app_launcher.hpp"
#include "perisphere/device/app_timelines.hpp"
#include "perisphere/device/network_changes.hpp"
#include "perisphere/device/network_policy.hpp"
#include "perisphere/device/start_server.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// The network that apps see.
struct HostNetwork {
    std::vector<NamedEndpoint> table; ///< names that lead to endpoints of this machine
    /// Whether a connection to an allowed host (as the manifest writes it) gets there now; missing:
    /// always. ETIMEDOUT: its packets get lost. Any thread.
    std::function<Outcome<>(const std::string& host)> wayTo;
    /// Whether names are resolved now; missing: always. ETIMEDOUT: questions stay without an
    /// answer; any other errno: that is known at once. Any thread.
    std::function<Outcome<>()> nameService;
    /// Announces when wayTo() may answer otherwise than before; outlives the launcher's processes.
    /// nullptr: it never does.
    NetworkChanges* changes = nullptr;
    /// What was refused to the app of a component id, for its log. Any thread.
    std::function<void(const std::string& componentId, const std::string& text)> note;
    /// Which of it the manifest did not allow. Any thread.
    std::function<void(const std::string& componentId, const Refusal& refusal)> refused;
};

/// The files that apps see besides what each does.
struct HostFiles {
    std::filesystem::path certificates; ///< read by those that may use DeviceAuthentication
    /// Read and changed by all, with what is below them: what instrumented programs write.
    std::vector<std::filesystem::path> allowed;
    /// The mutable storage of a component id, which apps are given a descriptor of; may be missing.
    std::function<std::filesystem::path(const std::string& componentId)> mutableFile;
};

/// The device's memory for apps.
inline constexpr std::uint64_t kAppMemoryKib = 256;

/// Runs apps that are built for the device's application core.
struct ApplicationCore {
    /// Where it is taken, by another app or device, a free one serves.
    static constexpr std::uint16_t kUsualDebugPort = 2345;

    std::filesystem::path emulator;   ///< perisphere-a7
    std::filesystem::path systemRoot; ///< what the device's file system has of libraries
    /// A program that does what many begin with; starts are then served by an emulator that has run
    /// it. Empty: each executes the emulator.
    std::filesystem::path warmUp;
    AppRecords records;                ///< of apps that are started without any
    AppClocks* clocks = nullptr;       ///< none: its apps have the host's time; outlives them
    AppTimelines* timelines = nullptr; ///< outlives them; may be none
    /// What each app may use, of its own and of the kernel for it, before it is killed. The budget
    /// of the device, which all apps share there. Apps on glibc, which the device has not, are not
    /// held to it: curl there takes more for itself alone.
    std::uint64_t memoryLimitKib = kAppMemoryKib;
};

/// Whether its program is one for 32-bit ARM, which the application core of the device is.
[[nodiscard]] bool isForApplicationCore(const App& app);

class HostLauncher final : public AppLauncher
{
public:
    /// Without a network, apps have that of their user.
    HostLauncher() = default;
    explicit HostLauncher(HostFiles files)
        : m_files(std::move(files))
    {
    }
    explicit HostLauncher(HostNetwork network, HostFiles files = {})
        : m_network(std::move(network))
        , m_files(std::move(files))
    {
    }

    /// From now on programs for 32-bit ARM are started too, under it. One that is to be debugged
    /// serves gdb itself, and says on its standard error stream on which port.
    void emulate(ApplicationCore core) { m_core = std::move(core); }

    /// On the emulated core as on the device; its image's folder otherwise.
    [[nodiscard]] std::string packageRoot(const App& app) const override;

    [[nodiscard]] std::string certificates(const App& app) const override;

    [[nodiscard]] bool hasDeviceTime(const App& app) const override;

    [[nodiscard]] bool hasDeviceNodes(const App& app) const override { return isEmulated(app); }

    /// Unsupported, naming the machine, when the program is built for another one.
    [[nodiscard]] Result<std::unique_ptr<AppProcess>>
    start(const App& app, const StartOptions& options, AppDescriptors descriptors) override;

private:
    Result<StartServer*> startServer();
    [[nodiscard]] bool isEmulated(const App& app) const;

    std::optional<HostNetwork> m_network;
    HostFiles m_files;
    std::optional<ApplicationCore> m_core;
    std::unique_ptr<StartServer> m_server; ///< of the core's emulator, from the first start on
};

} // namespace perisphere::device
