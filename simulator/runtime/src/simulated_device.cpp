#include "simulated_device_impl.hpp"

#include <chrono>
#include <ctime>
#include <utility>

namespace perisphere::runtime
{

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
    m_snapshots.reset();
    m_parts.reset();
    m_updates.reset();
    m_manager.reset(); // ends what still runs, so that nothing is served any more
    m_host.reset();
    m_timeline.reset();
    if (m_board)
        m_board->machine().stop(); // before the peripherals go
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

void SimulatedDevice::Impl::installSystem(const std::string& version)
{
    if (const auto installed = m_software->install(version); !installed)
        m_log->note(installed.error().toString());
    m_powerCycle->reboot();
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

bool SimulatedDevice::isToRestart() const
{
    return m_impl->isToRestart();
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
