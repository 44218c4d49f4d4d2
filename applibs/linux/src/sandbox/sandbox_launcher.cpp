#include "perisphere/linux/sandbox_launcher.hpp"

#include "app_system_calls.hpp"
#include "app_view.hpp"
#include "debugger.hpp"
#include "debugger_system_calls.hpp"
#include "init_system_calls.hpp"
#include "jail_process.hpp"
#include "jail_steps.hpp"
#include "network/app_network.hpp"
#include "perisphere/base/directory_tree.hpp"
#include "perisphere/device/crash_report.hpp"
#include "perisphere/device/device_paths.hpp"
#include "perisphere/linux/kernel_layers.hpp"
#include "system_call_policy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <map>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace perisphere::target
{
namespace
{

using device::App;

constexpr std::uint32_t kMostApps = 4095; // of the user ids
constexpr int kDeviceDescriptor = 3;      // right after the standard ones
constexpr std::uint64_t kBytesWithoutStorage = std::uint64_t{64} << 10U;

/// Each is a layer of its own to leave out, though kernels have or lack them together.
struct NamespaceLayer {
    const char* layer;
    std::uint64_t flag;
};

constexpr std::array<NamespaceLayer, 7> kNamespaceLayers{{{"user namespace", CLONE_NEWUSER},
                                                          {"mount namespace", CLONE_NEWNS},
                                                          {"pid namespace", CLONE_NEWPID},
                                                          {"ipc namespace", CLONE_NEWIPC},
                                                          {"uts namespace", CLONE_NEWUTS},
                                                          {"cgroup namespace", CLONE_NEWCGROUP},
                                                          {"net namespace", CLONE_NEWNET}}};

bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

std::vector<char*> pointersTo(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str())); // execve does not write to them
    pointers.push_back(nullptr);
    return pointers;
}

Result<> checkCanBeStarted(const App& app, const device::StartOptions& options)
{
    const std::string& entry = app.manifest.entryPoint;
    if (!isSafeRelativePath(std::string_view(entry).substr(entry.starts_with('/'))))
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("\"{}\" is not a path in the image", entry),
                          .where = {.file = app.manifest.fileName, .pointer = "/EntryPoint"},
                          .expected = "a path such as \"/bin/app\""});
    if (app.manifest.applicationType == manifest::ApplicationType::RealTimeCapable)
        return fail(Error{
            .code = ErrorCode::Unsupported,
            .message =
                fmt::format("\"{}\" is for a real-time core, which this device has not", app.name),
            .advice = "run it on the simulated core"});
    if (!options.runner.empty() || options.records != device::AppRecords())
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = "an app in its sandbox is started without recorders",
                          .advice = "record it in the simulator"});
    return {};
}

std::uint64_t fileLimitOf(const App& app)
{
    const auto& capabilities = app.manifest.capabilities;
    const auto storage = capabilities.find(manifest::Capability::MutableStorage);
    // Without, there is no file on a medium to write to, but perhaps some in memory. What a crash
    // leaves is mapped, which this does not limit.
    return storage == capabilities.end() ? kBytesWithoutStorage
                                         : std::uint64_t{storage->second.sizeKb} * 1024;
}

std::vector<JailLimit> limitsFor(const App& app, const SandboxLimits& limits)
{
    return {
        {RLIMIT_CORE,
         1}, // less than any core file, and what keeps the kernel from starting a program for one
        {RLIMIT_NOFILE, limits.openFiles},
        {RLIMIT_NPROC, limits.processes}, // each app is a user of its own
        {RLIMIT_FSIZE, fileLimitOf(app)},
        {RLIMIT_MEMLOCK, 0},
        {RLIMIT_MSGQUEUE, 0},
        {RLIMIT_NICE, 0},
        {RLIMIT_RTPRIO, 0},
        {RLIMIT_SIGPENDING, 256},
    };
}

std::vector<std::uint64_t> tcpServerPortsOf(const App& app)
{
    std::vector<std::uint64_t> ports{0}; // the kernel's choice, which clients may bind
    if (const auto* const allowed = app.manifest.find(manifest::Capability::AllowedTcpServerPorts))
        for (const manifest::ListEntry& entry : allowed->entries)
            if (const auto* const port = std::get_if<std::int64_t>(&entry.value))
                ports.push_back(static_cast<std::uint64_t>(*port));
    return ports;
}

} // namespace

