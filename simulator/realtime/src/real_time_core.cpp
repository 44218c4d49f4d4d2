#include "perisphere/realtime/real_time_core.hpp"

#include "core_bus.hpp"
#include "master_port.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace perisphere::realtime
{
namespace
{

/// Firmware reads near address 0, through pointers that are null, and finds zeros.
constexpr std::uint32_t kBootBase = 0x00000000;
constexpr std::uint32_t kBootBytes = 64 * 1024;

struct MemoryRow {
    std::uint32_t base;
    std::uint32_t bytes;
    m4::MemoryAccess access;
};
constexpr MemoryRow kMemories[] = {
    {kBootBase, kBootBytes, m4::MemoryAccess::ReadOnly},
    {kTcmBase, kTcmBytes, m4::MemoryAccess::ReadWrite},
    {kFlashBase, kFlashBytes, m4::MemoryAccess::ReadOnly},
    {kSysramBase, kSysramBytes, m4::MemoryAccess::ReadWrite},
};

} // namespace

RealTimeCore::RealTimeCore(unsigned index, engine::Scheduler& scheduler,
                           engine::UnmodelledAccesses& unmodelled, CoreGroup& group,
                           CoreObserver& observer)
    : m_index(index)
    , m_name(fmt::format("real-time core {}", index))
    , m_scheduler(scheduler)
    , m_group(group)
    , m_observer(observer)
    , m_registers(unmodelled)
    , m_bus(std::make_unique<CoreBus>(*this, unmodelled))
{
}

RealTimeCore::~RealTimeCore() = default;

Result<std::unique_ptr<RealTimeCore>> RealTimeCore::create(unsigned index,
                                                           engine::Scheduler& scheduler,
                                                           engine::UnmodelledAccesses& unmodelled,
                                                           CoreGroup& group, CoreObserver& observer,
                                                           const m4::CoreOptions& options)
{
    std::unique_ptr<RealTimeCore> core(
        new RealTimeCore(index, scheduler, unmodelled, group, observer));
    if (auto made = core->makeMemories(); !made)
        return fail(made.error().during(fmt::format("make {}", core->name())));
    core->m_master = std::make_unique<MasterPort>(*core);
    core->m_core = m4::Core::create(*core->m_space, *core->m_bus, options);
    return core;
}

Result<void> RealTimeCore::makeMemories()
{
    auto space = m4::AddressSpace::create();
    if (!space)
        return fail(space.error());
    m_space = std::move(*space);
    for (const MemoryRow& row : kMemories) {
        auto memory = m4::Memory::create(row.bytes);
        if (!memory)
            return fail(memory.error());
        if (auto mapped = m_space->map(row.base, **memory, row.access); !mapped)
            return mapped;
        m_memories.push_back(std::move(*memory));
    }
    return {};
}

Result<void> RealTimeCore::map(std::uint32_t base, m4::Memory& memory)
{
    return m_space->map(base, memory, m4::MemoryAccess::ReadWrite);
}

void RealTimeCore::start(const FirmwareImage& image)
{
    for (const auto& memory : m_memories)
        std::ranges::fill(memory->bytes(), std::uint8_t{0});
    for (const FirmwareSegment& segment : image.segments)
        std::ranges::copy(segment.bytes, m_space->host(segment.address, segment.bytes.size()));
    m_vectorTable = image.vectorTable;
    m_clock = CoreClock(kBootHertz);
    m_core->clearCoverage();
    m_profile.clear(m_core->cycles());
    restart();
}

void RealTimeCore::restart()
{
    tellSleep();
    m_clock.rebase(m_core->cycles(), m_scheduler.now());
    m_core->reset(m_vectorTable);
    tellReset();
    if (m_state != CoreState::Held)
        m_state = CoreState::Running;
    m_group.wake(*this);
}

void RealTimeCore::stop()
{
    tellSleep();
    m_state = CoreState::Off;
    tellReset();
}

void RealTimeCore::hold()
{
    if (m_state == CoreState::Off || m_state == CoreState::Held)
        return;
    tellSleep();
    m_state = CoreState::Held;
    m_isStepping = false; // a step that has not come to an end, in a core that sleeps, is given up
}

void RealTimeCore::release()
{
    if (m_state != CoreState::Held)
        return;
    m_state = m_core->isLockedUp() ? CoreState::LockedUp : CoreState::Running;
    m_clock.rebase(m_core->cycles(), m_scheduler.now());
    m_group.wake(*this);
}

void RealTimeCore::setHertz(std::uint32_t hertz)
{
    // The switch is made by the core itself, at the present, or by a reset while it stands still.
    m_clock.setHertz(hertz, std::max(m_core->cycles(), m_clock.cycleAt(m_scheduler.now())));
}

void RealTimeCore::releaseForStep()
{
    m_isStepping = true;
    release();
}

engine::VirtualTime RealTimeCore::readyAt() const
{
    if (m_state != CoreState::Running)
        return engine::kNever;
    const std::uint64_t cycle = m_core->isAsleep() ? m_core->nextOwnEvent() : m_core->cycles();
    return cycle == ~std::uint64_t{0} ? engine::kNever : m_clock.timeOf(cycle);
}

void RealTimeCore::run(engine::VirtualTime until)
{
    m_recording.keepState();
    if (m_core->isAsleep()) {
        skipTo(m_core->nextOwnEvent());
        if (m_core->isAsleep())
            return;
    }
    const m4::Stop reason = m_isStepping ? m_core->step() : runSampled(until);
    m_profile.run(m_core->cycles(), m_core->pc());
    switch (reason) {
    case m4::Stop::Limit:
    case m4::Stop::Asleep:
    case m4::Stop::Waits:
        break;
    case m4::Stop::ResetRequest:
        m_observer.resetRequested(*this);
        break;
    case m4::Stop::Lockup:
        m_state = CoreState::LockedUp;
        m_observer.stopped(*this, reason);
        break;
    case m4::Stop::Breakpoint:
    case m4::Stop::Watchpoint:
    case m4::Stop::BreakInstruction:
    case m4::Stop::Step:
        m_isStepping = false;
        m_state = CoreState::Held;
        m_observer.stopped(*this, reason);
        break;
    }
}

/// What runs between two samples is one run for everybody else: a profile changes nothing.
m4::Stop RealTimeCore::runSampled(engine::VirtualTime until)
{
    std::uint64_t limit = m_clock.cycleAt(until);
    for (;;) {
        const m4::Stop reason = m_core->run(std::min(limit, m_profile.next()));
        if (reason != m4::Stop::Limit || !m_profile.isRunning())
            return reason;
        m_profile.run(m_core->cycles(), m_core->pc());
        limit = std::min(limit, m_clock.cycleAt(m_group.horizon()));
        if (m_core->cycles() >= limit)
            return reason;
    }
}

/// The cycle that is now, also for a core that sleeps, whose own count stands.
std::uint64_t RealTimeCore::followTime()
{
    if (m_state == CoreState::Running && m_core->isAsleep()) {
        const std::uint64_t now = m_clock.cycleAt(m_scheduler.now());
        m_profile.sleep(now);
        return std::max(now, m_core->cycles());
    }
    return m_core->cycles();
}

void RealTimeCore::startProfile(std::uint32_t period)
{
    m_profile.start(period, followTime());
}

void RealTimeCore::stopProfile()
{
    m_profile.stop(followTime());
}

ProfileSamples RealTimeCore::profile()
{
    const std::uint64_t cycle = followTime();
    return m_profile.samples(cycle);
}

void RealTimeCore::skipTo(std::uint64_t cycle)
{
    const std::uint64_t present = m_core->cycles();
    const bool isNow = m_recording.note(
        {.kind = RecordedEvent::Kind::Skip,
         .value = static_cast<std::uint32_t>(std::min<std::uint64_t>(cycle - present, ~0U))});
    if (!isNow)
        return;
    m_core->skipTo(cycle);
    m_profile.sleep(cycle);
    if (m_activity != nullptr && !m_recording.isInPast())
        m_activity->slept(*this, m_clock.timeOf(present), m_clock.timeOf(cycle));
}

// Interrupts.

/// A core that sleeps has not followed the time.
void RealTimeCore::wakeIf(bool wasAsleep)
{
    if (!wasAsleep || m_core->isAsleep() || m_state != CoreState::Running)
        return;
    skipTo(std::max(m_core->cycles(), m_clock.cycleAt(m_scheduler.now())));
    m_group.wake(*this);
}

void RealTimeCore::set(unsigned interrupt, bool isHigh)
{
    using Kind = RecordedEvent::Kind;
    if (!m_recording.note({.kind = isHigh ? Kind::LineHigh : Kind::LineLow, .address = interrupt}))
        return;
    const bool wasAsleep = m_core->isAsleep();
    m_core->setInterrupt(interrupt, isHigh);
    wakeIf(wasAsleep);
}

void RealTimeCore::pulse(unsigned interrupt)
{
    if (!m_recording.note({.kind = RecordedEvent::Kind::Pulse, .address = interrupt}))
        return;
    const bool wasAsleep = m_core->isAsleep();
    m_core->pulseInterrupt(interrupt);
    wakeIf(wasAsleep);
}

bool RealTimeCore::putMemory(std::uint32_t address, unsigned bytes, std::uint32_t value)
{
    std::uint8_t* const data = m_space->writable(address, bytes);
    if (data == nullptr)
        return false;
    std::memcpy(data, &value, bytes);
    return true;
}

bool RealTimeCore::writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes)
{
    if (m_space->writable(address, bytes.size()) == nullptr)
        return false;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t count = std::min<std::size_t>(4, bytes.size() - at);
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + at, count);
        const auto to = address + static_cast<std::uint32_t>(at);
        if (m_recording.note({.kind = RecordedEvent::Kind::Memory,
                              .bytes = static_cast<std::uint8_t>(count),
                              .address = to,
                              .value = value}))
            putMemory(to, static_cast<unsigned>(count), value);
        at += count;
    }
    return true;
}

