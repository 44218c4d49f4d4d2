#include "perisphere/runtime/simulated_device.hpp"

#include "app_clocks.hpp"
#include "apps_control.hpp"
#include "board_machine.hpp"
#include "cores_control.hpp"
#include "device_control.hpp"
#include "device_identity.hpp"
#include "device_log.hpp"
#include "device_names.hpp"
#include "device_timeline.hpp"
#include "faults_control.hpp"
#include "identity_control.hpp"
#include "loop.hpp"
#include "machine_recording.hpp"
#include "machine_timers.hpp"
#include "machine_waits.hpp"
#include "network_control.hpp"
#include "parts_control.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/control/registry.hpp"
#include "perisphere/control/server.hpp"
#include "perisphere/device/host_launcher.hpp"
#include "perisphere/device/service_host.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "perisphere/network/stack.hpp"
#include "perisphere/parts/program_port.hpp"
#include "perisphere/services/network_services.hpp"
#include "perisphere/services/peripheral_services.hpp"
#include "pins_control.hpp"
#include "power_cycle.hpp"
#include "published_certificates.hpp"
#include "real_time_launcher.hpp"
#include "serial_control.hpp"
#include "signals_control.hpp"
#include "state_table.hpp"
#include "system_services.hpp"
#include "time_control.hpp"
#include "update_control.hpp"

#include <fmt/format.h>

#include <atomic>
#include <ctime>
#include <iterator>
#include <list>
#include <optional>
#include <thread>
#include <unistd.h>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// From the boot until the certificate store answers, as on the device, where apps have to ask
/// again.
constexpr std::chrono::milliseconds kCertificateStoreStart{200};

/// The service host needs services that need the manager, which needs the service host.
class ConnectionRelay final : public device::AppConnections
{
public:
    void setTarget(device::AppConnections& target) { m_target = &target; }
    void serve(std::shared_ptr<const device::App> app, UniqueFd socket) override
    {
        m_target->serve(std::move(app), std::move(socket));
    }

private:
    device::AppConnections* m_target = nullptr;
};

} // namespace

/// Members in the order in which they depend on each other; the last goes first.
class SimulatedDevice::Impl
{
public:
    explicit Impl(DeviceOptions options)
        : m_options(std::move(options))
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl();

    [[nodiscard]] Result<> create();
    void run();
    void shutdown();
    void onLogLine(std::function<void(const control::LogLine&)> listener)
    {
        m_onLogLine = std::move(listener);
    }
    void onFault(std::function<void(const Error&)> listener) { m_onFault = std::move(listener); }
    void onChange(std::function<void()> listener);
    [[nodiscard]] Result<std::unique_ptr<device::LoopPoll>> onReadable(int descriptor,
                                                                       std::function<void()> action)
    {
        return device::LoopPoll::start(m_loop->uv(), descriptor, std::move(action));
    }
    [[nodiscard]] control::ControlTarget& control() { return *m_control; }
    [[nodiscard]] Waits& waits() { return *m_waits; }
    [[nodiscard]] Recording& recording() { return *m_recording; }
    void after(std::chrono::milliseconds delay, std::function<void()> action);
    [[nodiscard]] const std::filesystem::path& socket() const { return m_registration->socket(); }
    [[nodiscard]] PersistentState persistentState();
    [[nodiscard]] PersistentState ownPersistentState();
    [[nodiscard]] const std::vector<std::string>& findings() const
    {
        return m_manager->store().notes();
    }

private:
    [[nodiscard]] StateParts stateParts();
    void post(std::function<void()> work);
    [[nodiscard]] std::int64_t realTime();
    void watchMachine();
    [[nodiscard]] Result<> createApps();
    [[nodiscard]] Result<> createAppClocks();
    [[nodiscard]] Result<> createNetwork();
    [[nodiscard]] Result<> createServices();
    [[nodiscard]] Result<> createCertificates();
    void createUpdates();
    [[nodiscard]] Result<> createIdentity();
    void installSystem(const std::string& version);
    [[nodiscard]] Result<> createControl();
    [[nodiscard]] control::UnmodelledReport unmodelled();
    void boot();

