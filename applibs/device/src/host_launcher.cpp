#include "perisphere/device/host_launcher.hpp"

#include "app_files.hpp"
#include "elf_machine.hpp"
#include "emulated_files.hpp"
#include "emulated_memory.hpp"
#include "own_network_files.hpp"
#include "perisphere/base/directory_tree.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/device/child_process.hpp"
#include "perisphere/device/crash_report.hpp"
#include "perisphere/device/name_server.hpp"
#include "program_libc.hpp"
#include "socket_supervisor.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <optional>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{
namespace
{

constexpr int kDeviceDescriptor = 3; // right after the standard ones

/// The only one that a system may do without: glibc takes the same name server then, and waits
/// longer for it.
constexpr const char* kResolverFile = "/etc/resolv.conf";

/// The manifest writes "/bin/app"; it means that path in the image.
std::filesystem::path programOf(const App& app)
{
    const std::string& entry = app.manifest.entryPoint;
    return app.imageRoot / std::filesystem::path(entry).relative_path();
}

Result<> checkEntryPoint(const App& app, bool canEmulate)
{
    const std::string& entry = app.manifest.entryPoint;
    const std::string_view relative = std::string_view(entry).substr(entry.starts_with('/'));
    if (!isSafeRelativePath(relative))
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("\"{}\" is not a path in the image", entry),
                          .where = {.file = app.manifest.fileName, .pointer = "/EntryPoint"},
                          .expected = "a path such as \"/bin/app\""});
    if (app.manifest.applicationType == manifest::ApplicationType::RealTimeCapable)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format(
                              "\"{}\" is for a real-time core, which a host has not", app.name),
                          .advice = "run it on the simulated core"});
    if (canEmulate && isForApplicationCore(programOf(app)))
        return {};
    return checkRunsHere(programOf(app));
}

/// For the debuggers of an app. Made here: the app's own process may not listen.
Result<UniqueFd> makeDebugSocket()
{
    std::optional<Error> refused;
    for (const std::uint16_t port : {ApplicationCore::kUsualDebugPort, std::uint16_t{0}}) {
        UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        constexpr int kBacklog = 8;
        if (socket &&
            ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                0 &&
            ::listen(socket.get(), kBacklog) == 0)
            return socket;
        refused = systemError(errno, "listen for gdb on", fmt::format("127.0.0.1:{}", port));
    }
    return fail(*refused);
}

/// The emulator in the app's place, which loads it.
void putEmulatorInPlace(ChildProcessSpec& spec, const ApplicationCore& core,
                        const EmulatedFiles& files, std::vector<std::string> options)
{
    options.insert(options.begin(), core.emulator.string());
    options.insert(options.end(), files.options.begin(), files.options.end());
    options.insert(options.end(), {"--argv0", spec.arguments.front()});
    spec.arguments.front() = files.program;
    spec.arguments.insert(spec.arguments.begin(), options.begin(), options.end());
    spec.program = core.emulator;
}

/// The emulator is told the number under which it has the descriptor.
void pass(int descriptor, const char* option, ChildProcessSpec& spec,
          std::vector<std::string>& options)
{
    options.insert(options.end(), {option, std::to_string(spec.descriptors.size())});
    spec.descriptors.push_back(descriptor);
}

