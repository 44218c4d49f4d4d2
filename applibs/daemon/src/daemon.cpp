#include "perisphere/daemon/daemon.hpp"

#include "app_debugger.hpp"
#include "board_services.hpp"
#include "configured.hpp"
#include "control/device_control.hpp"
#include "control/identity_control.hpp"
#include "control/network_control.hpp"
#include "delegated_group.hpp"
#include "device_identity.hpp"
#include "device_network.hpp"
#include "idle_memory.hpp"
#include "log_output.hpp"
#include "no_identity.hpp"
#include "own_program.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/control/registry.hpp"
#include "perisphere/control/server.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/service_host.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "perisphere/linux/services/app_storage.hpp"
#include "perisphere/management/applications.hpp"
#include "perisphere/management/apps_control.hpp"
#include "perisphere/management/connection_relay.hpp"
#include "perisphere/management/device_log.hpp"
#include "perisphere/management/loop.hpp"
#include "perisphere/management/update_control.hpp"
#include "ready_notice.hpp"
#include "remote_access.hpp"
#include "updates/feed_updates.hpp"
#include "watchdog.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <optional>
#include <unistd.h>
#include <utility>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint32_t kBurstSeconds = 10; ///< of lines at once

} // namespace

class Daemon::Impl
{
public:
    Impl(Configuration configuration, std::string version)
        : m_configuration(std::move(configuration))
        , m_version(std::move(version))
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();

    [[nodiscard]] Result<> create(const fs::path& boards);
    void run();

private:
    [[nodiscard]] Result<> createTrust();
    [[nodiscard]] Result<> createApps();
    [[nodiscard]] Result<> createServices();
    [[nodiscard]] Result<> createUpdates();
    [[nodiscard]] Result<> createControl();
    [[nodiscard]] IdentityStore identityStore() const
    {
        return {m_configuration, ownProgram("perisphere-keys")};
    }
    [[nodiscard]] Result<> createRemoteAccess();
    [[nodiscard]] std::string osVersion() const
    {
        return m_configuration.osVersion.empty() ? m_version : m_configuration.osVersion;
    }
    void shutdown();

    Configuration m_configuration;
    std::string m_version;
    std::optional<control::Registration> m_registration;
    std::unique_ptr<management::Loop> m_loop;
    std::optional<LogOutput> m_output;
    std::optional<management::DeviceLog> m_log;
    target::DeviceNames m_names;
    std::optional<image::TrustStore> m_trust;
    device::InstallPolicy m_policy;
    std::optional<AppDebugger> m_debugging;
    std::unique_ptr<target::SandboxLauncher> m_launcher;
    std::optional<device::LoopTimers> m_timers;
    std::unique_ptr<Watchdog> m_watchdog;
    management::ConnectionRelay m_relay;
    std::unique_ptr<device::AppManager> m_manager;
    std::unique_ptr<certificates::CertificateStore> m_certificates;
    std::optional<BoardServices> m_board;
    std::unique_ptr<device::StorageService> m_storage;
    std::optional<management::Applications> m_applications;
    std::unique_ptr<DeviceNetwork> m_network;
    std::unique_ptr<device::DeviceAuthService> m_identity;
    std::unique_ptr<device::UpdateCoordinator> m_updates;
    std::unique_ptr<FeedUpdates> m_feed; ///< nullptr: no feed is asked
    std::optional<device::DeviceServices> m_services;
    std::unique_ptr<device::ServiceHost> m_host;
    std::unique_ptr<management::AppsControl> m_apps;
    std::optional<management::UpdateControl> m_updateControl;
    std::optional<IdentityControl> m_identityControl;
    std::optional<NetworkControl> m_networkControl;
    std::unique_ptr<DeviceControl> m_control;
    std::unique_ptr<control::ControlServer> m_server;
    std::unique_ptr<RemoteAccess> m_remote;
    std::optional<IdleMemory> m_idleMemory;
    bool m_isEnding = false;
};

