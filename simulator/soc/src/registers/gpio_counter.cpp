#include "perisphere/soc/registers/gpio_counter.hpp"

#include "gpio_counter_layout.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <fmt/format.h>

namespace perisphere::soc
{
namespace
{

/// Codes of an edge: 0 rising, 1 falling, 2 both, 3 as 0.
bool isCounted(std::uint32_t edge, bool isRising)
{
    return edge == 2 || (edge == 1) != isRising;
}

} // namespace

GpioCounter::GpioCounter(engine::Scheduler& scheduler, Pads& pads, AlwaysOn& alwaysOn,
                         GpioGroupControl& control, InterruptLines& interrupts, unsigned group)
    : m_scheduler(scheduler)
    , m_alwaysOn(alwaysOn)
    , m_control(control)
    , m_interrupts(interrupts)
    , m_interrupt(counter::kFirstInterrupt + group)
    , m_name(fmt::format("GPIO.G{}.CNT", group))
    , m_controlWrites(control.changed.subscribe(
          [this](const BlockControlWrite& write) { controlChanged(write); }))
    , m_clockChanges(alwaysOn.beforeCounterClock.subscribe(
          [this](const AlwaysOn::CounterClockChange&) { holdCapture(); }))
{
    for (unsigned pin = 0; pin < kPins; ++pin) {
        m_pins[pin] = &pads[std::size_t{4} * group + pin];
        m_filters[pin] = std::make_unique<engine::Timer>(
            scheduler, engine::EventName("gpio.counterFilter"), [this, pin] { accept(pin); });
    }
}

std::uint32_t GpioCounter::staticField(unsigned lowest, unsigned width) const
{
    return word(counter::kStatic3) >> lowest & ((1U << width) - 1);
}

bool GpioCounter::isClocked() const
{
    constexpr std::uint32_t both = GpioGroupControl::kCounterMode | GpioGroupControl::kCounterClock;
    return (m_control.value & both) == both;
}

bool GpioCounter::countsEvents() const
{
    return isClocked() && (word(counter::kDynamic) & counter::kEventsOn) != 0;
}

bool GpioCounter::captures() const
{
    return isClocked() && (word(counter::kDynamic) & counter::kCaptureOn) != 0;
}

std::uint32_t GpioCounter::status() const
{
    std::uint32_t bits = m_state.sticky;
    for (unsigned fifo = 0; fifo < kFifos; ++fifo)
        if (m_state.fifos[fifo].count != 0)
            bits |= counter::kNotEmpty << fifo;
    return bits;
}

std::uint32_t GpioCounter::captureCounter() const
{
    if (!m_wasCapturing)
        return m_state.captureBase;
    const std::uint64_t ticks =
        ticksIn(m_scheduler.now() - m_state.captureStart, ClockRate{m_alwaysOn.counterHertz()});
    return m_state.captureBase + static_cast<std::uint32_t>(ticks);
}

std::uint32_t GpioCounter::peek(std::uint32_t offset) const
{
    switch (offset) {
    case counter::kClear:
        return 0;
    case counter::kStatus:
        return status();
    case counter::kFifoStatus:
        return m_state.fifos[0].count | std::uint32_t{m_state.fifos[1].count} << 4;
    case counter::kCapture0:
    case counter::kCapture1: {
        const Fifo& fifo = m_state.fifos[offset == counter::kCapture1 ? 1 : 0];
        return fifo.count != 0 ? fifo.values[fifo.first] : 0;
    }
    case counter::kValue:
        return m_state.events;
    default:
        return offset < counter::kEnd ? word(offset) : 0;
    }
}

std::uint32_t GpioCounter::read(std::uint32_t offset)
{
    if (offset == counter::kCapture0 || offset == counter::kCapture1)
        return pop(offset == counter::kCapture1 ? 1 : 0);
    return peek(offset);
}

void GpioCounter::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset >= counter::kEnd)
        return;
    if (offset == counter::kClear) {
        m_state.sticky &= ~value;
        updateIrq();
        return;
    }
    m_state.words[offset / 4] = value;
    if (offset == counter::kDynamic) {
        if ((value & counter::kResetEvents) != 0)
            m_state.events = word(counter::kResetValue);
        if ((value & counter::kResetCapture) != 0) {
            m_state.captureBase = 0;
            m_state.captureStart = m_scheduler.now();
            m_state.fifos = {};
        }
    }
    update();
}

void GpioCounter::controlChanged(const BlockControlWrite& write)
{
    if (write.falls(GpioGroupControl::kCounterReset))
        reset();
    else
        update();
}

/// Keeps what has been counted: the clock changes, or stops.
void GpioCounter::holdCapture()
{
    m_state.captureBase = captureCounter();
    m_state.captureStart = m_scheduler.now();
}

void GpioCounter::update()
{
    if (captures() != m_wasCapturing) {
        holdCapture();
        m_wasCapturing = captures();
    }
    const bool watches = countsEvents() || captures();
    if (watches && !m_isWatching) {
        for (unsigned pin = 0; pin < kPins; ++pin) {
            const std::uint32_t filter = word(pin * 4);
            m_state.level[pin] = (filter & counter::kFilterOn) != 0
                                     ? (filter & counter::kInitialHigh) != 0
                                     : m_pins[pin]->isHigh();
        }
        watch();
        for (unsigned pin = 0; pin < kPins; ++pin)
            pinMoved(pin, m_pins[pin]->isHigh());
        if (isHeldByPin2())
            resetByPin2();
    } else if (!watches && m_isWatching) {
        for (unsigned pin = 0; pin < kPins; ++pin) {
            m_watches[pin].end();
            m_filters[pin]->cancel();
        }
        m_isWatching = false;
    }
    updateIrq();
}