    DeviceOptions m_options;
    std::unique_ptr<Loop> m_loop;
    std::optional<control::Registration> m_registration;
    std::unique_ptr<BoardMachine> m_board;
    engine::Subscription m_sysRstWatch;
    std::optional<MachineRecording> m_recording;
    std::optional<MachineWaits> m_waits;
    std::optional<DeviceTimeline> m_timeline;
    std::optional<DebugStarts> m_debugStarts;
    std::function<void(const control::LogLine&)> m_onLogLine;
    std::function<void(const Error&)> m_onFault;
    std::function<void()> m_onChange;
    std::atomic<bool> m_isChangePosted = false; ///< set by any thread, see onChange()
    std::unique_ptr<DeviceLog> m_log;
    std::unique_ptr<device::LoopTimers> m_timers;
    std::unique_ptr<device::InputOnDemand> m_input;
    std::unique_ptr<AppClocks> m_appClocks;
    SerialStreams m_serialStreams;
    device::NetworkChanges m_networkChanges;
    device::HostLauncher m_launcher;
    std::optional<RealTimeLauncher> m_realTimeLauncher;
    std::optional<LauncherChoice> m_launchers;
    ConnectionRelay m_relay;
    std::unique_ptr<device::AppManager> m_manager;
    std::unique_ptr<services::PeripheralServices> m_peripherals;
    std::optional<network::SettingsFile> m_networkSettings;
    std::optional<PublishedCertificates> m_certificates;
    std::unique_ptr<network::Stack> m_network;
    std::optional<services::NetworkServices> m_networkServices;
    std::optional<Rtc> m_rtc;
    std::optional<Power> m_power;
    std::optional<PowerCycle> m_powerCycle;
    std::optional<Storage> m_storage;
    std::optional<SystemSoftware> m_software;
    std::optional<RealTimeConnections> m_interCore;
    std::optional<Applications> m_applications;
    std::optional<MachineTimers> m_deviceTimers;
    std::unique_ptr<device::UpdateCoordinator> m_updates;
    std::unique_ptr<DeviceIdentity> m_identity;
    std::optional<device::DeviceServices> m_services;
    std::unique_ptr<device::ServiceHost> m_host;
    WakeSwitch m_wake;
    std::optional<PartsControl> m_parts;
    std::optional<TimeControl> m_time;
    std::optional<PinsControl> m_pins;
    std::optional<CoreDebugging> m_coreDebugging;
    std::optional<AppsControl> m_apps;
    std::optional<FaultsControl> m_faults;
    std::optional<UpdateControl> m_updateControl;
    std::optional<IdentityControl> m_identityControl;
    std::optional<CoresControl> m_cores;
    std::optional<SignalsControl> m_signals;
    std::optional<SerialControl> m_serial;
    std::vector<control::HostName> m_hostNames;
    std::optional<NetworkControl> m_networkControl;
    std::optional<DeviceControl> m_control;
    std::unique_ptr<control::ControlServer> m_server;
    std::list<std::unique_ptr<device::Timer>> m_actions; ///< of after()
    engine::VirtualTime m_bootedAt{};
    bool m_isCertStoreHeldBack = false; ///< by a fault
    bool m_isStopping = false;
    std::thread::id m_loopThread = std::this_thread::get_id();
};

SimulatedDevice::Impl::~Impl()
{
    m_actions.clear();
    m_waits.reset(); // while the machine's thread runs, as the recording
    m_recording.reset();
    m_server.reset();
    m_control.reset();
    m_serial.reset();
    m_signals.reset();
    m_cores.reset();
    m_faults.reset();
    m_apps.reset();
    m_coreDebugging.reset(); // closes with the loop's next turn
    m_parts.reset();
    m_updates.reset();
    m_manager.reset(); // ends what still runs, so that nothing is served any more
    m_host.reset();
    m_timeline.reset();
    if (m_board)
        m_board->machine().stop(); // before the peripherals go
}

