// One real-time core with its memories: the processor, what it can reach, and when it is.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/unmodelled.hpp"
#include "perisphere/m4/core.hpp"
#include "perisphere/realtime/core_activity.hpp"
#include "perisphere/realtime/core_clock.hpp"
#include "perisphere/realtime/core_recording.hpp"
#include "perisphere/realtime/cycle_profile.hpp"
#include "perisphere/realtime/firmware_image.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_map.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::realtime
{

class RealTimeCore;

/// What a core asks of those who run several of them.
class CoreGroup
{
public:
    virtual ~CoreGroup() = default;

    /// Whether everybody else has come as far as `time`; then it is the device's present.
    virtual bool admit(RealTimeCore& core, engine::VirtualTime time) = 0;
    /// How far the core may run without looking up.
    [[nodiscard]] virtual engine::VirtualTime horizon() const = 0;
    /// The core has something to do again.
    virtual void wake(RealTimeCore& core) = 0;
};

enum class CoreState : std::uint8_t {
    Off,      ///< no program
    Running,  ///< or asleep
    Held,     ///< by a debugger
    LockedUp, ///< a fault in a fault handler
};

/// What a core tells whoever watches it.
class CoreObserver
{
public:
    virtual ~CoreObserver() = default;
    /// The core stopped by itself, for one of the reasons of debugging, or locked up.
    virtual void stopped(RealTimeCore& core, m4::Stop reason) = 0;
    /// AIRCR.SYSRESETREQ.
    virtual void resetRequested(RealTimeCore& core) = 0;
    /// Through the instrumentation trace macrocell or semihosting.
    virtual void printed(RealTimeCore& core, std::string_view text) = 0;
    /// Semihosting's SYS_EXIT: the program is done.
    virtual void exited(RealTimeCore& core, int status) = 0;
};

class CoreBus;
class MasterPort;

/// Machine thread only. The lines are those of the NVIC.
class RealTimeCore final : public soc::InterruptLines, private m4::ExceptionObserver
{
public:
    static constexpr std::uint32_t kBootHertz = 26'000'000;

    /// Fails when the host has no memory for it.
    [[nodiscard]] static Result<std::unique_ptr<RealTimeCore>>
    create(unsigned index, engine::Scheduler& scheduler, engine::UnmodelledAccesses& unmodelled,
           CoreGroup& group, CoreObserver& observer, const m4::CoreOptions& options = {});

    ~RealTimeCore() override;

    /// "real-time core 0"
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] unsigned index() const { return m_index; }
    [[nodiscard]] soc::RegisterMap& registers() { return m_registers; }
    [[nodiscard]] const soc::RegisterMap& registers() const { return m_registers; }
    [[nodiscard]] m4::Core& processor() { return *m_core; }
    [[nodiscard]] const m4::Core& processor() const { return *m_core; }
    [[nodiscard]] const m4::AddressSpace& memory() const { return *m_space; }
    [[nodiscard]] m4::AddressSpace& memory() { return *m_space; }
    /// Memory and registers as the core's DMA controller reaches them.
    [[nodiscard]] soc::BusMemory& master();
    [[nodiscard]] CoreState state() const { return m_state; }

    /// More memory, shared with others: the buffers of the inter-core channel.
    Result<void> map(std::uint32_t base, m4::Memory& memory);

    /// Clears the memories, loads, and starts at the reset vector.
    void start(const FirmwareImage& image);
    /// The core alone begins anew; the memories stay, the program is not loaded again.
    void restart();
    void stop();

    /// For a debugger: the core stands still, and so does its time.
    void hold();
    void release();

    /// HCLK; takes effect at once.
    void setHertz(std::uint32_t hertz);
    [[nodiscard]] std::uint32_t hertz() const { return m_clock.hertz(); }

    // For who runs it.
    /// When it has something to do next; kNever when only an interrupt can tell.
    [[nodiscard]] engine::VirtualTime readyAt() const;
    void run(engine::VirtualTime until);

    /// One instruction, as soon as the others have come as far; then it is held, and the observer
    /// is told.
    void releaseForStep();

    /// nullptr: nobody watches. It outlives the core, or takes itself away.
    void setActivity(CoreActivity* activity);
    /// Since when it has slept, if it does.
    [[nodiscard]] std::optional<engine::VirtualTime> asleepSince() const;

    /// For going back. Off until somebody begins it.
    [[nodiscard]] CoreRecording& recording() { return m_recording; }

    /// Samples of where it is, every `period` cycles, from now on.
    void startProfile(std::uint32_t period);
    void stopProfile();
    [[nodiscard]] bool isProfiled() const { return m_profile.isRunning(); }
    /// Of the profile that runs, or of the last one.
    [[nodiscard]] ProfileSamples profile();

    /// Memory as others than the core write it: a DMA controller, the application core.
    /// @return false where the core has none that can be written
    bool writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes);
    /// The same without being written down.
    bool putMemory(std::uint32_t address, unsigned bytes, std::uint32_t value);

    // InterruptLines
    void set(unsigned interrupt, bool isHigh) override;
    void pulse(unsigned interrupt) override;

    /// What a program can change by itself: the processor and the memories that it can write.
    void exchangeProgram(engine::Snapshot& snapshot);
    /// All of it, with the program: whatever the core did since then, it goes on from there.
    void exchange(engine::Snapshot& snapshot);

    /// BKPT 0xAB asks the host; else it is a breakpoint as others.
    void enableSemihosting(bool isOn);

private:
    RealTimeCore(unsigned index, engine::Scheduler& scheduler,
                 engine::UnmodelledAccesses& unmodelled, CoreGroup& group, CoreObserver& observer);
    Result<void> makeMemories();

    friend class CoreBus;
    void wakeIf(bool wasAsleep);
    void skipTo(std::uint64_t cycle);
    [[nodiscard]] m4::Stop runSampled(engine::VirtualTime until);
    std::uint64_t followTime();

    // m4::ExceptionObserver
    void entered(unsigned number, std::uint64_t cycle) override;
    void returned(unsigned number, std::uint64_t cycle) override;
    void tellReset();
    void tellSleep();

    unsigned m_index;
    std::string m_name;
    engine::Scheduler& m_scheduler;
    CoreGroup& m_group;
    CoreObserver& m_observer;
    soc::RegisterMap m_registers;
    std::unique_ptr<m4::AddressSpace> m_space;
    std::vector<std::unique_ptr<m4::Memory>> m_memories;
    std::unique_ptr<CoreBus> m_bus;
    std::unique_ptr<MasterPort> m_master;
    std::unique_ptr<m4::Core> m_core;
    CoreClock m_clock{kBootHertz};
    CoreState m_state = CoreState::Off;
    std::uint32_t m_vectorTable = 0;
    bool m_isStepping = false;
    CoreRecording m_recording{*this};
    CycleProfile m_profile;
    CoreActivity* m_activity = nullptr;
};

} // namespace perisphere::realtime
