#include "perisphere/soc/registers/interrupt_wrapper.hpp"

#include "perisphere/engine/require.hpp"
#include "perisphere/soc/registers/clock_rate.hpp"

#include <utility>

namespace perisphere::soc
{
namespace
{

constexpr std::uint32_t kDbncCon = 0x000;
constexpr std::uint32_t kIrqSens = 0x200;
constexpr std::uint32_t kWicPendSta = 0x364;
constexpr std::uint32_t kWicEnSta = 0x384;
constexpr std::uint32_t kWicWakeupSta = 0x3A0;
constexpr std::uint32_t kIrqDis = 0x600;
constexpr std::uint32_t kIrqTest = 0x700;
constexpr std::uint32_t kIrqTestEnable = 0x720;

constexpr std::uint32_t kBothEdges = 1U << 7;
constexpr std::uint32_t kActiveLow = 1U << 8; // POL
constexpr std::uint32_t kDebounced = 1U << 9;
constexpr std::uint32_t kDbncMask = 0x3FF;

constexpr std::uint64_t kDebounceHertz = 8'000;

constexpr std::array<RegisterField, 5> kDbncFields{{{.name = "CNT", .width = 4},
                                                    {.name = "PRESCALER", .lowest = 4, .width = 3},
                                                    {.name = "DUAL", .lowest = 7},
                                                    {.name = "POL", .lowest = 8},
                                                    {.name = "EN", .lowest = 9}}};

constexpr std::array<RegisterInfo, 15> kWrapperRegisters{{
    {.offset = kDbncCon, .name = "DBNC_CON#", .count = 24, .fields = kDbncFields},
    {.offset = 0x060, .name = "DBNC_CON_INT#", .isModelled = false, .count = 8},
    {.offset = kIrqSens, .name = "IRQ_SENS#", .count = 4},
    {.offset = 0x304, .name = "WIC_SW_PEND#", .isModelled = false, .count = 4},
    {.offset = 0x324, .name = "WIC_SW_EN#", .isModelled = false, .count = 4},
    {.offset = 0x340, .name = "WIC_SW_CON"},
    {.offset = 0x344, .name = "WIC_SW_CLR"},
    {.offset = kWicPendSta, .name = "WIC_PEND_STA#", .count = 4},
    {.offset = kWicEnSta, .name = "WIC_EN_STA", .isModelled = false},
    {.offset = kWicWakeupSta, .name = "WIC_WAKEUP_STA", .isModelled = false},
    {.offset = kIrqDis, .name = "IRQ_DIS#", .count = 4},
    {.offset = 0x620, .name = "WIC_DIS#", .count = 4},
    {.offset = kIrqTest, .name = "IRQ_TEST#", .count = 4},
    {.offset = kIrqTestEnable, .name = "IRQ_TEST_EN"},
    {.offset = 0x900, .name = "SOFT_RST"},
}};

constexpr bool isBetween(std::uint32_t offset, std::uint32_t first, std::uint32_t words)
{
    return offset >= first && offset < first + words * 4;
}

/// Nothing is latched for the wake-up controller, so that its status reads 0.
constexpr bool isReadOnly(std::uint32_t offset)
{
    return isBetween(offset, kWicPendSta, 4) || offset == kWicEnSta || offset == kWicWakeupSta;
}

} // namespace

InterruptWrapper::External::External(engine::Scheduler& scheduler,
                                     engine::Scheduler::Action settled)
    : debounce(scheduler, "eint.debounce", std::move(settled))
{
}

InterruptWrapper::InterruptWrapper(engine::Scheduler& scheduler, Pads& pads, InterruptLines& nvic,
                                   std::string name)
    : m_pads(pads)
    , m_nvic(nvic)
    , m_name(std::move(name))
{
    for (unsigned external = 0; external < kExternalCount; ++external) {
        m_externals[external] =
            std::make_unique<External>(scheduler, [this, external] { settle(external); });
        m_externals[external]->isHigh = pads[external].isHigh();
        m_externals[external]->padChanges = pads[external].onLevel(
            [this, external](const engine::PinChange&) { padChanged(external); });
    }
}

std::span<const RegisterInfo> InterruptWrapper::registers() const
{
    return kWrapperRegisters;
}

void InterruptWrapper::set(unsigned interrupt, bool isHigh)
{
    engine::require(interrupt < kInterrupts, "an interrupt is one of the chip's");
    if (std::exchange(m_levels[interrupt], isHigh) != isHigh)
        update(interrupt);
}

void InterruptWrapper::pulse(unsigned interrupt)
{
    engine::require(interrupt < kInterrupts, "an interrupt is one of the chip's");
    if (!isMasked(interrupt))
        m_nvic.pulse(interrupt);
}

bool InterruptWrapper::isMasked(unsigned interrupt) const
{
    return (word(kIrqDis + interrupt / 32 * 4) >> (interrupt % 32) & 1U) != 0;
}

bool InterruptWrapper::isForced(unsigned interrupt) const
{
    return (word(kIrqTestEnable) & 1U) != 0 &&
           (word(kIrqTest + interrupt / 32 * 4) >> (interrupt % 32) & 1U) != 0;
}

bool InterruptWrapper::isLevelSensitive(unsigned external) const
{
    const unsigned interrupt = kFirstExternal + external;
    return (word(kDbncCon + external * 4) & kBothEdges) == 0 &&
           (word(kIrqSens + interrupt / 32 * 4) >> (interrupt % 32) & 1U) != 0;
}

engine::Duration InterruptWrapper::debounceTime(unsigned external) const
{
    const std::uint32_t control = word(kDbncCon + external * 4);
    if ((control & kDebounced) == 0)
        return engine::Duration::zero();
    return durationOf(control & 0xFU, {kDebounceHertz, 1U << (control >> 4 & 7U)});
}

/// A level counts when it has lasted for the debounce time.
void InterruptWrapper::padChanged(unsigned external)
{
    External& input = *m_externals[external];
    const engine::Duration delay = debounceTime(external);
    if (delay == engine::Duration::zero())
        settle(external);
    else if (m_pads[external].isHigh() == input.isHigh)
        input.debounce.cancel();
    else if (!input.debounce.isPending())
        input.debounce.setAfter(delay);
}

void InterruptWrapper::settle(unsigned external)
{
    External& input = *m_externals[external];
    input.debounce.cancel();
    const bool isHigh = m_pads[external].isHigh();
    if (std::exchange(input.isHigh, isHigh) == isHigh)
        return;
    const std::uint32_t control = word(kDbncCon + external * 4);
    const bool isActive = isHigh != ((control & kActiveLow) != 0);
    if (isLevelSensitive(external))
        update(kFirstExternal + external);
    else if (isActive || (control & kBothEdges) != 0)
        pulse(kFirstExternal + external);
}

/// A new configuration makes no edge: drivers choose the polarity with the interrupt enabled.
void InterruptWrapper::configure(unsigned external)
{
    External& input = *m_externals[external];
    if (debounceTime(external) == engine::Duration::zero() && input.debounce.isPending())
        settle(external);
    update(kFirstExternal + external);
}

bool InterruptWrapper::externalLevel(unsigned external) const
{
    const bool isInverted = (word(kDbncCon + external * 4) & kActiveLow) != 0;
    return isLevelSensitive(external) && m_externals[external]->isHigh != isInverted;
}

void InterruptWrapper::update(unsigned interrupt)
{
    bool isHigh = m_levels[interrupt] || isForced(interrupt);
    if (interrupt >= kFirstExternal && interrupt < kFirstExternal + kExternalCount)
        isHigh = isHigh || externalLevel(interrupt - kFirstExternal);
    m_nvic.set(interrupt, isHigh && !isMasked(interrupt));
}

void InterruptWrapper::updateAll()
{
    for (unsigned interrupt = 0; interrupt < kInterrupts; ++interrupt)
        update(interrupt);
}

std::uint32_t InterruptWrapper::peek(std::uint32_t offset) const
{
    return offset / 4 < m_words.size() ? word(offset) : 0;
}

void InterruptWrapper::write(std::uint32_t offset, std::uint32_t value)
{
    if (offset / 4 >= m_words.size() || isReadOnly(offset))
        return;
    if (isBetween(offset, kDbncCon, kExternalCount)) {
        m_words[offset / 4] = value & kDbncMask;
        configure((offset - kDbncCon) / 4);
        return;
    }
    m_words[offset / 4] = value;
    if (isBetween(offset, kIrqDis, 4) || isBetween(offset, kIrqTest, 4) ||
        isBetween(offset, kIrqSens, 4) || offset == kIrqTestEnable)
        updateAll();
}

void InterruptWrapper::reset()
{
    m_words = {};
    for (unsigned external = 0; external < kExternalCount; ++external) {
        m_externals[external]->debounce.cancel();
        m_externals[external]->isHigh = m_pads[external].isHigh();
    }
    updateAll();
}

void InterruptWrapper::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_words);
    snapshot.exchange(m_levels);
    for (const auto& input : m_externals) {
        snapshot.exchange(input->isHigh);
        snapshot.exchange(input->debounce);
    }
    if (!snapshot.isSaving())
        updateAll();
}

} // namespace perisphere::soc