/// What stands on others goes first; apps end with the manager.
Daemon::Impl::~Impl()
{
    m_idleMemory.reset();
    m_watchdog.reset();
    m_remote.reset();
    m_server.reset();
    m_apps.reset();
    m_feed.reset();
    m_updates.reset();
    m_manager.reset();
    m_host.reset();
}

Result<> Daemon::Impl::create(const fs::path& boards)
{
    for (const fs::path& folder : {m_configuration.state, m_configuration.state / "apps"})
        if (auto made = makeFolder(folder); !made)
            return made;
    auto registry = control::DeviceRegistry::open(m_configuration.runtime);
    if (!registry)
        return fail(registry.error());
    auto registration = registry->add(m_configuration.name, m_configuration.state);
    if (!registration)
        return fail(registration.error());
    m_registration.emplace(std::move(*registration));
    auto names = loadBoard(m_configuration.board, boards);
    if (!names)
        return fail(names.error());
    m_names = std::move(*names);
    auto loop = management::Loop::create();
    if (!loop)
        return fail(loop.error());
    m_loop = std::move(*loop);
    m_timers.emplace(m_loop->uv());
    m_log.emplace([this, start = m_timers->now()] {
        return engine::atNanoseconds((m_timers->now() - start).count());
    });
    auto output = LogOutput::open(m_configuration.log);
    if (!output)
        return fail(output.error());
    m_output.emplace(std::move(*output));
    m_log->limit({.perSecond = m_configuration.linesPerSecond,
                  .burst = kBurstSeconds * m_configuration.linesPerSecond});
    m_log->onLine([this](const control::LogLine& line) {
        m_output->write(line);
        if (m_control)
            m_control->wake();
    });
    for (const auto step :
         {&Impl::createTrust, &Impl::createApps, &Impl::createServices, &Impl::createControl})
        if (auto created = (this->*step)(); !created)
            return created;
    auto watchdog = Watchdog::start(*m_timers, m_configuration.watchdog);
    if (!watchdog)
        return fail(watchdog.error());
    m_watchdog = std::move(*watchdog);
    return m_loop->onTermination([this] { shutdown(); });
}

Result<> Daemon::Impl::createTrust()
{
    if (m_configuration.acceptsAnyPackage)
        return {};
    auto trust = loadTrustedKeys(m_configuration.trustedKeys);
    if (!trust)
        return fail(trust.error());
    m_policy.trust = &m_trust.emplace(std::move(*trust));
    return {};
}

Result<> Daemon::Impl::createApps()
{
    const std::vector<target::KernelLayer> layers = target::probeKernelLayers();
    if (auto known = checkLayerNames(m_configuration.mayBeMissing, layers); !known)
        return known;
    target::SandboxConfiguration sandbox;
    sandbox.systemRoot = m_configuration.systemRoot;
    const auto group = takeDelegatedGroup();
    if (!group)
        return fail(group.error());
    if (*group)
        sandbox.controlGroup = **group / "apps";
    if (m_configuration.identity)
        sandbox.certificates = identityStore().certificates();
    sandbox.limits = m_configuration.limits;
    sandbox.mayBeMissing = m_configuration.mayBeMissing;
    sandbox.note = [this](const std::string& app, const std::string& text) {
        m_loop->post([this, app, text] { m_log->write(app, device::LogSource::Device, text); });
    };
    if (m_configuration.network) {
        target::SandboxNetwork network;
        if (!m_configuration.network->bridge.empty())
            network.bridge = m_configuration.network->bridge;
        if (!m_configuration.network->nft.empty())
            network.nft = m_configuration.network->nft;
        network.lookUp = target::lookUpOnDevice;
        sandbox.network = std::move(network);
    }
    m_debugging.emplace(m_loop->uv(), m_configuration.allowsDebugging);
    if (m_configuration.allowsDebugging)
        sandbox.debugging = target::SandboxDebugging{
            .gdbserver = m_configuration.gdbserver,
            .started = [this](const std::string& componentId, UniqueFd server) {
                m_debugging->onServer(componentId, std::move(server));
            }};
    auto launcher = target::SandboxLauncher::create(std::move(sandbox), layers);
    if (!launcher)
        return fail(launcher.error());
    m_launcher = std::move(*launcher);
    auto store = device::AppStore::open(m_configuration.state / "apps",
                                        {.maxPackageBytes = m_configuration.packageBytes,
                                         .policy = m_policy,
                                         .sealsImages = true,
                                         .writesThrough = true});
    if (!store)
        return fail(store.error());
    m_manager = std::make_unique<device::AppManager>(std::move(*store),
                                                     device::ManagerParts{.loop = m_loop->uv(),
                                                                          .timers = *m_timers,
                                                                          .launcher = *m_launcher,
                                                                          .connections = m_relay,
                                                                          .log = *m_log});
    return {};
}

