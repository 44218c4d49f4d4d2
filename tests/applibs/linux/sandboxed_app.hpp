// An app of the tests in a sandbox of this machine, and what comes of it.
#pragma once

#include "perisphere/linux/kernel_layers.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"
#include "perisphere/manifest/manifest.hpp"

#include "descriptors.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace perisphere::test
{

inline constexpr const char* kSandboxedComponent = "11111111-2222-3333-4444-555555555555";

/// What of this machine a program of the tests is loaded with, below a folder of its own: not all
/// that the machine has.
class SystemRootOfTests
{
public:
    SystemRootOfTests()
    {
        for (const char* const file :
             {"/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/libc.so.6",
              "/lib/x86_64-linux-gnu/libm.so.6", "/lib/ld-linux-armhf.so.3", "/lib/libc.so.6",
              "/lib/ld-linux-aarch64.so.1", "/lib/aarch64-linux-gnu/libc.so.6"}) {
            if (!std::filesystem::exists(file))
                continue;
            const std::filesystem::path copy =
                m_folder.path() / std::filesystem::path(file).relative_path();
            std::filesystem::create_directories(copy.parent_path());
            std::filesystem::copy_file(std::filesystem::canonical(file), copy);
        }
    }

    [[nodiscard]] const std::filesystem::path& path() const { return m_folder.path(); }

private:
    TemporaryDirectory m_folder;
};

/// Whether apps can be put into a sandbox here. Not in QEMU's user mode, not by others than root.
inline bool canUseSandbox()
{
    if (::geteuid() != 0) {
        WARN("only root makes sandboxes");
        return false;
    }
    for (const std::string& layer : target::missingLayers(target::probeKernelLayers()))
        if (layer != "cgroup") { // of which many machines have another version
            WARN("this kernel does not offer " << layer);
            return false;
        }
    return true;
}

inline bool hasControlGroups()
{
    const auto missing = target::missingLayers(target::probeKernelLayers());
    return std::ranges::find(missing, "cgroup") == missing.end();
}

/// With users and control groups of this process's own: tests run at the same time, and the kernel
/// counts processes by user.
inline target::SandboxConfiguration sandboxOfTests(const SystemRootOfTests& systemRoot)
{
    target::SandboxConfiguration configuration;
    configuration.systemRoot = systemRoot.path();
    configuration.firstUser += static_cast<std::uint32_t>(::getpid()) % 65536 * 4096;
    configuration.controlGroup += "-" + std::to_string(::getpid());
    if (!hasControlGroups())
        configuration.mayBeMissing = {"cgroup"};
    return configuration;
}

inline std::unique_ptr<target::SandboxLauncher>
launcherWith(target::SandboxConfiguration configuration)
{
    auto launcher = target::SandboxLauncher::create(std::move(configuration));
    if (!launcher)
        FAIL(launcher.error().toString());
    return std::move(*launcher);
}

/// An image with the program as its app.
class SandboxedImage
{
public:
    SandboxedImage(const std::filesystem::path& program, std::vector<std::string> arguments,
                   const std::string& capabilities = "{}")
    {
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms(0755));
        std::filesystem::create_directory(m_folder / "bin");
        std::filesystem::copy_file(program, m_folder / "bin/app");
        auto parsed =
            manifest::parse(R"({"SchemaVersion": 1, "Name": "Tester", "ComponentId": ")" +
                                std::string(kSandboxedComponent) +
                                R"(", "EntryPoint": "/bin/app", "CmdArgs": [], "Capabilities": )" +
                                capabilities + "}",
                            "app_manifest.json");
        for (const Diagnostic& finding : parsed.diagnostics)
            UNSCOPED_INFO(finding.message);
        REQUIRE(parsed.value.has_value());
        m_app.manifest = std::move(*parsed.value);
        m_app.manifest.cmdArgs = std::move(arguments);
        m_app.componentId = kSandboxedComponent;
        m_app.name = "Tester";
        m_app.imageRoot = m_folder.path();
    }

    [[nodiscard]] device::App& app() { return m_app; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }

private:
    TemporaryDirectory m_folder;
    device::App m_app;
};

struct SandboxedApp {
    std::unique_ptr<device::AppProcess> process;
    UniqueFd device;
    UniqueFd output;
};

inline Result<SandboxedApp> tryStartInSandbox(target::SandboxLauncher& launcher,
                                              const device::App& app)
{
    auto [device, appsEnd] = makeSocketPair();
    auto [output, writeEnd] = makePipe();
    UniqueFd error(::dup(writeEnd.get()));
    auto process = launcher.start(
        app, {}, {std::move(appsEnd), std::move(writeEnd), std::move(error), UniqueFd()});
    if (!process)
        return fail(process.error());
    return SandboxedApp{std::move(*process), std::move(device), std::move(output)};
}

inline SandboxedApp startInSandbox(target::SandboxLauncher& launcher, const device::App& app)
{
    auto started = tryStartInSandbox(launcher, app);
    if (!started)
        FAIL(started.error().toString());
    return std::move(*started);
}

inline device::ProcessExit exitOf(device::AppProcess& process)
{
    REQUIRE(waitUntilReadable(process.exitDescriptor()));
    const auto exit = process.takeExit();
    REQUIRE(exit);
    return *exit;
}

} // namespace perisphere::test