Result<> SimulatedDevice::Impl::create()
{
    for (const char* folder : {"apps", "parts"})
        if (auto made = makeFolder(m_options.folder / folder); !made)
            return made;
    auto registration = registerDevice(m_options);
    if (!registration)
        return fail(registration.error());
    m_registration.emplace(std::move(*registration));
    for (const auto& folder : {m_options.folder, m_options.folder / "parts"})
        if (auto removed = removeUnfinished(folder); !removed)
            return removed;
    auto loop = Loop::create();
    if (!loop)
        return fail(loop.error());
    m_loop = std::move(*loop);
    auto board = BoardMachine::create(m_options.board, m_options.folder / "parts", m_options.seed);
    if (!board)
        return fail(board.error());
    m_board = std::move(*board);
    m_recording.emplace(*m_board);
    m_waits.emplace(*m_board, [this](std::function<void()> work) { post(std::move(work)); });
    m_timeline.emplace(*m_board, m_options.isUartPaced);
    m_debugStarts.emplace(m_options.gdbServer);
    m_log = std::make_unique<DeviceLog>([this] {
        const auto time = m_appClocks ? m_appClocks->timeOfWork() : std::nullopt;
        return time ? *time : m_board->now(); // which waits for the machine's thread
    });
    m_log->onLine([this](const control::LogLine& line) {
        m_debugStarts->onLine(line);
        if (m_onLogLine)
            m_onLogLine(line);
        m_wake();
    });
    watchMachine();
    for (const auto step : {&Impl::createApps, &Impl::createCertificates, &Impl::createNetwork,
                            &Impl::createServices, &Impl::createControl})
        if (auto created = (this->*step)(); !created)
            return created;
    return m_loop->onTermination([this] { shutdown(); });
}

/// What the machine thread has to say goes into the log, in its order.
void SimulatedDevice::Impl::watchMachine()
{
    static_cast<void>(m_board->machine().call([this] {
        m_board->unmodelled().setStrict(m_options.isStrict);
        m_board->unmodelled().onFirst([this](const engine::UnmodelledAccess& access) {
            post([this,
                  text = fmt::format("{}: {} is not modelled, see docs/fidelity.md{}", access.where,
                                     access.what, access.from.empty() ? "" : ", " + access.from)] {
                m_log->note(text);
            });
        });
        for (parts::Part* part : m_board->parts())
            if (parts::ProgramPort* const port = part->programPort())
                port->onTrouble([this](const std::string& trouble) {
                    post([this, trouble] { m_log->note(trouble); });
                });
        m_sysRstWatch = m_board->chip().sysRst.onLevel([this](const engine::PinChange& change) {
            if (change.isFalling() || change.isRising())
                post([this, isHigh = change.after.high] { m_powerCycle->sysRstChanged(isHigh); });
        });
        m_board->machine().onFault([this](const Error& fault) {
            post([this, fault] {
                m_log->note("the simulated machine stands still: " + fault.toString());
                m_time->changed();
                if (m_onFault)
                    m_onFault(fault);
            });
        });
    }));
}

Result<> SimulatedDevice::Impl::createApps()
{
    auto store = device::AppStore::open(m_options.folder / "apps");
    if (!store)
        return fail(store.error());
    for (const std::string& note : store->notes())
        m_log->note(note);
    auto names = namesOf(m_options);
    if (!names)
        return fail(names.error());
    for (const device::NamedEndpoint& one : *names)
        m_hostNames.push_back({.name = one.name, .target = one.target.toString()});
    addCoreStreams(m_serialStreams);
    m_realTimeLauncher.emplace(
        *m_board,
        RealTimeLauncher::Log{
            .note =
                [this](const std::string& app, std::string text) {
                    post([this, app, text = std::move(text)] {
                        m_log->write(app, device::LogSource::Device, text);
                    });
                },
            .line =
                [this](const std::string& app, engine::VirtualTime time, std::string line) {
                    post([this, app, time, line = std::move(line)] {
                        m_log->writeLine(app, time, line);
                    });
                },
            .characters = [this](unsigned core,
                                 std::string_view text) { m_serialStreams.received(core, text); }});
    m_launchers.emplace(m_launcher, *m_realTimeLauncher);
    m_launcher = device::HostLauncher(
        {.table = *std::move(names),
         .wayTo = [this](const std::string& host) { return m_networkServices->wayTo(host); },
         .nameService = [this] { return m_networkServices->nameService(); },
         .changes = &m_networkChanges,
         .note =
             [this](const std::string& app, const std::string& text) {
                 post([this, app, text] { m_log->write(app, device::LogSource::Device, text); });
             },
         .refused =
             [this](const std::string& app, const device::Refusal& refusal) {
                 post([this, app, refusal] { m_log->refused(app, refusal); });
             }},
        {.certificates = m_options.folder / kCertificatesOfApps,
         .allowed = m_options.allowedFiles,
         .mutableFile = [this](const std::string& app) {
             return m_manager->store().mutableFile(app);
         }});
    if (m_options.applicationCore) {
        if (auto created = createAppClocks(); !created)
            return created;
        device::ApplicationCore core = *m_options.applicationCore;
        core.clocks = m_appClocks.get();
        core.timelines = &m_timeline->apps();
        m_launcher.emulate(std::move(core));
    }
    m_timers = std::make_unique<device::LoopTimers>(m_loop->uv());
    device::ManagerOptions options;
    options.environment = m_options.appEnvironment;
    m_manager =
        std::make_unique<device::AppManager>(std::move(*store),
                                             device::ManagerParts{.loop = m_loop->uv(),
                                                                  .timers = *m_timers,
                                                                  .launcher = *m_launchers,
                                                                  .connections = m_relay,
                                                                  .log = *m_log,
                                                                  .onDemand = m_input.get()},
                                             options);
    return {};
}

