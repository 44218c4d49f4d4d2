#include "perisphere/soc/registers/gpt.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::soc
{
namespace
{

enum GptOffset : std::uint32_t {
    kGptIsr = 0x00,
    kGptIer = 0x04,
    kGpt0Ctrl = 0x10,
    kGpt0Icnt = 0x14,
    kGpt1Ctrl = 0x20,
    kGpt1Icnt = 0x24,
    kGpt2Ctrl = 0x30,
    kGpt2Cnt = 0x34,
    kGpt0Cnt = 0x40,
    kGpt1Cnt = 0x44,
    kGpt3Ctrl = 0x50,
    kGpt3Init = 0x54,
    kGpt3Cnt = 0x58,
    kGpt3Expire = 0x5C,
    kGpt4Ctrl = 0x60,
    kGpt4Init = 0x64,
    kGpt4Cnt = 0x68,
};

constexpr std::uint32_t kGptEnable = 1U << 0; // GPT2, GPT3, GPT4
constexpr std::uint32_t kGptFast = 1U << 1;   // GPT2, GPT4: SPEED
constexpr std::uint32_t kGptBoth = 3;         // ISR, IER
constexpr std::uint32_t kGpt3Mask = 0x003F'8001;
constexpr std::uint32_t kGpt3Reset = 0x0019'0000; // one tick a microsecond

constexpr std::array<RegisterField, 2> kGptFlagFields{
    {{.name = "GPT0"}, {.name = "GPT1", .lowest = 1}}};
constexpr std::array<RegisterField, 4> kGptDownFields{{{.name = "EN"},
                                                       {.name = "MODE", .lowest = 1},
                                                       {.name = "SPEED", .lowest = 2},
                                                       {.name = "RESTART", .lowest = 3}}};
constexpr std::array<RegisterField, 2> kGptUpFields{
    {{.name = "EN"}, {.name = "SPEED", .lowest = 1}}};
constexpr std::array<RegisterField, 3> kGpt3Fields{
    {{.name = "EN"},
     {.name = "ICLR", .lowest = 15},
     {.name = "OSC_CNT_1US", .lowest = 16, .width = 6}}};

constexpr std::array<RegisterInfo, 17> kGptRegisters{{
    {.offset = kGptIsr, .name = "ISR", .fields = kGptFlagFields},
    {.offset = kGptIer, .name = "IER", .fields = kGptFlagFields},
    {.offset = kGpt0Ctrl, .name = "GPT0_CTRL", .fields = kGptDownFields},
    {.offset = kGpt0Icnt, .name = "GPT0_ICNT"},
    {.offset = kGpt1Ctrl, .name = "GPT1_CTRL", .fields = kGptDownFields},
    {.offset = kGpt1Icnt, .name = "GPT1_ICNT"},
    {.offset = kGpt2Ctrl, .name = "GPT2_CTRL", .fields = kGptUpFields},
    {.offset = kGpt2Cnt, .name = "GPT2_CNT"},
    {.offset = kGpt0Cnt, .name = "GPT0_CNT"},
    {.offset = kGpt1Cnt, .name = "GPT1_CNT"},
    {.offset = kGpt3Ctrl, .name = "GPT3_CTRL", .fields = kGpt3Fields},
    {.offset = kGpt3Init, .name = "GPT3_INIT"},
    {.offset = kGpt3Cnt, .name = "GPT3_CNT"},
    {.offset = kGpt3Expire, .name = "GPT3_EXPIRE"},
    {.offset = kGpt4Ctrl, .name = "GPT4_CTRL", .fields = kGptUpFields},
    {.offset = kGpt4Init, .name = "GPT4_INIT"},
    {.offset = kGpt4Cnt, .name = "GPT4_CNT"},
}};

bool isSwitchedOn(std::uint32_t before, std::uint32_t after, std::uint32_t bit)
{
    return (before & bit) == 0 && (after & bit) != 0;
}

} // namespace

void Gpt::expired(unsigned timer)
{
    m_down[timer].expire();
    m_status |= 1U << timer;
    updateInterrupt();
}

void Gpt::updateInterrupt()
{
    m_lines.set(kDownInterrupt, (m_status & m_enables & kGptBoth) != 0);
}

ClockRate Gpt::freeRate() const
{
    return (m_freeControl & kGptFast) != 0 ? kRtcClock : kSlowClock;
}

ClockRate Gpt::microsecondRate() const
{
    return {kCrystalHertz, ((m_microsecondControl >> 16) & 0x3FU) + 1};
}

ClockRate Gpt::fastRate() const
{
    return {m_hclkHertz, (m_fastControl & kGptFast) != 0 ? 1U : 2U};
}

void Gpt::writeFree(std::uint32_t value)
{
    const std::uint32_t before = m_freeControl;
    const std::uint32_t count = m_free.count(m_scheduler.now(), freeRate());
    m_freeControl = value & (kGptEnable | kGptFast);
    if (m_freeControl == before)
        return; // a read-modify-write that changes nothing does not begin a new tick
    if ((m_freeControl & kGptEnable) != 0)
        m_free.start(m_scheduler.now(), count);
    else
        m_free.stopAt(count);
}

void Gpt::writeMicrosecond(std::uint32_t value)
{
    const engine::VirtualTime now = m_scheduler.now();
    const std::uint32_t before = m_microsecondControl;
    const std::uint32_t count = m_microsecond.count(now, microsecondRate());
    m_microsecondControl = value & kGpt3Mask;
    if ((m_microsecondControl & kGptEnable) == 0) {
        m_microsecond.stopAt(count);
        m_isArmed = false;
        m_expiry.cancel();
    } else if (isSwitchedOn(before, m_microsecondControl, kGptEnable)) {
        m_microsecond.start(now, m_microsecondInitial);
        m_isArmed = true;
        setExpiry();
    } else if (((before ^ m_microsecondControl) >> 16) != 0 && m_microsecond.isRunning) {
        m_microsecond.start(now, count);
        setExpiry();
    }
}

/// An EXPIRE that equals the present count counts as reached with the next tick: firmware that
/// wants one tick programs EXPIRE = 1 - 1.
void Gpt::setExpiry()
{
    m_expiry.cancel();
    if (!m_isArmed)
        return;
    const std::uint32_t count = m_microsecond.count(m_scheduler.now(), microsecondRate());
    const std::uint32_t distance = std::max(m_expire - count, 1U);
    const engine::Duration passed = m_scheduler.now() - m_microsecond.origin;
    const std::uint64_t tick = ticksIn(passed, microsecondRate()) + distance;
    m_expiry.setAt(engine::later(m_microsecond.origin, durationOf(tick, microsecondRate())));
}

void Gpt::microsecondExpired()
{
    m_isArmed = false;
    // Where INIT equals EXPIRE the counter goes on: firmware that only polls it leaves EXPIRE at 0.
    if (m_microsecond.count(m_scheduler.now(), microsecondRate()) == m_expire)
        m_microsecond.stopAt(m_expire);
    m_lines.pulse(kExpiryInterrupt);
}

void Gpt::writeFast(std::uint32_t value)
{
    const engine::VirtualTime now = m_scheduler.now();
    const std::uint32_t before = m_fastControl;
    const std::uint32_t count = m_fast.count(now, fastRate());
    m_fastControl = value & (kGptEnable | kGptFast);
    if ((m_fastControl & kGptEnable) == 0)
        m_fast.stopAt(count);
    else if (isSwitchedOn(before, m_fastControl, kGptEnable))
        m_fast.start(now, m_fastInitial);
    else if (m_fastControl != before)
        m_fast.start(now, count);
}

void Gpt::clockChanged(std::uint32_t hertz)
{
    if (m_fast.isRunning)
        m_fast.start(m_scheduler.now(), m_fast.count(m_scheduler.now(), fastRate()));
    m_hclkHertz = hertz;
}

// All

Gpt::Gpt(engine::Scheduler& scheduler, Rgu& rgu, InterruptLines& lines, std::string name)
    : m_scheduler(scheduler)
    , m_lines(lines)
    , m_name(std::move(name))
    , m_down{GptDownTimer(scheduler, [this] { expired(0); }),
             GptDownTimer(scheduler, [this] { expired(1); })}
    , m_microsecondControl(kGpt3Reset)
    , m_expiry(scheduler, "gpt.expiry3", [this] { microsecondExpired(); })
    , m_hclkHertz(rgu.hclkHertz())
    , m_clockChanges(rgu.onClock([this](const std::uint32_t& hertz) { clockChanged(hertz); }))
{
}

std::span<const RegisterInfo> Gpt::registers() const
{
    return kGptRegisters;
}

std::uint32_t Gpt::peek(std::uint32_t offset) const
{
    const engine::VirtualTime now = m_scheduler.now();
    switch (offset) {
    case kGptIsr:
        return m_status;
    case kGptIer:
        return m_enables;
    case kGpt0Ctrl:
        return m_down[0].control;
    case kGpt1Ctrl:
        return m_down[1].control;
    case kGpt0Icnt:
        return m_down[0].initial;
    case kGpt1Icnt:
        return m_down[1].initial;
    case kGpt0Cnt:
        return m_down[0].count(now);
    case kGpt1Cnt:
        return m_down[1].count(now);
    case kGpt2Ctrl:
        return m_freeControl;
    case kGpt2Cnt:
        return m_free.count(now, freeRate());
    case kGpt3Ctrl:
        return m_microsecondControl;
    case kGpt3Init:
        return m_microsecondInitial;
    case kGpt3Cnt:
        return m_microsecond.count(now, microsecondRate());
    case kGpt3Expire:
        return m_expire;
    case kGpt4Ctrl:
        return m_fastControl;
    case kGpt4Init:
        return m_fastInitial;
    case kGpt4Cnt:
        return m_fast.count(now, fastRate());
    default:
        return 0;
    }
}

void Gpt::write(std::uint32_t offset, std::uint32_t value)
{
    const engine::VirtualTime now = m_scheduler.now();
    switch (offset) {
    case kGptIsr:
        m_status &= ~value;
        updateInterrupt();
        break;
    case kGptIer:
        m_enables = value & kGptBoth;
        updateInterrupt();
        break;
    case kGpt0Ctrl:
    case kGpt1Ctrl:
        m_down[offset == kGpt1Ctrl ? 1 : 0].setControl(now, value);
        break;
    case kGpt0Icnt:
    case kGpt1Icnt:
        m_down[offset == kGpt1Icnt ? 1 : 0].setInitial(now, value);
        break;
    case kGpt2Ctrl:
        writeFree(value);
        break;
    case kGpt2Cnt:
        m_free.base = value;
        m_free.origin = now;
        break;
    case kGpt3Ctrl:
        writeMicrosecond(value);
        break;
    case kGpt3Init:
        m_microsecondInitial = value;
        break;
    case kGpt3Expire:
        m_expire = value;
        setExpiry();
        break;
    case kGpt4Ctrl:
        writeFast(value);
        break;
    case kGpt4Init:
        m_fastInitial = value;
        break;
    default: // the counts of the others are read-only
        break;
    }
}

void Gpt::reset()
{
    for (GptDownTimer& timer : m_down)
        timer.reset();
    m_status = 0;
    m_enables = 0;
    m_freeControl = 0;
    m_free = {};
    m_microsecondControl = kGpt3Reset;
    m_microsecondInitial = 0;
    m_expire = 0;
    m_isArmed = false;
    m_microsecond = {};
    m_expiry.cancel();
    m_fastControl = 0;
    m_fastInitial = 0;
    m_fast = {};
    updateInterrupt();
}

void Gpt::exchange(engine::Snapshot& snapshot)
{
    for (GptDownTimer& timer : m_down)
        timer.exchange(snapshot);
    snapshot.exchange(m_status);
    snapshot.exchange(m_enables);
    snapshot.exchange(m_freeControl);
    snapshot.exchange(m_free);
    snapshot.exchange(m_microsecondControl);
    snapshot.exchange(m_microsecondInitial);
    snapshot.exchange(m_expire);
    snapshot.exchange(m_isArmed);
    snapshot.exchange(m_microsecond);
    snapshot.exchange(m_expiry);
    snapshot.exchange(m_fastControl);
    snapshot.exchange(m_fastInitial);
    snapshot.exchange(m_fast);
    snapshot.exchange(m_hclkHertz);
    if (!snapshot.isSaving())
        updateInterrupt();
}

} // namespace perisphere::soc