Result<> Daemon::Impl::createServices()
{
    auto certificates =
        certificates::CertificateStore::open(m_configuration.state / "certificates");
    if (!certificates)
        return fail(certificates.error());
    m_certificates = std::move(*certificates);
    m_board.emplace(m_names);
    m_storage = std::make_unique<target::AppStorage>(m_manager->store());
    m_applications.emplace(*m_manager, [this] { return osVersion(); });
    auto network =
        DeviceNetwork::create({.configuration = m_configuration,
                               .names = m_names,
                               .loop = m_loop->uv(),
                               .timers = *m_timers,
                               .certificates = *m_certificates,
                               .say = [this](const std::string& text) { m_log->note(text); }});
    if (!network)
        return fail(network.error());
    m_network = std::move(*network);
    if (m_configuration.identity)
        m_identity = std::make_unique<DeviceIdentity>(
            identityStore(), *m_timers, *m_log,
            [this](std::function<void()> work) { m_loop->post(std::move(work)); });
    else
        m_identity = std::make_unique<NoIdentity>();
    if (auto created = createUpdates(); !created)
        return created;
    m_services.emplace(device::DeviceServices{.gpio = m_board->gpio,
                                              .uart = m_board->uart,
                                              .i2c = m_board->i2c,
                                              .spi = m_board->spi,
                                              .adc = m_board->adc,
                                              .pwm = m_board->pwm,
                                              .rtc = m_board->clock,
                                              .power = m_board->power,
                                              .storage = *m_storage,
                                              .application = *m_applications,
                                              .certStore = *m_certificates,
                                              .sysEvent = *m_updates,
                                              .network = m_network->network(),
                                              .wifi = m_network->wifi(),
                                              .deviceAuth = *m_identity});
    m_host = std::make_unique<device::ServiceHost>(m_loop->uv(), *m_services, *m_log);
    m_relay.setTarget(*m_host);
    return {};
}

Result<> Daemon::Impl::createUpdates()
{
    device::UpdateOptions options = m_configuration.installs;
    // What is offered has been fetched already.
    options.systemDownload = std::chrono::milliseconds(0);
    options.bytesPerSecond = std::numeric_limits<std::uint64_t>::max();
    m_updates = std::make_unique<device::UpdateCoordinator>(
        device::UpdateParts{.timers = *m_timers,
                            .processTimers = *m_timers,
                            .manager = *m_manager,
                            .log = *m_log,
                            .policy = m_policy,
                            .installSystem =
                                [this](const std::string& version) {
                                    if (m_feed)
                                        m_feed->installSystem(version);
                                    else
                                        m_log->note(fmt::format("the system {} cannot be "
                                                                "installed: no feed has it",
                                                                version));
                                }},
        options);
    if (!m_configuration.updates)
        return {};
    auto feed =
        FeedUpdates::create({.loop = m_loop->uv(),
                             .timers = *m_timers,
                             .manager = *m_manager,
                             .updates = *m_updates,
                             .say = [this](const std::string& line) { m_log->note(line); },
                             .systemVersion = [this] { return m_applications->osVersion(); },
                             .reboot =
                                 [this] {
                                     if (const auto begun = m_board->power.reboot(); !begun)
                                         m_log->note("cannot reboot: " + begun.error().reason);
                                 }},
                            *m_configuration.updates, m_configuration.state / "updates");
    if (!feed)
        return fail(feed.error());
    m_feed = std::move(*feed);
    return {};
}