void GpioCounter::watch()
{
    for (unsigned pin = 0; pin < kPins; ++pin)
        m_watches[pin] = m_pins[pin]->onLevel(
            [this, pin](const engine::PinChange& change) { pinMoved(pin, change.after.high); });
    m_isWatching = true;
}

void GpioCounter::pinMoved(unsigned pin, bool isHigh)
{
    const std::uint32_t filter = word(pin * 4);
    const std::uint32_t width = filter & counter::kMinimumWidth;
    m_filters[pin]->cancel(); // what it waited for was a glitch
    if (isHigh == m_state.level[pin])
        return;
    if ((filter & counter::kFilterOn) == 0 || width == 0)
        accept(pin);
    else
        m_filters[pin]->setAfter(durationOf(width, ClockRate{m_alwaysOn.counterHertz()}));
}

bool GpioCounter::isHeldByPin2() const
{
    constexpr std::uint32_t resets = counter::kPin2ResetsCapture | counter::kPin2ResetsEvents;
    const std::uint32_t control = word(counter::kStatic3);
    return (control & resets) != 0 && m_state.level[2] == ((control & counter::kPin2IsHigh) != 0);
}

void GpioCounter::accept(unsigned pin)
{
    m_state.level[pin] = !m_state.level[pin];
    const std::uint32_t control = word(counter::kStatic3);
    if (pin == 2) {
        if (isHeldByPin2())
            resetByPin2();
        updateIrq();
        return;
    }
    const bool isHeld = isHeldByPin2();
    if (countsEvents() && !(isHeld && (control & counter::kPin2ResetsEvents) != 0))
        countEdge(pin);
    if (captures() && isCounted(staticField(8 + 2 * pin, 2), m_state.level[pin]))
        capture(pin, captureCounter(), counter::kFullOnCapture);
    updateIrq();
}

void GpioCounter::resetByPin2()
{
    const std::uint32_t control = word(counter::kStatic3);
    m_state.sticky |= counter::kPin2Reset;
    if ((control & counter::kPin2ResetsEvents) != 0)
        m_state.events = word(counter::kResetValue);
    if ((control & counter::kPin2ResetsCapture) != 0 && captures()) {
        // The FIFOs are told of it by an entry: how far the counter had come.
        for (unsigned fifo = 0; fifo < kFifos; ++fifo)
            capture(fifo, captureCounter(), counter::kFullOnReset);
        m_state.captureBase = 0;
        m_state.captureStart = m_scheduler.now();
    }
}

void GpioCounter::countEdge(unsigned pin)
{
    const bool isRising = m_state.level[pin];
    if (!isCounted(staticField(16, 2), isRising))
        return;
    switch (staticField(18, 2)) {
    case counter::UpDown:
        count((pin == 0) != (staticField(21, 1) != 0));
        return;
    case counter::Quadrature: // up when pin 0 leads
        if (pin == 0)
            count((isRising != m_state.level[1]) != (staticField(22, 1) != 0));
        return;
    default:
        if (pin == 0)
            count(m_state.level[1] != (staticField(20, 1) != 0));
    }
}

void GpioCounter::count(bool isUp)
{
    const std::uint32_t low = word(counter::kLowLimit);
    const std::uint32_t high = word(counter::kHighLimit);
    const std::uint32_t saturation = staticField(28, 3);
    std::uint32_t& events = m_state.events;
    if ((saturation == counter::StopLow && !isUp && events == low) ||
        (saturation == counter::StopHigh && isUp && events == high))
        return;
    if (isUp && events == ~std::uint32_t{0})
        m_state.sticky |= counter::kOverflow;
    if (!isUp && events == 0)
        m_state.sticky |= counter::kUnderflow;
    events = isUp ? events + 1 : events - 1;

    const std::uint32_t interruptMode = staticField(24, 2);
    if (events == low && (interruptMode & 1U) != 0)
        m_state.sticky |= counter::kAtLow;
    if (events == high && (interruptMode & 2U) != 0)
        m_state.sticky |= counter::kAtHigh;
    if ((saturation == counter::ResetLow && events == low) ||
        (saturation == counter::ResetHigh && events == high))
        events = word(counter::kResetValue);
}

void GpioCounter::capture(unsigned fifo, std::uint32_t value, std::uint32_t whenFull)
{
    Fifo& target = m_state.fifos[fifo];
    if (target.count == kFifoDepth) {
        m_state.sticky |= whenFull << fifo;
        return;
    }
    target.values[(target.first + target.count) % kFifoDepth] = value;
    ++target.count;
}

std::uint32_t GpioCounter::pop(unsigned fifo)
{
    Fifo& source = m_state.fifos[fifo];
    std::uint32_t value = 0;
    if (source.count == 0) {
        m_state.sticky |= counter::kReadEmpty << fifo;
    } else {
        value = source.values[source.first];
        source.first = static_cast<std::uint8_t>((source.first + 1) % kFifoDepth);
        --source.count;
    }
    updateIrq();
    return value;
}

void GpioCounter::updateIrq()
{
    const bool isHigh = (status() & word(counter::kEnable)) != 0;
    if (isHigh != m_isHigh)
        m_interrupts.set(m_interrupt, isHigh);
    m_isHigh = isHigh;
}

void GpioCounter::reset()
{
    m_wasCapturing = false;
    m_state = {};
    update();
}

void GpioCounter::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_wasCapturing);
    snapshot.exchange(m_isWatching);
    for (const auto& filter : m_filters)
        snapshot.exchange(*filter);
    if (snapshot.isSaving())
        return;
    for (engine::Subscription& one : m_watches)
        one.end();
    if (m_isWatching)
        watch();
    m_isHigh = (status() & word(counter::kEnable)) != 0;
    m_interrupts.set(m_interrupt, m_isHigh);
}

} // namespace perisphere::soc