Result<> SimulatedDevice::Impl::createAppClocks()
{
    auto input = device::InputOnDemand::create();
    if (!input)
        return fail(input.error());
    m_input = std::move(*input);
    auto clocks = AppClocks::create(
        {.machine = m_board->machine(),
         .input = *m_input,
         .post = [this](std::function<void()> work) { m_loop->post(std::move(work)); },
         .isVirtual = [this](const device::App& app) { return m_launchers->hasDeviceTime(app); },
         .realTime = [this] { return realTime(); },
         .seed = m_options.seed});
    if (!clocks)
        return fail(clocks.error());
    m_appClocks = std::move(*clocks);
    return {};
}

/// To the loop's thread.
void SimulatedDevice::Impl::post(std::function<void()> work)
{
    if (m_appClocks)
        m_appClocks->postWithoutTime(std::move(work));
    else
        m_loop->post(std::move(work));
}

/// What an app's clock begins with: the real-time clock's, where it is set; the host's where the
/// device keeps up with that; else an instant that is the same in each run.
std::int64_t SimulatedDevice::Impl::realTime()
{
    constexpr std::int64_t kRepeatable = 1'735'689'600; // 2025-01-01 00:00:00 UTC
    if (const auto seconds = m_rtc->secondsSinceEpoch())
        return *seconds;
    const auto mode = m_time->status().mode.kind();
    return mode == engine::TimeMode::Kind::Scaled
               ? static_cast<std::int64_t>(std::time(nullptr))
               : kRepeatable + engine::toNanoseconds(m_board->now()) / 1'000'000'000;
}

Result<> SimulatedDevice::Impl::createNetwork()
{
    m_networkSettings.emplace(m_options.folder / "network.json");
    auto stack = m_board->machine().call([this] {
        return network::Stack::create({.scheduler = m_board->machine().scheduler(),
                                       .surroundings = m_board->surroundings(),
                                       .random = m_board->random(),
                                       .store = *m_networkSettings,
                                       .certificates = *m_certificates});
    });
    if (!stack)
        return fail(stack.error());
    m_network = std::move(*stack);
    static_cast<void>(m_board->machine().call(
        [this] { m_network->onWayChange([this] { m_networkChanges.announce(); }); }));
    m_networkServices.emplace(m_board->machine(), *m_network,
                              [this](std::function<void()> work) { post(std::move(work)); });
    m_powerCycle.emplace(
        PowerCycle::Parts{.board = *m_board,
                          .apps = *m_manager,
                          .network = *m_network,
                          .log = *m_log,
                          .post = [this](std::function<void()> work) { post(std::move(work)); },
                          .boot = [this] { boot(); }});
    return {};
}

