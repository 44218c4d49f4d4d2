#include "perisphere/soc/registers/adc_registers.hpp"

#include "perisphere/soc/registers/clock_rate.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace perisphere::soc
{
namespace
{

/// Offsets, and bits.
namespace adc_bits
{
constexpr std::uint32_t kControl0 = 0x00;
constexpr std::uint32_t kPeriod = 0x04;
constexpr std::uint32_t kControl2 = 0x08;
constexpr std::uint32_t kControl3 = 0x0C;
constexpr std::uint32_t kData = 0x100;
constexpr std::uint32_t kInterruptEnable = 0x104;
constexpr std::uint32_t kInterruptId = 0x108;
constexpr std::uint32_t kLineStatus = 0x114;
constexpr std::uint32_t kDmaEnable = 0x14C;
constexpr std::uint32_t kTimeout = 0x154;
constexpr std::uint32_t kTrigger = 0x160;
constexpr std::uint32_t kPointers = 0x1D4;

constexpr std::uint32_t kStart = 1U << 0;
constexpr std::uint32_t kPeriodic = 1U << 8;
constexpr std::uint32_t kTimestamps = 1U << 21;
constexpr std::uint32_t kLowReference = 1U << 31;
constexpr std::uint32_t kOnTrigger = 1U << 0;
constexpr std::uint32_t kOnTimeout = 3U << 2; ///< sources disagree which of the two it is
constexpr std::uint32_t kTimeoutMask = 0x3FFFF;
} // namespace adc_bits

constexpr std::array<RegisterField, 6> kAdcControlFields{{{"FSM_EN", 0},
                                                          {"AVG_MODE", 1, 3},
                                                          {"T_CH", 4, 4},
                                                          {"PMODE_EN", 8},
                                                          {"T_INIT", 9, 7},
                                                          {"CH_MAP", 16, 16}}};
constexpr std::array<RegisterField, 3> kAdcDataFields{
    {{"CH", 0, 4}, {"DATA", 4, 12}, {"TIMESTAMP", 16, 16}}};
constexpr std::array<RegisterField, 1> kAdcTriggerFields{{{"TRI_LVL", 2, 5}}};
constexpr std::array<RegisterField, 2> kAdcPointerFields{{{"READ_PTR", 0, 5}, {"WRITE_PTR", 5, 5}}};
constexpr std::array kAdcRegisterTable{
    RegisterInfo{.offset = adc_bits::kControl0, .name = "CTL0", .fields = kAdcControlFields},
    RegisterInfo{.offset = adc_bits::kPeriod, .name = "CTL1"},
    RegisterInfo{.offset = adc_bits::kControl2, .name = "CTL2"},
    RegisterInfo{.offset = adc_bits::kControl3, .name = "CTL3"},
    RegisterInfo{.offset = 0x10, .name = "CTL4", .isModelled = false},
    RegisterInfo{.offset = adc_bits::kData, .name = "FIFO_RBR", .fields = kAdcDataFields},
    RegisterInfo{.offset = adc_bits::kInterruptEnable, .name = "FIFO_IER"},
    RegisterInfo{.offset = adc_bits::kInterruptId, .name = "FIFO_IIR"},
    RegisterInfo{.offset = 0x10C, .name = "FIFO_LCR", .isModelled = false},
    RegisterInfo{.offset = adc_bits::kLineStatus, .name = "FIFO_LSR"},
    RegisterInfo{.offset = 0x148, .name = "FIFO_SLEEP_EN", .isModelled = false},
    RegisterInfo{.offset = adc_bits::kDmaEnable, .name = "FIFO_DMA_EN"},
    RegisterInfo{.offset = adc_bits::kTimeout, .name = "FIFO_RTOCNT"},
    RegisterInfo{.offset = adc_bits::kTrigger, .name = "FIFO_TRI_LVL", .fields = kAdcTriggerFields},
    RegisterInfo{.offset = 0x164, .name = "FIFO_WAK", .isModelled = false},
    RegisterInfo{.offset = 0x168, .name = "FIFO_WAT_TIME", .isModelled = false},
    RegisterInfo{.offset = 0x16C, .name = "FIFO_HANDSHAKE", .isModelled = false},
    RegisterInfo{
        .offset = adc_bits::kPointers, .name = "FIFO_DEBUG16", .fields = kAdcPointerFields},
};

/// Which of the registers without effect.
std::optional<std::size_t> adcKeptIndex(std::uint32_t offset)
{
    std::size_t index = 0;
    for (const RegisterInfo& info : kAdcRegisterTable) {
        if (info.isModelled)
            continue;
        if (info.offset == offset)
            return index;
        ++index;
    }
    return std::nullopt;
}

} // namespace

AdcRegisters::AdcRegisters(engine::Scheduler& scheduler, Adc& adc, AdcControl& control,
                           InterruptLines& interrupts, DmaRequests& requests)
    : m_scheduler(scheduler)
    , m_adc(adc)
    , m_interrupts(interrupts)
    , m_requests(requests)
    , m_channel(scheduler, "adc.channel", [this] { channelDone(); })
    , m_idle(scheduler, "adc.fifoTimeout",
             [this] {
                 m_state.isTimedOut = true;
                 update();
             })
    , m_controlWrites(control.changed.subscribe([this](const BlockControlWrite& write) {
        if (!write.falls(AdcControl::kReset))
            return;
        // The settings stay: a vendor's driver resets after each use and starts again without.
        m_state.control &= ~adc_bits::kStart;
        stop();
        m_state.first = 0;
        m_state.count = 0;
        update();
    }))
{
}

std::span<const RegisterInfo> AdcRegisters::registers() const
{
    return kAdcRegisterTable;
}

std::uint32_t AdcRegisters::peek(std::uint32_t offset) const
{
    switch (offset) {
    case adc_bits::kControl0:
        return m_state.control;
    case adc_bits::kPeriod:
        return m_state.period;
    case adc_bits::kControl2:
        return m_state.control2;
    case adc_bits::kControl3:
        return m_state.control3 |
               (m_adc.reference() < engine::Voltage::millivolts(2150) ? adc_bits::kLowReference
                                                                      : 0U);
    case adc_bits::kData:
        return m_state.count != 0 ? m_state.fifo[m_state.first] : 0;
    case adc_bits::kInterruptEnable:
        return m_state.interruptEnable;
    case adc_bits::kInterruptId: // as in a 16550
        if (m_state.isTimedOut)
            return 0xC;
        return reachesTrigger() ? 0x4 : 0x1;
    case adc_bits::kLineStatus:
        return m_state.count != 0 ? 1 : 0;
    case adc_bits::kDmaEnable:
        return m_state.dmaEnable;
    case adc_bits::kTimeout:
        return m_state.timeout;
    case adc_bits::kTrigger:
        return m_state.trigger;
    case adc_bits::kPointers:
        return m_state.first | (std::uint32_t{m_state.first} + m_state.count) % kFifoDepth << 5;
    default: {
        const auto kept = adcKeptIndex(offset);
        return kept ? m_state.kept[*kept] : 0;
    }
    }
}

std::uint32_t AdcRegisters::read(std::uint32_t offset)
{
    return offset == adc_bits::kData ? pop() : peek(offset);
}

void AdcRegisters::write(std::uint32_t offset, std::uint32_t value)
{
    switch (offset) {
    case adc_bits::kControl0:
        writeControl(value);
        return;
    case adc_bits::kPeriod:
        m_state.period = value;
        return;
    case adc_bits::kControl2:
        m_state.control2 = value;
        return;
    case adc_bits::kControl3:
        m_state.control3 = value & ~adc_bits::kLowReference;
        static_cast<void>(m_adc.setReference(
            engine::Voltage::millivolts((value & adc_bits::kLowReference) != 0 ? 1800 : 2500)));
        return;
    case adc_bits::kInterruptEnable:
        m_state.interruptEnable = value;
        break;
    case adc_bits::kDmaEnable:
        m_state.dmaEnable = value;
        break;
    case adc_bits::kTimeout:
        m_state.timeout = value & adc_bits::kTimeoutMask;
        return;
    case adc_bits::kTrigger:
        m_state.trigger = value;
        break;
    default:
        if (const auto kept = adcKeptIndex(offset))
            m_state.kept[*kept] = value;
        return;
    }
    update();
}

/// One sample, averages of 2 to 64; 7 is 64 too.
std::uint32_t AdcRegisters::samples() const
{
    return 1U << std::min(m_state.control >> 1 & 7U, 6U);
}

std::uint32_t AdcRegisters::channelTicks() const
{
    return (m_state.control >> 4 & 0xFU) + samples() + 3;
}

void AdcRegisters::writeControl(std::uint32_t value)
{
    const bool ran = (m_state.control & adc_bits::kStart) != 0;
    m_state.control = value;
    const bool runs = (value & adc_bits::kStart) != 0;
    if (runs && !ran)
        beginScan(0);
    else if (!runs)
        stop();
}

void AdcRegisters::stop()
{
    m_channel.cancel();
    m_idle.cancel();
    m_state.left = 0;
    m_state.scanned = 0;
    m_state.isTimedOut = false;
    update();
}

/// @param pause ticks before
void AdcRegisters::beginScan(std::uint64_t pause)
{
    m_state.left = m_state.control >> 16;
    m_state.scanned = 0;
    bool isStalled = false;
    for (unsigned channel = 0; channel < kAdcChannelCount; ++channel)
        if ((m_state.left >> channel & 1U) != 0)
            isStalled = m_adc.isStalled(channel) || isStalled;
    if (m_state.left == 0 || isStalled)
        return;
    const std::uint32_t init = (m_state.control >> 9 & 0x7FU) + 1;
    m_channel.setAfter(durationOf(pause + init + channelTicks(), ClockRate{kHertz}));
}

void AdcRegisters::channelDone()
{
    const auto channel = static_cast<unsigned>(std::countr_zero(m_state.left));
    m_state.left &= m_state.left - 1;
    m_state.results[m_state.scanned++] = convert(channel);
    if (m_state.left != 0) {
        m_channel.setAfter(durationOf(channelTicks(), ClockRate{kHertz}));
        return;
    }
    deliver();
    if ((m_state.control & adc_bits::kPeriodic) != 0)
        beginScan(std::uint64_t{m_state.period} + 1);
}

std::uint32_t AdcRegisters::convert(unsigned channel) const
{
    std::uint32_t code = 0;
    if (channel < kAdcChannelCount) {
        // What disturbs a conversion has a say in each sample; without it all are equal.
        const std::uint32_t number = m_adc.disturbances().all().empty() ? 1 : samples();
        for (std::uint32_t i = 0; i < number; ++i)
            code += m_adc.sample(channel);
        code = (code + number / 2) / number;
    }
    m_adc.tell(channel, code, durationOf(channelTicks(), ClockRate{kHertz}));
    std::uint32_t result = channel | code << 4;
    if ((m_state.control2 & adc_bits::kTimestamps) != 0)
        result |= static_cast<std::uint32_t>(
                      ticksIn(m_scheduler.now().time_since_epoch(), ClockRate{kHertz}))
                  << 16;
    return result;
}

/// Results that find no place are lost.
void AdcRegisters::deliver()
{
    for (unsigned i = 0; i < m_state.scanned && m_state.count < kFifoDepth; ++i)
        m_state.fifo[(m_state.first + m_state.count++) % kFifoDepth] = m_state.results[i];
    m_state.scanned = 0;
    if (m_state.timeout != 0)
        m_idle.setAfter(durationOf(m_state.timeout, ClockRate{kHertz}));
    update();
}

std::uint32_t AdcRegisters::pop()
{
    if (m_state.count == 0)
        return 0;
    const std::uint32_t value = m_state.fifo[m_state.first];
    m_state.first = static_cast<std::uint8_t>((m_state.first + 1) % kFifoDepth);
    --m_state.count;
    m_state.isTimedOut = false;
    if (m_state.count == 0)
        m_idle.cancel();
    else if (m_state.timeout != 0)
        m_idle.setAfter(durationOf(m_state.timeout, ClockRate{kHertz}));
    update();
    return value;
}

bool AdcRegisters::reachesTrigger() const
{
    return m_state.count != 0 && m_state.count >= (m_state.trigger >> 2 & 0x1FU);
}

void AdcRegisters::update()
{
    const std::uint32_t enabled = m_state.interruptEnable;
    const bool interrupts = ((enabled & adc_bits::kOnTrigger) != 0 && reachesTrigger()) ||
                            ((enabled & adc_bits::kOnTimeout) != 0 && m_state.isTimedOut);
    if (std::exchange(m_isInterrupting, interrupts) != interrupts)
        m_interrupts.set(kInterrupt, interrupts);
    const bool requests = (m_state.dmaEnable & 1U) != 0 && m_state.count != 0;
    if (std::exchange(m_isRequesting, requests) != requests)
        m_requests.setRequest(kDmaChannel, requests);
}

void AdcRegisters::reset()
{
    m_channel.cancel();
    m_idle.cancel();
    m_state = {};
    static_cast<void>(m_adc.setReference(engine::Voltage::millivolts(2500)));
    update();
}

void AdcRegisters::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_channel);
    snapshot.exchange(m_idle);
    engine::Voltage reference = m_adc.reference();
    snapshot.exchange(reference);
    if (snapshot.isSaving())
        return;
    static_cast<void>(m_adc.setReference(reference));
    update();
    m_interrupts.set(kInterrupt, m_isInterrupting);
    m_requests.setRequest(kDmaChannel, m_isRequesting);
}

} // namespace perisphere::soc