soc::BusMemory& RealTimeCore::master()
{
    return *m_master;
}

void RealTimeCore::enableSemihosting(bool isOn)
{
    m_bus->enableSemihosting(isOn);
}

void RealTimeCore::exchange(engine::Snapshot& snapshot)
{
    const bool isRecording = m_recording.isOn();
    if (!snapshot.isSaving())
        m_recording.end();
    snapshot.exchange(m_clock);
    snapshot.exchange(m_state);
    snapshot.exchange(m_vectorTable);
    snapshot.exchange(m_isStepping);
    for (const m4::AddressSpace::Region& region : m_space->regions())
        snapshot.exchangeBytes(region.data, region.bytes);
    m_core->exchange(snapshot);
    if (snapshot.isSaving())
        return;
    for (const m4::AddressSpace::Region& region : m_space->regions())
        m_core->forgetCode(region.base, region.bytes);
    if (isRecording)
        m_recording.begin();
    tellReset();
    m_group.wake(*this);
}

void RealTimeCore::exchangeProgram(engine::Snapshot& snapshot)
{
    m_core->exchange(snapshot);
    for (const m4::AddressSpace::Region& region : m_space->regions())
        if (region.access == m4::MemoryAccess::ReadWrite)
            snapshot.exchangeBytes(region.data, region.bytes);
}

} // namespace perisphere::realtime
