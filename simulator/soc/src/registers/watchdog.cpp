#include "perisphere/soc/registers/watchdog.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <array>
#include <utility>

namespace perisphere::soc
{
namespace
{

enum WatchdogOffset : std::uint32_t {
    kWdtMode = 0x30,
    kWdtLength = 0x34,
    kWdtRestart = 0x38,
    kWdtSta = 0x3C,
    kWdtInterval = 0x40,
    kWdtSwrst = 0x44,
    kWdtSwint = 0x80,
};

constexpr std::uint32_t kWdtEnable = 1U << 0;
constexpr std::uint32_t kWdtIrq = 1U << 3;
constexpr std::uint32_t kModeMask = 0xFF;
constexpr std::uint32_t kModeKey = 0x2200; // in bits 15 to 8
constexpr std::uint32_t kLengthKey = 0x08; // in bits 4 to 0
constexpr std::uint32_t kRestartKey = 0x1971;
constexpr std::uint32_t kResetKey = 0x1209;
constexpr std::uint32_t kRaise = 1U << 31;
constexpr std::uint32_t kByTimeout = 1U << 15;
constexpr std::uint32_t kBySoftware = 1U << 14;
constexpr std::uint32_t kLongestTicks = 0x7FF;

constexpr ClockRate kWatchdogClock{kRtcHertz, 1024};

constexpr std::array<RegisterField, 3> kModeFields{
    {{.name = "EN"}, {.name = "IRQ", .lowest = 3}, {.name = "IRQ_OTHER", .lowest = 4}}};
constexpr std::array<RegisterField, 1> kLengthFields{
    {{.name = "TIMEOUT", .lowest = 5, .width = 11}}};
constexpr std::array<RegisterField, 2> kStaFields{
    {{.name = "SW_RST", .lowest = 14}, {.name = "HW_RST", .lowest = 15}}};

constexpr std::array<RegisterInfo, 7> kWatchdogRegisters{{
    {.offset = kWdtMode, .name = "MODE", .fields = kModeFields},
    {.offset = kWdtLength, .name = "LENGTH", .fields = kLengthFields},
    {.offset = kWdtRestart, .name = "RESTART"},
    {.offset = kWdtSta, .name = "STA", .fields = kStaFields},
    {.offset = kWdtInterval, .name = "INTERVAL", .isModelled = false},
    {.offset = kWdtSwrst, .name = "SWRST"},
    {.offset = kWdtSwint, .name = "SWINT"},
}};

} // namespace

Watchdog::Watchdog(engine::Scheduler& scheduler, InterruptLines& lines, ResetRequest requestReset,
                   std::string name)
    : m_lines(lines)
    , m_requestReset(std::move(requestReset))
    , m_name(std::move(name))
    , m_ticks(kLongestTicks)
    , m_timer(scheduler, "watchdog.timeout", [this] { expired(); })
{
}

std::span<const RegisterInfo> Watchdog::registers() const
{
    return kWatchdogRegisters;
}

std::uint32_t Watchdog::peek(std::uint32_t offset) const
{
    switch (offset) {
    case kWdtMode:
        return m_mode;
    case kWdtLength:
        return m_ticks << 5;
    case kWdtSta:
        return m_status;
    case kWdtInterval:
        return m_interval;
    default: // actions
        return 0;
    }
}

void Watchdog::write(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case kWdtMode:
        if ((value & 0xFF00) == kModeKey)
            setMode(value & kModeMask);
        break;
    case kWdtLength:
        if ((value & 0x1F) == kLengthKey)
            m_ticks = value >> 5 & kLongestTicks;
        break;
    case kWdtRestart:
        if (value == kRestartKey && (m_mode & kWdtEnable) != 0)
            load();
        break;
    case kWdtInterval:
        m_interval = value & 0xFFF;
        break;
    case kWdtSwrst:
        if (value == kResetKey)
            requestReset(kBySoftware);
        break;
    case kWdtSwint:
        if ((value & kRaise) != 0)
            m_lines.pulse(kInterrupt);
        break;
    default:
        break;
    }
}

void Watchdog::setMode(std::uint32_t value)
{
    const bool wasEnabled = (m_mode & kWdtEnable) != 0;
    m_mode = value;
    if ((m_mode & kWdtEnable) == 0)
        m_timer.cancel();
    else if (!wasEnabled)
        load();
}

/// Drivers program seconds * 32 - 1: the tick that leaves 0 is the last.
void Watchdog::load()
{
    m_timer.setAfter(durationOf(std::uint64_t{m_ticks} + 1, kWatchdogClock));
}

/// In interrupt mode it then rests until RESTART.
void Watchdog::expired()
{
    if ((m_mode & kWdtIrq) != 0)
        m_lines.pulse(kInterrupt);
    else
        requestReset(kByTimeout);
}

/// The status is the cause of the last reset; nothing else changes it, since some drivers read it
/// more than once.
void Watchdog::requestReset(std::uint32_t cause)
{
    m_status = cause;
    m_timer.cancel();
    m_requestReset();
}

void Watchdog::coreReset()
{
    m_mode = 0;
    m_ticks = kLongestTicks;
    m_interval = 0;
    m_timer.cancel();
}

void Watchdog::reset()
{
    coreReset();
    m_status = 0;
}

void Watchdog::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_mode);
    snapshot.exchange(m_ticks);
    snapshot.exchange(m_interval);
    snapshot.exchange(m_status);
    snapshot.exchange(m_timer);
}

} // namespace perisphere::soc
