#include "perisphere/realtime/core_recording.hpp"

#include "perisphere/realtime/real_time_core.hpp"

#include <algorithm>

namespace perisphere::realtime
{
namespace
{

/// The longest that one step takes: an instruction with 16 registers, or an exception's entry with
/// the floating-point registers.
constexpr std::uint64_t kLongestStep = 128;

bool isAccess(const RecordedEvent& event)
{
    return event.kind == RecordedEvent::Kind::Read || event.kind == RecordedEvent::Kind::Write;
}

} // namespace

std::uint64_t CoreRecording::cycle() const
{
    return m_core.processor().cycles();
}

void CoreRecording::begin()
{
    if (m_isOn)
        return;
    m_isOn = true;
    keepState();
}

/// A core that is in the past goes on from the present.
void CoreRecording::end()
{
    if (m_isInPast) {
        m_isInPast = true;
        (void)repeatTo(m_presentCycle, false);
        (void)atPresent();
    }
    m_isOn = false;
    m_events.clear();
    m_states.clear();
    m_firstEvent = 0;
}

bool CoreRecording::note(const RecordedEvent& event)
{
    if (!m_isOn || m_isRepeating)
        return true;
    RecordedEvent noted = event;
    noted.isDuringAccess = m_isDuringAccess && !isAccess(event);
    noted.cycle = m_isInPast ? m_presentCycle : cycle();
    m_events.push_back(noted);
    return !m_isInPast;
}

std::size_t CoreRecording::noteAccess(RecordedEvent::Kind kind)
{
    (void)note({.kind = kind});
    return m_events.size() - 1;
}

void CoreRecording::completeAccess(std::size_t number, std::optional<std::uint32_t> value)
{
    m_events[number].isFault = !value.has_value();
    m_events[number].value = value.value_or(0);
}

void CoreRecording::keepState()
{
    if (!m_isOn || m_isInPast)
        return;
    const std::uint64_t lastEvent = m_firstEvent + m_events.size();
    const bool isDue = m_states.empty() || cycle() - m_states.back().cycle >= kCyclesPerState ||
                       lastEvent - m_states.back().event >= kEventsPerState;
    if (!isDue)
        return;
    if (m_states.size() == kMaxStates) {
        m_states.pop_front();
        const std::uint64_t kept = m_states.front().event;
        m_events.erase(m_events.begin(),
                       m_events.begin() + static_cast<std::ptrdiff_t>(kept - m_firstEvent));
        m_firstEvent = kept;
    }
    m_states.push_back({.cycle = cycle(), .event = lastEvent, .snapshot = {}});
    m_core.exchangeProgram(m_states.back().snapshot);
}

const RecordedEvent* CoreRecording::next() const
{
    const std::uint64_t at = m_nextEvent - m_firstEvent;
    return at < m_events.size() ? &m_events[at] : nullptr;
}

std::optional<RecordedEvent> CoreRecording::repeatAccess()
{
    const RecordedEvent* const event = next();
    if (event == nullptr || !isAccess(*event))
        return std::nullopt;
    const RecordedEvent access = *event;
    ++m_nextEvent;
    for (const RecordedEvent* after = next(); after != nullptr && after->isDuringAccess;
         after = next()) {
        apply(*after);
        ++m_nextEvent;
    }
    return access;
}

bool CoreRecording::admitsAccess(std::uint64_t cycle) const
{
    const RecordedEvent* const event = next();
    return event == nullptr || isAccess(*event) || event->cycle > cycle;
}

void CoreRecording::apply(const RecordedEvent& event)
{
    using Kind = RecordedEvent::Kind;
    m4::Core& processor = m_core.processor();
    switch (event.kind) {
    case Kind::LineHigh:
    case Kind::LineLow:
        processor.setInterrupt(event.address, event.kind == Kind::LineHigh);
        break;
    case Kind::Pulse:
        processor.pulseInterrupt(event.address);
        break;
    case Kind::Skip:
        processor.skipTo(event.cycle + event.value);
        break;
    case Kind::Memory:
        m_core.putMemory(event.address, event.bytes, event.value);
        break;
    case Kind::Read:
    case Kind::Write:
        break; // the program's own
    }
}

/// What came at this cycle, between instructions.
void CoreRecording::applyDue()
{
    for (const RecordedEvent* event = next();
         event != nullptr && !isAccess(*event) && event->cycle <= cycle(); event = next()) {
        apply(*event);
        ++m_nextEvent;
    }
}

void CoreRecording::goToPast()
{
    if (m_isInPast)
        return;
    m_isInPast = true;
    m_presentCycle = cycle();
    m_nextEvent = m_firstEvent + m_events.size();
}

void CoreRecording::takeUp(KeptState& state)
{
    state.snapshot.rewind();
    m_core.exchangeProgram(state.snapshot);
    m_nextEvent = state.event;
}

std::size_t CoreRecording::stateBefore(std::uint64_t cycle) const
{
    std::size_t found = m_states.size();
    for (std::size_t i = 0; i < m_states.size() && m_states[i].cycle < cycle; ++i)
        found = i;
    return found;
}

CoreRecording::End CoreRecording::repeatTo(std::uint64_t target, bool stopsAtBreakpoints)
{
    m_isRepeating = true;
    m_core.processor().ignoreStops(!stopsAtBreakpoints);
    End end = End::Reached;
    for (;;) {
        applyDue();
        if (cycle() >= target)
            break;
        const RecordedEvent* const event = next();
        const std::uint64_t until =
            event != nullptr && !isAccess(*event) ? std::min(event->cycle, target) : target;
        const m4::Stop stop = m_core.processor().run(until);
        if (stop == m4::Stop::Breakpoint || stop == m4::Stop::Watchpoint ||
            stop == m4::Stop::BreakInstruction) {
            end = End::Stopped;
            break;
        }
        // A core that sleeps, or one whose run differs from what is written down, goes no further.
        const bool isStuck = stop != m4::Stop::Limit && cycle() < until &&
                             (event == nullptr || event->cycle > cycle());
        if (isStuck)
            m_core.processor().skipTo(until);
    }
    m_core.processor().ignoreStops(false);
    m_isRepeating = false;
    return end;
}

CoreRecording::End CoreRecording::repeatOne()
{
    m_isRepeating = true;
    applyDue();
    m4::Stop stop = m_core.processor().step();
    if (stop == m4::Stop::Waits) {
        applyDue();
        stop = m_core.processor().step();
    }
    if (stop == m4::Stop::Asleep) {
        const RecordedEvent* const event = next();
        m_core.processor().skipTo(event == nullptr ? m_presentCycle
                                                   : std::min(event->cycle, m_presentCycle));
    }
    applyDue();
    m_isRepeating = false;
    return stop == m4::Stop::Breakpoint || stop == m4::Stop::Watchpoint ? End::Stopped
                                                                        : End::Reached;
}

CoreRecording::End CoreRecording::atPresent()
{
    m_isInPast = false;
    return End::Present;
}

CoreRecording::End CoreRecording::stepBack()
{
    const std::uint64_t here = cycle();
    const std::size_t state = stateBefore(here);
    if (!m_isOn || state == m_states.size())
        return End::Oldest;
    goToPast();
    // The boundary in front of here is not known from here: it is come upon from behind.
    takeUp(m_states[state]);
    if (here > kLongestStep)
        (void)repeatTo(here - kLongestStep, false);
    std::uint64_t before = cycle();
    if (before >= here) { // one long sleep
        takeUp(m_states[state]);
        before = cycle();
    }
    while (cycle() < here) {
        before = cycle();
        (void)repeatOne();
        if (cycle() == before)
            break;
    }
    takeUp(m_states[state]);
    (void)repeatTo(before, false);
    return End::Reached;
}

CoreRecording::End CoreRecording::runBack()
{
    std::uint64_t here = cycle();
    std::size_t state = stateBefore(here);
    if (!m_isOn || state == m_states.size())
        return End::Oldest;
    goToPast();
    for (;; --state) {
        takeUp(m_states[state]);
        std::optional<std::uint64_t> last;
        while (repeatTo(here, true) == End::Stopped && cycle() < here) {
            last = cycle();
            (void)repeatOne();
        }
        if (last) {
            takeUp(m_states[state]);
            (void)repeatTo(*last, false);
            return End::Stopped;
        }
        if (state == 0)
            break;
        here = m_states[state].cycle;
    }
    takeUp(m_states.front());
    return End::Oldest;
}

CoreRecording::End CoreRecording::stepOn()
{
    const End end = repeatOne();
    return cycle() >= m_presentCycle && next() == nullptr ? atPresent() : end;
}

CoreRecording::End CoreRecording::runOn()
{
    (void)repeatOne();
    const End end = repeatTo(m_presentCycle, true);
    return end == End::Stopped ? end : atPresent();
}

} // namespace perisphere::realtime