class SandboxLauncher::Impl
{
public:
    explicit Impl(SandboxConfiguration configuration)
        : m_configuration(std::move(configuration))
    {
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl()
    {
        m_networks.clear();
        if (m_isNetworkMade)
            removeSandboxNetwork(*m_configuration.network);
        if (m_areGroupsMade)
            ::rmdir(m_configuration.controlGroup.c_str()); // which fails while there are apps
    }

    Result<> prepare(const std::vector<KernelLayer>& layers)
    {
        if (device::libraryFoldersOf(m_configuration.systemRoot).empty())
            return fail(Error{
                .code = ErrorCode::NotFound,
                .message = fmt::format("there are no libraries in \"{}\"",
                                       m_configuration.systemRoot.string()),
                .expected = "a folder with lib or usr/lib, with the C library and libapplibs.so.0",
                .advice = "set the system root of the device's configuration"});
        for (const KernelLayer& layer : layers)
            if (!layer.isOffered)
                (layer.need == LayerNeed::Always ? m_missing : m_absent).push_back(layer.name);
        auto appFilter = compileSystemCallPolicy(embedded::appSystemCalls, "app_system_calls.json");
        if (!appFilter)
            return fail(appFilter.error());
        m_appFilter = std::move(*appFilter);
        if (m_configuration.debugging) {
            const std::array<PolicyText, 2> texts{
                {{embedded::appSystemCalls, "app_system_calls.json"},
                 {embedded::debuggerSystemCalls, "debugger_system_calls.json"}}};
            auto filter = compileSystemCallPolicies(texts);
            if (!filter)
                return fail(filter.error());
            m_debuggedFilter = std::move(*filter);
        }
        auto initFilter =
            compileSystemCallPolicy(embedded::initSystemCalls, "init_system_calls.json");
        if (!initFilter)
            return fail(initFilter.error());
        m_initFilter = std::move(*initFilter);
        m_landlockVersion = static_cast<int>(
            ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
        if (!refusedLayers().empty())
            return {}; // which each start says
        if (hasNetwork()) {
            m_isNetworkMade = true;
            if (auto prepared = prepareSandboxNetwork(*m_configuration.network); !prepared)
                return prepared;
        }
        if (!isPutUp("cgroup"))
            return {};
        m_areGroupsMade = true;
        return prepareControlGroups(m_configuration.controlGroup);
    }

    Result<std::unique_ptr<device::AppProcess>> start(const App& app,
                                                      const device::StartOptions& options,
                                                      const device::AppDescriptors& descriptors)
    {
        if (const auto refused = refusedLayers(); !refused.empty())
            return fail(Error{
                .code = ErrorCode::Unsupported,
                .message = fmt::format("this kernel does not offer {}", fmt::join(refused, ", ")),
                .expected = "a kernel for which \"perisphered check\" ends with 0",
                .advice = "\"perisphered check\" tells how to get it; or name it in the device's "
                          "configuration as one that may be missing"});
        if (auto checked = checkCanBeStarted(app, options); !checked)
            return fail(checked.error());
        if (options.forDebugging && !m_configuration.debugging)
            return fail(ErrorCode::PermissionDenied, "this device does not let apps be debugged");
        const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!nothing)
            return fail(systemError(errno, "open", "/dev/null"));
        JailSetup setup;
        auto report = device::makeCrashReport();
        if (!report)
            return fail(report.error());
        setup.crashReport = std::move(*report);
        setup.namespaces = namespaces();
        setup.initUser = m_configuration.firstUser;
        auto user = userOf(app);
        if (!user)
            return fail(user.error());
        setup.appUser = *user;
        if (isPutUp("cgroup")) {
            auto group = ControlGroup::create(m_configuration.controlGroup / app.componentId,
                                              limitsOf(options));
            if (!group)
                return fail(group.error());
            setup.group = std::move(*group);
        }
        std::vector<std::string> arguments = argumentsOf(app);
        std::vector<std::string> environment = options.environment;
        environment.push_back(fmt::format("PERISPHERE_DEVICE={}", kDeviceDescriptor));
        if (hasNetwork()) {
            auto network = networkOf(app);
            if (!network)
                return fail(network.error());
            setup.network = (*network)->descriptor();
            setup.namespaces &= ~std::uint64_t{CLONE_NEWNET};
        }
        JailPlan plan = planFor(app, setup, options);
        plan.descriptors = {nothing.get(), descriptors.standardOutput.get(),
                            descriptors.standardError.get(), descriptors.device.get(),
                            setup.crashReport.get()};
        UniqueFd server; // of a debugger: this process's end, and the sandbox's
        UniqueFd serverInside;
        if (options.forDebugging)
            if (auto put = putDebuggerInPlace(plan, arguments, server, serverInside); !put)
                return fail(put.error());
        plan.arguments = pointersTo(arguments);
        plan.environment = pointersTo(environment);
        auto process = JailProcess::start(plan, std::move(setup));
        if (!process)
            return fail(process.error());
        if (options.forDebugging)
            m_configuration.debugging->started(app.componentId, std::move(server));
        for (const std::string& layer : m_missing)
            note(app.componentId,
                 fmt::format("started without {}, as the device's configuration allows", layer));
        return std::unique_ptr<device::AppProcess>(std::move(*process));
    }

private:
    static std::vector<std::string> argumentsOf(const App& app)
    {
        std::vector<std::string> arguments = {app.manifest.entryPoint};
        arguments.insert(arguments.end(), app.manifest.cmdArgs.begin(), app.manifest.cmdArgs.end());
        return arguments;
    }

    /// What apps are not started without. Without namespaces there is no sandbox to leave something
    /// out of.
    [[nodiscard]] std::vector<std::string> refusedLayers() const
    {
        std::vector<std::string> refused;
        for (const std::string& layer : m_missing)
            if (layer == "namespaces" || !contains(m_configuration.mayBeMissing, layer))
                refused.push_back(layer);
        return refused;
    }

    [[nodiscard]] bool isPutUp(std::string_view layer) const
    {
        return !contains(m_missing, layer) && !contains(m_absent, layer) &&
               !contains(m_configuration.leftOut, layer);
    }

    /// Without its rules there would be no network, rather than one without rules.
    [[nodiscard]] bool hasNetwork() const
    {
        return m_configuration.network && !contains(m_missing, "nftables") &&
               isPutUp("net namespace");
    }

    void note(const std::string& componentId, const std::string& text) const
    {
        if (m_configuration.note)
            m_configuration.note(componentId, text);
    }

    Result<AppNetwork*> networkOf(const App& app)
    {
        std::unique_ptr<AppNetwork>& network = m_networks[app.componentId];
        if (network && network->isFor(app))
            return network.get();
        network.reset(); // of another version of the app
        auto made = AppNetwork::create(
            app, *m_configuration.network,
            {.number = m_users[app.componentId],
             .isFiltered = isPutUp("nftables"),
             .note = [this, id = app.componentId](const std::string& text) { note(id, text); }});
        if (!made)
            return fail(made.error());
        network = std::move(*made);
        return network.get();
    }

    [[nodiscard]] std::uint64_t namespaces() const
    {
        std::uint64_t flags = 0;
        for (const NamespaceLayer& one : kNamespaceLayers)
            if (isPutUp(one.layer))
                flags |= one.flag;
        return flags;
    }

    /// The same for an app as long as this lives: nothing that lasts belongs to it.
    Result<::uid_t> userOf(const App& app)
    {
        const auto [at, isNew] =
            m_users.try_emplace(app.componentId, static_cast<std::uint32_t>(m_users.size()) + 1);
        if (at->second > kMostApps)
            return fail(ErrorCode::LimitExceeded,
                        fmt::format("there are users for {} apps", kMostApps));
        return m_configuration.firstUser + at->second;
    }

    [[nodiscard]] std::vector<const JailStep*> stepsOf(std::span<const JailStep> steps) const
    {
        std::vector<const JailStep*> put;
        for (const JailStep& step : steps)
            if (isPutUp(step.layer))
                put.push_back(&step);
        return put;
    }

    /// gdbserver's own share comes on top of the app's.
    [[nodiscard]] SandboxLimits limitsOf(const device::StartOptions& options) const
    {
        SandboxLimits limits = m_configuration.limits;
        if (options.forDebugging) {
            constexpr std::uint64_t kServerBytes = std::uint64_t{64} << 20U;
            constexpr std::uint32_t kServerProcesses = 4;
            limits.memoryBytes += kServerBytes;
            limits.processes += kServerProcesses;
        }
        return limits;
    }

    /// gdbserver's standard input and output are GDB's; what the app writes to its standard output
    /// goes to its standard error stream then.
    Result<> putDebuggerInPlace(JailPlan& plan, std::vector<std::string>& arguments,
                                UniqueFd& server, UniqueFd& inside) const
    {
        if (auto added = addDebugger(m_configuration.debugging->gdbserver, plan, arguments); !added)
            return added;
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return fail(systemError(errno, "create", "a socket pair"));
        server.reset(ends[0]);
        inside.reset(ends[1]);
        plan.descriptors[STDIN_FILENO] = inside.get();
        plan.descriptors[STDOUT_FILENO] = inside.get();
        return {};
    }

    [[nodiscard]] JailPlan planFor(const App& app, const JailSetup& setup,
                                   const device::StartOptions& options) const
    {
        JailPlan plan;
        plan.initSteps = stepsOf(initSteps());
        plan.appSteps = stepsOf(appSteps());
        addAppView(app, m_configuration, plan);
        plan.hostName = m_configuration.hostName;
        plan.appUser = (setup.namespaces & CLONE_NEWUSER) != 0 ? kAppUserInside : setup.appUser;
        plan.limits = limitsFor(app, limitsOf(options));
        plan.landlockVersion = m_landlockVersion;
        plan.serverPorts = tcpServerPortsOf(app);
        plan.mayConnect = app.manifest.find(manifest::Capability::AllowedConnections) != nullptr;
        plan.appFilter = options.forDebugging ? m_debuggedFilter : m_appFilter;
        if (isPutUp("seccomp"))
            plan.initFilter = m_initFilter;
        plan.workingDirectory = device::imagePathOnDevice(app);
        plan.program = plan.workingDirectory + "/" +
                       std::filesystem::path(app.manifest.entryPoint).relative_path().string();
        return plan;
    }

    SandboxConfiguration m_configuration;
    std::vector<std::string> m_missing; ///< layers that apps need
    std::vector<std::string> m_absent;  ///< others
    std::vector<sock_filter> m_appFilter;
    std::vector<sock_filter> m_debuggedFilter; ///< of an app and its debugger
    std::vector<sock_filter> m_initFilter;
    int m_landlockVersion = 0;
    bool m_isNetworkMade = false;
    bool m_areGroupsMade = false;
    std::map<std::string, std::uint32_t> m_users;                  ///< by component id
    std::map<std::string, std::unique_ptr<AppNetwork>> m_networks; ///< likewise
};

SandboxLauncher::SandboxLauncher(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

SandboxLauncher::~SandboxLauncher() = default;

Result<std::unique_ptr<SandboxLauncher>>
SandboxLauncher::create(SandboxConfiguration configuration, const std::vector<KernelLayer>& layers)
{
    auto impl = std::make_unique<Impl>(std::move(configuration));
    if (auto prepared = impl->prepare(layers); !prepared)
        return fail(prepared.error().during("prepare the sandbox of apps"));
    return std::unique_ptr<SandboxLauncher>(new SandboxLauncher(std::move(impl)));
}

std::string SandboxLauncher::packageRoot(const App& app) const
{
    return device::imagePathOnDevice(app);
}

std::string SandboxLauncher::certificates(const App&) const
{
    return device::kCertificatesOnDevice;
}

Result<std::unique_ptr<device::AppProcess>>
SandboxLauncher::start(const App& app, const device::StartOptions& options,
                       device::AppDescriptors descriptors)
{
    auto process = m_impl->start(app, options, descriptors);
    if (!process)
        return fail(process.error().during(fmt::format("start \"{}\"", app.name)));
    return process;
}

} // namespace perisphere::target
