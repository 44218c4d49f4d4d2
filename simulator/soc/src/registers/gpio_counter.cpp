#include "perisphere/soc/registers/gpio_counter.hpp"

#include "perisphere/soc/registers/tick_time.hpp"

#include <fmt/format.h>

namespace perisphere::soc
{
namespace
{

/// Offsets.
namespace counter
{
constexpr std::uint32_t kStatic3 = 0x0C;
constexpr std::uint32_t kDynamic = 0x10;
constexpr std::uint32_t kResetValue = 0x20;
constexpr std::uint32_t kLowLimit = 0x24;
constexpr std::uint32_t kHighLimit = 0x28;
constexpr std::uint32_t kEnable = 0x30;
constexpr std::uint32_t kClear = 0x34;
constexpr std::uint32_t kStatus = 0x38;
constexpr std::uint32_t kFifoStatus = 0x40;
constexpr std::uint32_t kCapture0 = 0x44;
constexpr std::uint32_t kCapture1 = 0x48;
constexpr std::uint32_t kValue = 0x4C;
constexpr std::uint32_t kEnd = 0x58;

// STATIC_CTRL0 to 2
constexpr std::uint32_t kMinimumWidth = 0x3FFF;
constexpr std::uint32_t kFilterOn = 1U << 14;
constexpr std::uint32_t kInitialHigh = 1U << 15;
// STATIC_CTRL3
constexpr std::uint32_t kPin2IsHigh = 1U << 0;
constexpr std::uint32_t kPin2ResetsCapture = 1U << 1;
constexpr std::uint32_t kPin2ResetsEvents = 1U << 2;
// DYNAMIC_CTRL0
constexpr std::uint32_t kEventsOn = 1U << 0;
constexpr std::uint32_t kCaptureOn = 1U << 1;
constexpr std::uint32_t kResetEvents = 1U << 16;
constexpr std::uint32_t kResetCapture = 1U << 17;
// INT_STS
constexpr std::uint32_t kAtLow = 1U << 0;
constexpr std::uint32_t kAtHigh = 1U << 1;
constexpr std::uint32_t kPin2Reset = 1U << 2;
constexpr std::uint32_t kOverflow = 1U << 8;
constexpr std::uint32_t kUnderflow = 1U << 9;
constexpr std::uint32_t kFullOnCapture = 1U << 12; ///< FIFO 0; the next bit FIFO 1, and so on
constexpr std::uint32_t kFullOnReset = 1U << 14;
constexpr std::uint32_t kNotEmpty = 1U << 16;
constexpr std::uint32_t kReadEmpty = 1U << 24;

constexpr unsigned kFirstInterrupt = 71;

enum Mode : std::uint8_t { Direction, UpDown, Quadrature };
enum Saturation : std::uint8_t { None, StopLow, StopHigh, ResetLow, ResetHigh };
} // namespace counter

constexpr std::array<RegisterField, 3> kFilterFields{
    {{"MIN_PULSE_WID", 0, 14}, {"DGLT_EN", 14}, {"INIT_VAL", 15}}};
constexpr std::array<RegisterField, 12> kCounterFields{{{"GPIO2_RST_LVL", 0},
                                                        {"CAP_GPIO2_RST_EN", 1},
                                                        {"EVENT_GPIO2_RST_EN", 2},
                                                        {"CAP_GPIO0_EDGE", 8, 2},
                                                        {"CAP_GPIO1_EDGE", 10, 2},
                                                        {"EVENT_EDGE", 16, 2},
                                                        {"EVENT_MODE", 18, 2},
                                                        {"DIR_DEF", 20},
                                                        {"UPDOWN_DEF", 21},
                                                        {"QUAD_DEF", 22},
                                                        {"INT_MODE", 24, 2},
                                                        {"SAT_MODE", 28, 3}}};
constexpr std::array<RegisterField, 4> kDynamicFields{
    {{"EVENT_EN", 0}, {"CAP_EN", 1}, {"EVENT_SW_RST", 16}, {"CAP_SW_RST", 17}}};
constexpr std::array kCounterRegisters{
    RegisterInfo{.offset = 0x00, .name = "STATIC_CTRL#", .count = 3, .fields = kFilterFields},
    RegisterInfo{.offset = counter::kStatic3, .name = "STATIC_CTRL3", .fields = kCounterFields},
    RegisterInfo{.offset = counter::kDynamic, .name = "DYNAMIC_CTRL0", .fields = kDynamicFields},
    RegisterInfo{.offset = counter::kResetValue, .name = "RST_VAL"},
    RegisterInfo{.offset = counter::kLowLimit, .name = "LOW_LIMIT"},
    RegisterInfo{.offset = counter::kHighLimit, .name = "HIGH_LIMIT"},
    RegisterInfo{.offset = counter::kEnable, .name = "INT_EN"},
    RegisterInfo{.offset = counter::kClear, .name = "INT_STS_CLR"},
    RegisterInfo{.offset = counter::kStatus, .name = "INT_STS"},
    RegisterInfo{.offset = counter::kFifoStatus, .name = "CAP_FIFO_STS"},
    RegisterInfo{.offset = counter::kCapture0, .name = "CAP_VALUE#", .count = 2},
    RegisterInfo{.offset = counter::kValue, .name = "COUNTER_VALUE"},
    RegisterInfo{.offset = 0x50, .name = "DBG_CTRL", .isModelled = false},
    RegisterInfo{.offset = 0x54, .name = "DBG_OUT", .isModelled = false},
};

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

std::span<const RegisterInfo> GpioCounter::registers() const
{
    return kCounterRegisters;
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
        ticksWithin(m_scheduler.now() - m_state.captureStart, m_alwaysOn.counterHertz());
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
        m_filters[pin]->setAfter(timeOfTicks(width, m_alwaysOn.counterHertz()));
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