Result<> SimulatedDevice::Impl::createServices()
{
    auto peripherals = services::PeripheralServices::create(
        m_board->machine(), m_board->chip(),
        {.isUartPaced = m_options.isUartPaced, .virtualApps = m_appClocks.get()});
    if (!peripherals)
        return fail(peripherals.error());
    m_peripherals = std::move(*peripherals);
    m_rtc.emplace(m_options.folder / "rtc", [this] { return m_board->now(); });
    m_rtc->onSet([this](std::int64_t seconds) {
        static_cast<void>(
            m_board->machine().call([this, seconds] { m_network->setClock(seconds); }));
    });
    // Later: the app that asks is still being answered.
    m_power.emplace(
        Power::Actions{.reboot = [this] { post([this] { m_powerCycle->reboot(); }); },
                       .powerDown =
                           [this](std::uint32_t seconds) {
                               post([this, seconds] { m_powerCycle->powerDown(seconds); });
                           }});
    m_storage.emplace(*m_manager);
    m_software.emplace(m_options.folder / "os-version");
    m_interCore.emplace(m_board->machine(), [this] { return m_board->interCoreChannels(); });
    m_manager->addObserver(*m_interCore);
    m_applications.emplace(*m_manager, *m_software, &*m_interCore);
    createUpdates();
    if (auto created = createIdentity(); !created)
        return created;
    m_services.emplace(device::DeviceServices{.gpio = m_peripherals->gpio(),
                                              .uart = m_peripherals->uart(),
                                              .i2c = m_peripherals->i2c(),
                                              .spi = m_peripherals->spi(),
                                              .adc = m_peripherals->adc(),
                                              .pwm = m_peripherals->pwm(),
                                              .rtc = *m_rtc,
                                              .power = *m_power,
                                              .storage = *m_storage,
                                              .application = *m_applications,
                                              .certStore = *m_certificates,
                                              .sysEvent = *m_updates,
                                              .network = *m_networkServices,
                                              .wifi = *m_networkServices,
                                              .deviceAuth = m_identity->authentication()});
    m_host = std::make_unique<device::ServiceHost>(m_loop->uv(), *m_services, *m_log);
    if (m_appClocks)
        m_host->serveOnDemand(*m_input,
                              [this](const device::App& app) { return m_appClocks->isOne(app); });
    m_relay.setTarget(*m_host);
    return {};
}

Result<> SimulatedDevice::Impl::createCertificates()
{
    auto store = certificates::CertificateStore::open(m_options.folder / "certificates");
    if (!store)
        return fail(store.error());
    m_certificates.emplace(std::move(*store));
    m_certificates->store().setReadiness([this] {
        return !m_isCertStoreHeldBack && m_board->now() - m_bootedAt >= kCertificateStoreStart;
    });
    return {};
}

/// Warnings and deferrals pass in virtual time, the trial of an app's new image in the host's, as
/// the app itself does.
void SimulatedDevice::Impl::createUpdates()
{
    m_deviceTimers.emplace(m_board->machine(),
                           [this](std::function<void()> work) { post(std::move(work)); });
    m_updates = std::make_unique<device::UpdateCoordinator>(device::UpdateParts{
        .timers = *m_deviceTimers,
        .processTimers = *m_timers,
        .manager = *m_manager,
        .log = *m_log,
        .policy = {}, // anybody's package, as a device in development mode
        .installSystem = [this](const std::string& version) { installSystem(version); }});
}

void SimulatedDevice::Impl::installSystem(const std::string& version)
{
    if (const auto installed = m_software->install(version); !installed)
        m_log->note(installed.error().toString());
    m_powerCycle->reboot();
}