/// Opened here, as the app's own process may open no files.
Result<std::vector<UniqueFd>> openRecords(const AppRecords& records, ChildProcessSpec& spec,
                                          std::vector<std::string>& options)
{
    constexpr std::array<std::pair<const char*, std::filesystem::path AppRecords::*>, 5> kFiles{{
        {"--core", &AppRecords::core},
        {"--profile", &AppRecords::profile},
        {"--folded", &AppRecords::folded},
        {"--coverage", &AppRecords::coverage},
        {"--strace-file", &AppRecords::calls},
    }};
    std::vector<UniqueFd> opened;
    for (const auto& [option, member] : kFiles) {
        const std::filesystem::path& path = records.*member;
        if (path.empty())
            continue;
        opened.emplace_back(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
        if (!opened.back())
            return fail(systemError(errno, "open", path.string()));
        options.insert(options.end(), {option, fmt::format("/dev/fd/{}", spec.descriptors.size())});
        spec.descriptors.push_back(opened.back().get());
        spec.canRaiseFileLimit = true; // what the app may write is no limit for these
    }
    if (!records.elf.empty())
        options.insert(options.end(), {"--symbols", records.elf.string()});
    return opened;
}

std::vector<std::string> argumentsOf(const App& app)
{
    std::vector<std::string> arguments = {app.manifest.entryPoint};
    const auto& rest = app.manifest.cmdArgs;
    arguments.insert(arguments.end(), rest.begin(), rest.end());
    return arguments;
}

/// Bytes that the app may write to a file: what its mutable storage holds. Without that capability
/// it has no file to write to, so nothing is limited.
std::optional<std::uint64_t> fileLimit(const App& app)
{
    const auto& capabilities = app.manifest.capabilities;
    const auto storage = capabilities.find(manifest::Capability::MutableStorage);
    if (storage == capabilities.end())
        return std::nullopt;
    return std::uint64_t{storage->second.sizeKb} * 1024;
}

ChildProcessSpec specFor(const App& app, const StartOptions& options)
{
    ChildProcessSpec spec;
    spec.program = programOf(app);
    spec.arguments = argumentsOf(app);
    spec.environment = options.environment;
    spec.environment.push_back(fmt::format("PERISPHERE_DEVICE={}", kDeviceDescriptor));
    spec.workingDirectory = app.imageRoot;
    spec.maxFileBytes = fileLimit(app);
    if (options.runner.empty())
        return spec;
    spec.arguments.front() = spec.program.string(); // the runner has to find it
    spec.program = options.runner.front();
    spec.arguments.insert(spec.arguments.begin(), options.runner.begin(), options.runner.end());
    return spec;
}

/// A child process that may tell where it crashed.
class HostProcess final : public AppProcess
{
public:
    HostProcess(std::unique_ptr<AppClock> clock, std::unique_ptr<AppTimeline> timeline,
                std::unique_ptr<EmulatedMemory> memory, std::unique_ptr<ChildProcess> child,
                UniqueFd crashReport)
        : m_clock(std::move(clock))
        , m_timeline(std::move(timeline))
        , m_memory(std::move(memory))
        , m_child(std::move(child))
        , m_crashReport(std::move(crashReport))
    {
    }

    void keep(std::unique_ptr<DeviceRoot> root) { m_root = std::move(root); }

    void guard(std::shared_ptr<const manifest::Manifest> manifest,
               std::unique_ptr<SocketSupervisor> supervisor)
    {
        m_manifest = std::move(manifest);
        m_supervisor = std::move(supervisor);
    }

    [[nodiscard]] int exitDescriptor() const override { return m_child->exitDescriptor(); }
    [[nodiscard]] std::optional<ProcessExit> takeExit() override { return m_child->takeExit(); }
    void terminate() override
    {
        m_child->terminate();
        if (m_clock)
            m_clock->somethingCame();
    }
    void kill() override { m_child->kill(); }
    [[nodiscard]] Result<MemoryUse> memory() override
    {
        return m_memory ? m_memory->use() : m_child->memory();
    }
    [[nodiscard]] std::vector<std::string> backtrace() override
    {
        return readBacktrace(m_crashReport.get());
    }
    [[nodiscard]] ::pid_t processId() const override { return m_child->processId(); }

private:
    std::unique_ptr<AppClock> m_clock;        ///< goes last, after the process; may be none
    std::unique_ptr<AppTimeline> m_timeline;  ///< mostly none
    std::unique_ptr<EmulatedMemory> m_memory; ///< none of an app of the host
    std::unique_ptr<DeviceRoot> m_root;       ///< likewise
    std::shared_ptr<const manifest::Manifest> m_manifest; ///< of the supervisor's policy
    std::unique_ptr<SocketSupervisor> m_supervisor;       ///< ends after the process
    std::unique_ptr<ChildProcess> m_child;
    UniqueFd m_crashReport;
};

} // namespace

bool isForApplicationCore(const App& app)
{
    return isForApplicationCore(programOf(app));
}

bool HostLauncher::isEmulated(const App& app) const
{
    return m_core && isForApplicationCore(app);
}

std::string HostLauncher::packageRoot(const App& app) const
{
    return isEmulated(app) ? imagePathOnDevice(app) : app.imageRoot.string();
}

std::string HostLauncher::certificates(const App& app) const
{
    return isEmulated(app) ? kCertificatesOnDevice : std::string();
}

