// How a simulated device is put together.

#include "simulated_device_impl.hpp"

#include <fmt/format.h>

#include <chrono>
#include <unistd.h>
#include <utility>

namespace perisphere::runtime
{
namespace
{

/// From the boot until the certificate store answers, as on the device, where apps have to ask
/// again.
constexpr std::chrono::milliseconds kCertificateStoreStart{200};

} // namespace

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
    auto around = finishRestore(m_options.folder);
    if (!around)
        return fail(around.error());
    auto loop = management::Loop::create();
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
    m_log = std::make_unique<management::DeviceLog>([this] {
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
    if (*around) {
        m_accessPoints->restore((*around)->accessPoints);
        setAround(*m_parts, (*around)->values);
        m_log->note("the device is as in the snapshot that was gone back to");
    }
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
    m_parts.emplace(*m_board, wake);
    m_accessPoints.emplace(*m_board, m_options.board);
    m_time.emplace(
        m_board->machine(), m_options.time,
        [this](std::function<void()> work) { post(std::move(work)); }, wake);
    m_snapshots.emplace(Snapshots::Parts{.folder = m_options.folder,
                                         .machine = m_board->machine(),
                                         .parts = *m_parts,
                                         .accessPoints = *m_accessPoints,
                                         .apps =
                                             [this] {
                                                 std::vector<std::string> names;
                                                 for (const auto& app : m_manager->apps())
                                                     names.push_back(app->name);
                                                 return names;
                                             },
                                         .restart =
                                             [this] {
                                                 m_isToRestart = true;
                                                 post([this] { shutdown(); });
                                             }});
    m_pins.emplace(m_board->machine(), m_board->netlist(), m_options.board.chip,
                   [this] { return m_peripherals->uses(); });
    m_coreDebugging.emplace(m_loop->uv(), *m_board);
    m_appDebugging.emplace(*m_debugStarts, *m_coreDebugging);
    m_apps.emplace(management::AppsControl::Parts{
        .manager = *m_manager,
        .log = *m_log,
        .debugging = *m_appDebugging,
        .policy = {}, // anybody's package, as a device in development mode
        .memoryLimitKib = device::kAppMemoryKib,
        .wake = wake});
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
    m_updateControl.emplace(*m_updates, management::UpdateControl::System{
                                            .version = [this] { return m_software->version(); },
                                            .next = [this]() -> Result<std::string> {
                                                return m_software->nextVersion();
                                            }});
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
    m_signals.emplace(*m_board, m_options.isUartPaced);
    m_serialStreams.setWake(wake);
    m_serial.emplace(*m_board, m_serialStreams);
    m_networkControl.emplace(m_board->machine(), *m_network, *m_rtc, *m_accessPoints, m_hostNames);
    m_control.emplace(
        std::move(info), m_options.board,
        DeviceActions{
            .shutdown = [this] { post([this] { shutdown(); }); },
            .reset = [this](const control::Completion<>& done) { m_powerCycle->reboot(done); },
            .unmodelled = [this] { return unmodelled(); }},
        m_wake,
        DeviceAreas{.snapshots = *m_snapshots,
                    .parts = *m_parts,
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

} // namespace perisphere::runtime
