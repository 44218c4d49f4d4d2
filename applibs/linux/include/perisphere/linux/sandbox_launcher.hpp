// Starts apps on a Linux device, each in a sandbox that is built from its manifest.
//
// The app finds what it would on the device (docs/device/linux-target.md): its image at the same
// path, the system's libraries, a few devices, its own processes, its own network. Each layer of
// the sandbox is a step of its own (src/sandbox/steps) with its reason; where the kernel lacks one
// (kernel_layers.hpp), apps are not started unless the configuration names it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_launcher.hpp"
#include "perisphere/linux/kernel_layers.hpp"
#include "perisphere/linux/sandbox_network.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::target
{

/// What each app may use. Those of control groups are the app's with all that it starts.
struct SandboxLimits {
    /// The device's 256 KiB are for programs on its own C library; glibc with TLS takes some MiB.
    std::uint64_t memoryBytes = std::uint64_t{64} << 20U;
    std::uint32_t processes = 64;   ///< threads count
    std::uint32_t cpuPercent = 100; ///< of one processor
    std::uint32_t openFiles = 512;
};

/// How apps under development are debugged: gdbserver is in their sandbox, in their place, and
/// starts them.
struct SandboxDebugging {
    std::filesystem::path gdbserver = "/usr/bin/gdbserver";
    /// Gets the socket that gdbserver speaks GDB's remote protocol on, of an app that was started
    /// for debugging. When it is closed, gdbserver ends the app.
    std::function<void(const std::string& componentId, UniqueFd server)> started;
};

struct SandboxConfiguration {
    /// What apps see of libraries: this folder's lib, lib64 and usr/lib.
    std::filesystem::path systemRoot;
    /// The device's certificates, for apps that may use DeviceAuthentication; may be empty.
    std::filesystem::path certificates;
    std::string hostName = "mt3620"; ///< that apps see
    /// Host's user and group ids from here on belong to apps, 4096 of them; no others may have
    /// them. The first one is that of the sandboxes' own first processes. The default lies above
    /// all that systemd gives out.
    std::uint32_t firstUser = 0x70000000;
    /// A folder of control groups (version 2) for apps, made here; its parent's controllers are
    /// switched on.
    std::filesystem::path controlGroup = "/sys/fs/cgroup/perisphere";
    SandboxLimits limits;
    /// Layers, by kernel_layers.hpp's names, that apps are started without where the kernel lacks
    /// them.
    std::vector<std::string> mayBeMissing;
    /// For tests: layers that are not put up although they could be, by the names of the steps.
    std::vector<std::string> leftOut;
    /// None: apps have no network at all.
    std::optional<SandboxNetwork> network;
    /// None: no app is started for debugging.
    std::optional<SandboxDebugging> debugging;
    /// What an app's developer has to know. Any thread.
    std::function<void(const std::string& componentId, const std::string& text)> note;
};

class SandboxLauncher final : public device::AppLauncher
{
public:
    /// @param layers what the kernel has, as probeKernelLayers() tells. Errors: a system root
    /// without libraries, a control group that cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<SandboxLauncher>>
    create(SandboxConfiguration configuration,
           const std::vector<KernelLayer>& layers = probeKernelLayers());
    SandboxLauncher(const SandboxLauncher&) = delete;
    SandboxLauncher& operator=(const SandboxLauncher&) = delete;
    ~SandboxLauncher() override;

    /// As on the device.
    [[nodiscard]] std::string packageRoot(const device::App& app) const override;
    [[nodiscard]] std::string certificates(const device::App& app) const override;

    /// The thread that calls it has to live as long as the app: the app ends with it. Unsupported,
    /// naming the layers, where the kernel lacks some that the configuration does not name; else
    /// the step that failed.
    [[nodiscard]] Result<std::unique_ptr<device::AppProcess>>
    start(const device::App& app, const device::StartOptions& options,
          device::AppDescriptors descriptors) override;

private:
    class Impl;
    explicit SandboxLauncher(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::target