bool HostLauncher::hasDeviceTime(const App& app) const
{
    return isEmulated(app) && m_core->clocks != nullptr;
}

/// nullptr where each start executes the emulator.
Result<StartServer*> HostLauncher::startServer()
{
    if (m_core->warmUp.empty())
        return nullptr;
    if (m_server && m_server->process().hasEnded())
        m_server.reset();
    if (m_server)
        return m_server.get();
    auto started = StartServer::start(m_core->emulator,
                                      {m_core->emulator.string(), "--serve-starts",
                                       m_core->warmUp.string(), m_core->systemRoot.string()});
    if (!started)
        return fail(started.error());
    m_server = std::move(*started);
    return m_server.get();
}

Result<std::unique_ptr<AppProcess>> HostLauncher::start(const App& app, const StartOptions& options,
                                                        AppDescriptors descriptors)
{
    const std::string activity = fmt::format("start \"{}\"", app.name);
    if (auto checked = checkEntryPoint(app, m_core.has_value()); !checked)
        return fail(checked.error().during(activity));
    const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!nothing)
        return fail(systemError(errno, "open", "/dev/null").during(activity));
    auto crashReport = makeCrashReport();
    if (!crashReport)
        return fail(crashReport.error().during(activity));
    ChildProcessSpec spec = specFor(app, options);
    const bool isOnCore = isEmulated(app);
    const bool hasMoreMemory = isOnCore && isOnGlibc(programOf(app));
    if (isOnCore) {
        if (!options.runner.empty())
            return fail(Error{.code = ErrorCode::Unsupported,
                              .message = "an app on the emulated core cannot be started under a "
                                         "program of this machine",
                              .advice = "build it for this machine to debug it"}
                            .during(activity));
    }
    AppRecords records = options.records;
    if (records == AppRecords() && m_core)
        records = m_core->records;
    if (!isOnCore && options.records != AppRecords())
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message =
                              "profiles, coverage, core files and traces of system calls are "
                              "made of apps on the emulated application core",
                          .expected = "an app that is built for 32-bit ARM Linux",
                          .advice = "build it with \"perisphere build\""}
                        .during(activity));
    spec.descriptors = {nothing.get(), descriptors.standardOutput.get(),
                        descriptors.standardError.get(), descriptors.device.get(),
                        crashReport->get()};
    std::optional<NameServer> nameServer;
    if (m_network) {
        auto opened = NameServer::open();
        if (!opened)
            return fail(opened.error().during(activity));
        nameServer = std::move(*opened);
    }
    std::unique_ptr<AppClock> clock;
    UniqueFd clockLink;
    std::unique_ptr<EmulatedMemory> memory;
    std::unique_ptr<AppTimeline> timeline;
    UniqueFd timelineFile;
    UniqueFd debugSocket;
    std::vector<UniqueFd> recordFiles;
    EmulatedFiles emulatedFiles;
    if (isOnCore) {
        std::vector<std::string> coreOptions{"--exact-faults"}; // for the log
        if (nameServer)
            coreOptions.insert(coreOptions.end(),
                               {"--name-server", std::to_string(nameServer->address().port)});
        // First the clock's: what comes before it leads to the device.
        if (m_core->clocks != nullptr) {
            auto opened = m_core->clocks->open(app);
            if (!opened)
                return fail(opened.error().during(activity));
            clock = std::move(*opened);
            clockLink = clock->takeLink();
            pass(clockLink.get(), "--clock", spec, coreOptions);
        }
        auto figures = EmulatedMemory::create();
        if (!figures)
            return fail(figures.error().during(activity));
        memory = std::move(*figures);
        if (!hasMoreMemory)
            coreOptions.insert(coreOptions.end(),
                               {"--memory-limit", std::to_string(m_core->memoryLimitKib)});
        pass(memory->descriptor(), "--memory-figures", spec, coreOptions);
        if (descriptors.nodes)
            pass(descriptors.nodes.get(), "--device-nodes", spec, coreOptions);
        if (options.forDebugging) {
            auto made = makeDebugSocket();
            if (!made)
                return fail(made.error().during(activity));
            debugSocket = std::move(*made);
            pass(debugSocket.get(), "--gdb-socket", spec, coreOptions);
        }
        if (m_core->timelines != nullptr) {
            auto opened = m_core->timelines->open(app);
            if (!opened)
                return fail(opened.error().during(activity));
            timeline = std::move(*opened);
        }
        if (timeline) {
            timelineFile = timeline->takeFile();
            coreOptions.insert(
                coreOptions.end(),
                {"--timeline-records", fmt::format("/dev/fd/{}", spec.descriptors.size())});
            spec.descriptors.push_back(timelineFile.get());
            spec.canRaiseFileLimit = true;
        }
        auto opened = openRecords(records, spec, coreOptions);
        if (!opened)
            return fail(opened.error().during(activity));
        recordFiles = std::move(*opened);
        auto made = makeEmulatedFiles(app, *m_core, m_files);
        if (!made)
            return fail(made.error().during(activity));
        emulatedFiles = std::move(*made);
        putEmulatorInPlace(spec, *m_core, emulatedFiles, coreOptions);
    }
    const auto manifest = std::make_shared<const manifest::Manifest>(app.manifest);
    NetworkPolicy policy(*manifest, m_network ? m_network->table : std::vector<NamedEndpoint>());
    OwnNetworkFiles files;
    if (m_network) {
        spec.isGuarded = true;
        spec.areFileCallsAsked = persistence::isObserved();
    }
    if (m_network && !isOnCore) { // which has them among its own files
        auto made = makeOwnNetworkFiles();
        if (!made)
            return fail(made.error().during(activity));
        files = std::move(*made);
        spec.ownFiles = {{files.hosts->path(), "/etc/hosts"},
                         {files.nameServices->path(), "/etc/nsswitch.conf"}};
        if (std::error_code none; std::filesystem::exists(kResolverFile, none))
            spec.ownFiles.emplace_back(files.resolver->path(), kResolverFile);
    }
    FileRules rules;
    if (options.runner.empty()) { // a debugger needs its user's files
        std::vector<FileGrant> grants = grantsFor(app, spec, m_files);
        if (isOnCore) {
            grants.insert(grants.end(), emulatedFiles.grants.begin(), emulatedFiles.grants.end());
            if (!records.elf.empty())
                grants.push_back({.path = records.elf});
        }
        auto made = makeFileRules(grants);
        if (!made)
            return fail(made.error().during(activity));
        rules = std::move(*made);
        spec.fileRules = rules.descriptor.get();
    }
    const auto server = isOnCore ? startServer() : nullptr;
    if (!server)
        return fail(server.error().during(activity));
    auto process = ChildProcess::start(spec, *server);
    if (!process)
        return fail(process.error().during(activity));
    ChildListener listener = (*process)->takeListener();
    auto result =
        std::make_unique<HostProcess>(std::move(clock), std::move(timeline), std::move(memory),
                                      std::move(*process), std::move(*crashReport));
    result->keep(std::move(emulatedFiles.root));
    if (!m_network)
        return result;
    const auto note = [noteTo = m_network->note, id = app.componentId](const std::string& text) {
        if (noteTo)
            noteTo(id, text);
    };
    if (hasMoreMemory)
        note("the app's memory is counted and not limited: it is on glibc, whose libraries take "
             "more than the device's");
    if (rules.error != 0)
        note(fmt::format("the app reaches its user's files: Landlock is not available here ({})",
                         std::generic_category().message(rules.error)));
    if (listener.ownFilesError != 0)
        note(fmt::format("the app sees the host's names: user namespaces are not available here "
                         "({})",
                         std::generic_category().message(listener.ownFilesError)));
    if (!listener.descriptor) {
        note(
            fmt::format("the manifest's network rules are not enforced{}: {}",
                        spec.areFileCallsAsked ? ", the app's writes to its file not observed" : "",
                        std::generic_category().message(listener.error)));
        return result;
    }
    result->guard(
        manifest,
        std::make_unique<SocketSupervisor>(
            std::move(listener.descriptor), *std::move(nameServer), std::move(policy),
            SocketSupervisor::Setup{
                .exempt = options.runner.empty() ? 0 : result->processId(),
                .seesHostNames = listener.ownFilesError != 0,
                .wayTo = m_network->wayTo,
                .nameService = m_network->nameService,
                .changes = m_network->changes,
                .note = note,
                .refused = [to = m_network->refused, id = app.componentId](const Refusal& refusal) {
                    if (to)
                        to(id, refusal);
                }}));
    return result;
}

} // namespace perisphere::device
