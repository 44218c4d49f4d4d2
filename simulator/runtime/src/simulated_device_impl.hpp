// What a simulated device consists of: put together in simulated_device_assembly.cpp, run in
// simulated_device.cpp.
#pragma once

#include "access_points.hpp"
#include "app_clocks.hpp"
#include "app_debugging.hpp"
#include "board_machine.hpp"
#include "cores_control.hpp"
#include "device_control.hpp"
#include "device_identity.hpp"
#include "device_names.hpp"
#include "device_timeline.hpp"
#include "faults_control.hpp"
#include "identity_control.hpp"
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
#include "perisphere/management/apps_control.hpp"
#include "perisphere/management/connection_relay.hpp"
#include "perisphere/management/device_log.hpp"
#include "perisphere/management/loop.hpp"
#include "perisphere/management/update_control.hpp"
#include "perisphere/network/stack.hpp"
#include "perisphere/parts/program_port.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "perisphere/services/network_services.hpp"
#include "perisphere/services/peripheral_services.hpp"
#include "pins_control.hpp"
#include "power_cycle.hpp"
#include "published_certificates.hpp"
#include "real_time_launcher.hpp"
#include "serial_control.hpp"
#include "signals_control.hpp"
#include "snapshots.hpp"
#include "state_table.hpp"
#include "system_services.hpp"
#include "time_control.hpp"

#include <atomic>
#include <list>
#include <optional>
#include <thread>
#include <utility>

namespace perisphere::runtime
{

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
    [[nodiscard]] bool isToRestart() const { return m_isToRestart; }
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
    std::unique_ptr<management::Loop> m_loop;
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
    std::unique_ptr<management::DeviceLog> m_log;
    std::unique_ptr<device::LoopTimers> m_timers;
    std::unique_ptr<device::InputOnDemand> m_input;
    std::unique_ptr<AppClocks> m_appClocks;
    SerialStreams m_serialStreams;
    device::NetworkChanges m_networkChanges;
    device::HostLauncher m_launcher;
    std::optional<RealTimeLauncher> m_realTimeLauncher;
    std::optional<LauncherChoice> m_launchers;
    management::ConnectionRelay m_relay;
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
    std::optional<AccessPoints> m_accessPoints;
    std::optional<TimeControl> m_time;
    std::optional<Snapshots> m_snapshots;
    std::optional<PinsControl> m_pins;
    std::optional<CoreDebugging> m_coreDebugging;
    std::optional<SimulatedAppDebugging> m_appDebugging;
    std::optional<management::AppsControl> m_apps;
    std::optional<FaultsControl> m_faults;
    std::optional<management::UpdateControl> m_updateControl;
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
    bool m_isToRestart = false;
    std::thread::id m_loopThread = std::this_thread::get_id();
};

} // namespace perisphere::runtime