Result<> Daemon::Impl::createControl()
{
    auto description = control::Description::load(DeviceControl::has);
    if (!description)
        return fail(description.error());
    constexpr unsigned kKibi = 10;
    m_apps = std::make_unique<management::AppsControl>(management::AppsControl::Parts{
        .manager = *m_manager,
        .log = *m_log,
        .debugging = *m_debugging,
        .policy = m_policy,
        .memoryLimitKib = m_configuration.limits.memoryBytes >> kKibi,
        .wake = [this] {
            if (m_control)
                m_control->wake();
        }});
    m_updateControl.emplace(
        *m_updates,
        management::UpdateControl::System{
            .version = [this] { return osVersion(); },
            .next = []() -> Result<std::string> {
                return fail(ErrorCode::InvalidArgument,
                            "which version of the system comes next is not known here: name it");
            }});
    m_identityControl.emplace(
        m_configuration.identity ? std::optional(identityStore()) : std::nullopt, *m_manager);
    m_networkControl.emplace(m_network->network(), m_network->wifi(), m_board->clock);
    m_control = std::make_unique<DeviceControl>(
        control::DeviceInfo{.name = m_configuration.name,
                            .board = m_names.name,
                            .folder = m_configuration.state.string(),
                            .version = m_version,
                            .state = control::DeviceState::Starting,
                            .pid = ::getpid()},
        DeviceControl::Areas{.apps = *m_apps,
                             .identity = *m_identityControl,
                             .network = *m_networkControl,
                             .updates = *m_updateControl},
        DeviceControl::Actions{.shutdown = [this] { m_loop->post([this] { shutdown(); }); },
                               .reboot = [this]() -> Result<> {
                                   if (const auto begun = m_board->power.reboot(); !begun)
                                       return fail(ErrorCode::Io, begun.error().reason);
                                   return {};
                               }});
    m_server =
        std::make_unique<control::ControlServer>(m_loop->uv(), *m_control, std::move(*description));
    if (auto listens = m_server->listen(m_registration->socket()); !listens)
        return listens;
    return createRemoteAccess();
}

Result<> Daemon::Impl::createRemoteAccess()
{
    if (!m_configuration.management)
        return {};
    m_remote = std::make_unique<RemoteAccess>(
        RemoteAccess::Parts{
            .loop = m_loop->uv(),
            .timers = *m_timers,
            .admit = [this](UniqueFd client) { m_server->serve(std::move(client)); },
            .note = [this](const std::string& text) { m_log->note(text); }},
        *m_configuration.management);
    return m_remote->start();
}

void Daemon::Impl::run()
{
    m_updates->onBoot();
    m_manager->startAll();
    if (m_feed)
        m_feed->onBoot();
    m_control->setState(control::DeviceState::Running);
    m_log->note(fmt::format("perisphered {} runs {} apps on {}", m_version,
                            m_manager->apps().size(), m_names.name));
    notifyManager("READY=1");
    m_idleMemory.emplace(*m_timers);
    m_loop->run();
}

void Daemon::Impl::shutdown()
{
    if (std::exchange(m_isEnding, true))
        return;
    notifyManager("STOPPING=1");
    m_control->setState(control::DeviceState::Stopping);
    m_server->announceStop();
    m_manager->stopAll([this] {
        m_log->note("all apps have ended");
        m_loop->stop();
    });
}

Result<std::unique_ptr<Daemon>> Daemon::create(Configuration configuration, const fs::path& boards,
                                               std::string version)
{
    auto impl = std::make_unique<Impl>(std::move(configuration), std::move(version));
    if (auto created = impl->create(boards); !created)
        return fail(created.error());
    return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

Daemon::Daemon(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Daemon::~Daemon() = default;

void Daemon::run()
{
    m_impl->run();
}

} // namespace perisphere::daemon