Result<> SimulatedDevice::Impl::createIdentity()
{
    auto identity = DeviceIdentity::create(
        {.folder = m_options.folder,
         .seed = m_options.identitySeed,
         .timers = *m_deviceTimers,
         .log = *m_log,
         .uptime = [this] { return engine::toNanoseconds(m_board->now()) / 1'000'000'000; },
         .isOnline = [this] { return m_networkServices->isReady(); },
         .measure =
             [this] { return identity::measure(m_software->version(), m_manager->apps()); }});
    if (!identity)
        return fail(identity.error());
    m_identity = std::move(*identity);
    return m_board->machine().call([this] {
        m_network->onReady(
            [this] { post([this] { m_identity->authentication().networkIsReady(); }); });
    });
}

Result<> SimulatedDevice::Impl::createControl()
{
    auto description = control::Description::load();
    if (!description)
        return fail(description.error());
    const auto wake = [this] { m_wake(); };
    m_parts.emplace(
        m_board->machine(), [this] { return m_board->parts(); }, wake);
    m_time.emplace(
        m_board->machine(), m_options.time,
        [this](std::function<void()> work) { post(std::move(work)); }, wake);
    m_pins.emplace(m_board->machine(), m_board->netlist(), m_options.board.chip,
                   [this] { return m_peripherals->uses(); });
    m_coreDebugging.emplace(m_loop->uv(), *m_board);
    m_apps.emplace(*m_manager, *m_log, *m_debugStarts, *m_coreDebugging, wake);
    m_faults.emplace(
        *m_board,
        FaultDevice{.apps = *m_manager,
                    .brownOut = [this] { m_powerCycle->brownOut(); },
                    .setStorageFull =
                        [this](bool isFull) {
                            m_storage->setFull(isFull);
                            m_networkSettings->setFull(isFull);
                        },
                    .setStorageBroken = [this](bool isBroken) { m_storage->setBroken(isBroken); },
                    .setRtcError = [this](int error) { m_rtc->setError(error); },
                    .setMemoryUnknown =
                        [this](bool isUnknown) { m_applications->setMemoryUnknown(isUnknown); },
                    .setNetworkingHeldBack =
                        [this](bool isHeldBack) {
                            static_cast<void>(m_board->machine().call(
                                [&] { m_network->setHeldBack(isHeldBack); }));
                        },
                    .setWifiHeldBack =
                        [this](bool isHeldBack) {
                            static_cast<void>(m_board->machine().call(
                                [&] { m_network->wifi().setHeldBack(isHeldBack); }));
                        },
                    .setCertificateStoreHeldBack =
                        [this](bool isHeldBack) { m_isCertStoreHeldBack = isHeldBack; },
                    .setCertificatesExpired =
                        [this](bool areExpired) { m_identity->setExpired(areExpired); }});
    m_updateControl.emplace(*m_updates, *m_software);
    m_identityControl.emplace(m_identity->root(), m_identity->authority(),
                              m_identity->authentication());
    m_cores.emplace(*m_board, *m_manager, *m_debugStarts,
                    [this](std::function<void()> work) { post(std::move(work)); });
    control::DeviceInfo info{.name = m_options.name,
                             .board = m_options.board.id,
                             .folder = std::filesystem::absolute(m_options.folder).string(),
                             .version = m_options.version,
                             .state = control::DeviceState::Starting,
                             .pid = ::getpid()};
    m_signals.emplace(*m_board);
    m_serialStreams.setWake(wake);
    m_serial.emplace(*m_board, m_serialStreams);
    m_networkControl.emplace(m_board->machine(), *m_network, *m_rtc, m_hostNames);
    m_control.emplace(
        std::move(info), m_options.board,
        DeviceActions{
            .shutdown = [this] { post([this] { shutdown(); }); },
            .reset = [this](const control::Completion<>& done) { m_powerCycle->reboot(done); },
            .unmodelled = [this] { return unmodelled(); }},
        m_wake,
        DeviceAreas{.parts = *m_parts,
                    .time = *m_time,
                    .pins = *m_pins,
                    .apps = *m_apps,
                    .faults = *m_faults,
                    .updates = *m_updateControl,
                    .identity = *m_identityControl,
                    .cores = *m_cores,
                    .signals = *m_signals,
                    .timeline = *m_timeline,
                    .serial = *m_serial,
                    .network = *m_networkControl});
    m_server =
        std::make_unique<control::ControlServer>(m_loop->uv(), *m_control, std::move(*description));
    return m_server->listen(m_registration->socket());
}

control::UnmodelledReport SimulatedDevice::Impl::unmodelled()
{
    control::UnmodelledReport report;
    static_cast<void>(m_board->machine().call([&] {
        report = {.accesses = m_board->unmodelled().all(),
                  .dropped = m_board->unmodelled().dropped()};
    }));
    return report;
}

void SimulatedDevice::Impl::run()
{
    boot();
    m_control->setState(control::DeviceState::Running);
    m_loop->run();
}

void SimulatedDevice::Impl::boot()
{
    m_power->resetProfile();
    m_bootedAt = m_board->now();
    static_cast<void>(m_board->machine().call(
        [this, rtc = m_rtc->secondsSinceEpoch()] { m_network->boot(rtc); }));
    static_cast<void>(m_time->resume());
    m_updates->onBoot();
    for (const auto& app : m_manager->apps())
        m_identity->authentication().add(*app);
    m_manager->startAll();
}

StateParts SimulatedDevice::Impl::stateParts()
{
    return {.apps = m_manager->store(),
            .certificates = m_certificates->store(),
            .rtc = *m_rtc,
            .software = *m_software,
            .identity = m_identity->root(),
            .network = *m_networkSettings};
}

PersistentState SimulatedDevice::Impl::persistentState()
{
    PersistentState state;
    const StateParts parts = stateParts();
    collectState(parts, StateOwner::Loop, state);
    static_cast<void>(
        m_board->machine().call([&] { collectState(parts, StateOwner::Machine, state); }));
    return state;
}

PersistentState SimulatedDevice::Impl::ownPersistentState()
{
    PersistentState state;
    if (std::this_thread::get_id() == m_loopThread)
        collectState(stateParts(), StateOwner::Loop, state);
    else if (m_board->machine().isOwnThread())
        collectState(stateParts(), StateOwner::Machine, state);
    return state;
}

void SimulatedDevice::Impl::after(std::chrono::milliseconds delay, std::function<void()> action)
{
    m_actions.emplace_back();
    const auto place = std::prev(m_actions.end());
    *place = m_timers->after(delay, [this, place, action = std::move(action)] {
        const auto timer = std::move(*place); // the action may end everything
        m_actions.erase(place);
        action();
    });
}

void SimulatedDevice::Impl::onChange(std::function<void()> listener)
{
    m_onChange = std::move(listener);
    // The machine may change things faster than the loop comes to them.
    m_wake.setOwner([this] {
        if (!m_isChangePosted.exchange(true))
            post([this] {
                m_isChangePosted = false;
                m_onChange();
            });
    });
}

void SimulatedDevice::Impl::shutdown()
{
    if (std::exchange(m_isStopping, true))
        return;
    m_powerCycle->end();
    if (const auto stopped = m_timeline->stop(); !stopped) // what comes after is not to be seen
        m_log->note(stopped.error().toString());
    m_control->setState(control::DeviceState::Stopping);
    m_server->announceStop();
    m_manager->stopAll([this] { m_loop->stop(); });
}

SimulatedDevice::SimulatedDevice(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
SimulatedDevice::~SimulatedDevice() = default;

Result<std::unique_ptr<SimulatedDevice>> SimulatedDevice::create(DeviceOptions options)
{
    auto impl = std::make_unique<Impl>(std::move(options));
    if (const auto created = impl->create(); !created)
        return fail(created.error().during("start the simulated device"));
    return std::unique_ptr<SimulatedDevice>(new SimulatedDevice(std::move(impl)));
}

void SimulatedDevice::onLogLine(std::function<void(const control::LogLine&)> listener)
{
    m_impl->onLogLine(std::move(listener));
}

void SimulatedDevice::onChange(std::function<void()> listener)
{
    m_impl->onChange(std::move(listener));
}

Result<std::unique_ptr<device::LoopPoll>> SimulatedDevice::onReadable(int descriptor,
                                                                      std::function<void()> action)
{
    return m_impl->onReadable(descriptor, std::move(action));
}

void SimulatedDevice::onFault(std::function<void(const Error&)> listener)
{
    m_impl->onFault(std::move(listener));
}

control::ControlTarget& SimulatedDevice::control()
{
    return m_impl->control();
}

Waits& SimulatedDevice::waits()
{
    return m_impl->waits();
}

Recording& SimulatedDevice::recording()
{
    return m_impl->recording();
}

void SimulatedDevice::after(std::chrono::milliseconds delay, std::function<void()> action)
{
    m_impl->after(delay, std::move(action));
}

void SimulatedDevice::run()
{
    m_impl->run();
}

void SimulatedDevice::shutdown()
{
    m_impl->shutdown();
}

PersistentState SimulatedDevice::persistentState()
{
    return m_impl->persistentState();
}

PersistentState SimulatedDevice::ownPersistentState()
{
    return m_impl->ownPersistentState();
}

const std::vector<std::string>& SimulatedDevice::findings() const
{
    return m_impl->findings();
}

const std::filesystem::path& SimulatedDevice::controlSocket() const
{
    return m_impl->socket();
}

} // namespace perisphere::runtime
