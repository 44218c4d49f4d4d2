#include "blocks.hpp"

#include <fmt/format.h>

namespace perisphere::realtime
{
namespace
{

constexpr unsigned kMailboxToA7 = 6;    // first of six interrupts
constexpr unsigned kMailboxToCore = 12; // the same
constexpr unsigned kDebugUart = 4;

constexpr std::uint32_t kAdcBase = 0x38000000;
constexpr std::uint32_t kGroupBase = 0x38010000;
constexpr std::uint32_t kIsuBase = 0x38070000;
constexpr std::uint32_t kI2sBase = 0x380D0000;
constexpr std::uint32_t kI2sPortBase = 0x380F0000;
constexpr std::uint32_t kStride = 0x10000; ///< from one of a kind to the next
constexpr unsigned kGroupCount = 6;
constexpr unsigned kI2sCount = 2;

constexpr unsigned isuUartInterrupt(unsigned isu)
{
    return 47 + 4 * isu;
}

} // namespace

void RealTimeSubsystem::Blocks::BothInterrupts::set(unsigned interrupt, bool isHigh)
{
    for (soc::InterruptLines* one : lines)
        one->set(interrupt, isHigh);
}

void RealTimeSubsystem::Blocks::BothInterrupts::pulse(unsigned interrupt)
{
    for (soc::InterruptLines* one : lines)
        one->pulse(interrupt);
}

void RealTimeSubsystem::Blocks::BothRequests::setRequest(unsigned channel, bool isHigh)
{
    for (soc::DmaRequests* one : requests)
        one->setRequest(channel, isHigh);
}

RealTimeSubsystem::Blocks::Own::Own(const SubsystemParts& parts, RealTimeCore& core,
                                    const Print& print, const RequestReset& requestReset)
    : interrupts(parts.scheduler, parts.chip.pads, core, "CIRQ")
    , gpt(parts.scheduler, rgu, interrupts, "GPT")
    , watchdog(
          parts.scheduler, interrupts,
          [requestReset, index = core.index()] { requestReset(index); }, "WDT")
    , debugLine([print, index = core.index()](std::uint8_t character) {
        const auto text = static_cast<char>(character);
        print(index, std::string_view(&text, 1));
    })
    , debugUart(parts.scheduler, debugLine, interrupts,
                {.name = "DEBUG_UART", .interrupt = kDebugUart})
    , mailbox({.name = "MAILBOX_A7",
               .lines = &interrupts,
               .firstInterrupt = kMailboxToA7,
               .hasSemaphore = true},
              {.name = "MAILBOX_IO", .lines = nullptr})
    , dma(parts.scheduler, core.master(), interrupts, "DMA")
    , clockChanges(rgu.onClock([this, &core](std::uint32_t hertz) {
        core.setHertz(hertz);
        dma.setHclk(hertz);
    }))
    , all{&rgu, &interrupts, &gpt, &watchdog, &debugUart, &dma}
{
    soc::RegisterMap& map = core.registers();
    map.add(0x21000000, 0x1000, interrupts);
    map.add(0x21010000, 0x1000, rgu);
    map.add(0x21020000, 0x1000, watchdog);
    map.add(0x21030000, 0x1000, gpt);
    map.add(0x21040000, 0x1000, debugUart);
    map.add(0x21050000, 0x1000, mailbox.first());
    map.add(0x21080000, soc::Dma::kBytes, dma);
}

RealTimeSubsystem::Blocks::Isu::Isu(const SubsystemParts& parts, unsigned index,
                                    soc::InterruptLines& lines, soc::DmaRequests& requests)
    : i2c(parts.scheduler, parts.buses, parts.chip.pads, lines, requests, index,
          fmt::format("ISU{}.I2C", index))
    , spi(parts.scheduler, parts.buses, parts.chip.pads, lines, requests, index,
          fmt::format("ISU{}.SPI", index))
    , uartLine(parts.buses, parts.chip.pads, index)
    , uart(parts.scheduler, uartLine, lines,
           {.name = fmt::format("ISU{}.UART", index),
            .interrupt = isuUartInterrupt(index),
            .dma = &requests,
            .channels = soc::uartDmaChannels(index)})
{
    control.listener = [this] { reset(); };
}

void RealTimeSubsystem::Blocks::Isu::reset()
{
    i2c.reset();
    spi.softwareReset();
    uart.reset();
}

RealTimeSubsystem::Blocks::Group::Group(const SubsystemParts& parts, unsigned index,
                                        soc::AlwaysOn& alwaysOn, soc::InterruptLines& lines)
    : counter(parts.scheduler, parts.chip.pads, alwaysOn, control, lines, index)
{
    if (index < soc::kPwmControllerCount)
        pwm.emplace(parts.scheduler, *parts.chip.pwm[index], parts.chip.gpio, control, index);
}

RealTimeSubsystem::Blocks::Blocks(const SubsystemParts& parts, const Cores& cores,
                                  const Print& print, const RequestReset& requestReset)
    : m_cores(cores)
    , m_adc(parts.scheduler, parts.chip.adc, m_adcControl, m_interrupts, m_requests)
{
    for (unsigned i = 0; i < kCoreCount; ++i) {
        m_own[i] = std::make_unique<Own>(parts, *cores[i], print, requestReset);
        m_interrupts.lines[i] = &m_own[i]->interrupts;
        m_requests.requests[i] = &m_own[i]->dma;
    }
    m_coreMailbox = std::make_unique<soc::MailboxLink>(
        soc::MailboxSideSetup{
            .name = "MAILBOX_M4", .lines = &m_own[0]->interrupts, .firstInterrupt = kMailboxToCore},
        soc::MailboxSideSetup{.name = "MAILBOX_M4",
                              .lines = &m_own[1]->interrupts,
                              .firstInterrupt = kMailboxToCore});
    cores[0]->registers().add(0x21060000, 0x1000, m_coreMailbox->first());
    cores[1]->registers().add(0x21060000, 0x1000, m_coreMailbox->second());
    addShared(0x30030000, 0x1000, m_alwaysOn);
    addShared(kAdcBase + 0x100, 0x300, m_adc);
    addIsus(parts);
    addGroups(parts);
    addGpio(parts);
    addI2s(parts);
    addPlain(0x20000000, 0x80000, "CORE_CONFIG");
    addPlain(0x20080000, 0x10000, "XIP_CACHE");
    addPlain(0x20090000, 0x10000, "CACHE_MPU");
    addPlain(0x21070000, 0x1000, "BUS_MONITOR");
    addPlain(0x30000000, 0x10000, "FIREWALL");
    addPlain(0x30010000, 0x10000, "PINMUX");
    addPlain(0x30060000, 0x10000, "SYSRAM_CONTROL");
    addPlain(0x30090000, 0x10000, "RTC");
}

void RealTimeSubsystem::Blocks::addIsus(const SubsystemParts& parts)
{
    for (unsigned i = 0; i < soc::kIsuCount; ++i) {
        m_isus.push_back(std::make_unique<Isu>(parts, i, m_interrupts, m_requests));
        const std::uint32_t base = kIsuBase + i * kStride;
        addShared(base + 0x200, 0x100, m_isus.back()->i2c);
        addShared(base + 0x300, 0x100, m_isus.back()->spi);
        addPlain(base + 0x400, 0x100, fmt::format("ISU{}.SPI_SLAVE", i));
        addShared(base + 0x500, 0x100, m_isus.back()->uart);
    }
}

void RealTimeSubsystem::Blocks::addGroups(const SubsystemParts& parts)
{
    for (unsigned i = 0; i < kGroupCount; ++i) {
        m_groups.push_back(std::make_unique<Group>(parts, i, m_alwaysOn, m_interrupts));
        const std::uint32_t base = kGroupBase + i * kStride;
        addShared(base + 0x100, 0x100, m_groups.back()->counter);
        if (m_groups.back()->pwm)
            addShared(base + 0x1000, 0x200, *m_groups.back()->pwm);
    }
}

void RealTimeSubsystem::Blocks::addI2s(const SubsystemParts& parts)
{
    for (unsigned i = 0; i < kI2sCount; ++i) {
        m_i2s.push_back(std::make_unique<soc::I2sRegisters>(parts.scheduler, m_requests, i));
        addShared(kI2sBase + i * kStride, 0x100, *m_i2s.back());
        addShared(kI2sPortBase + i * kStride, 0x10000, m_i2s.back()->fifoPort());
    }
}

/// The registers at offset 0 of some layouts act on what else is in the block.
std::unique_ptr<soc::GpioRegisters> RealTimeSubsystem::Blocks::gpioOf(const soc::GpioBank& bank,
                                                                      const SubsystemParts& parts)
{
    soc::Pads& pads = parts.chip.pads;
    soc::Gpio& gpio = parts.chip.gpio;
    switch (bank.layout) {
    case soc::GpioLayout::Group:
        return std::make_unique<soc::GpioRegisters>(
            bank, pads, gpio, &m_groups[(bank.base - kGroupBase) / kStride]->control);
    case soc::GpioLayout::Adc:
        return std::make_unique<soc::GpioRegisters>(bank, pads, gpio, &m_adcControl);
    case soc::GpioLayout::Isu:
        if (const std::uint32_t isu = (bank.base - kIsuBase) / kStride; isu < m_isus.size())
            return std::make_unique<soc::GpioRegisters>(bank, pads, gpio, m_isus[isu]->control);
        break; // ISU5 has no pads
    case soc::GpioLayout::I2s:
    case soc::GpioLayout::A7:
        break;
    }
    return std::make_unique<soc::GpioRegisters>(bank, pads, gpio);
}

void RealTimeSubsystem::Blocks::addGpio(const SubsystemParts& parts)
{
    for (const soc::GpioBank& bank : soc::gpioBanks()) {
        m_gpio.push_back(gpioOf(bank, parts));
        addShared(bank.base, bank.layout == soc::GpioLayout::A7 ? 0x200 : 0x100, *m_gpio.back());
    }
}

void RealTimeSubsystem::Blocks::addShared(std::uint32_t base, std::uint32_t bytes,
                                          soc::RegisterBlock& block)
{
    m_shared.push_back(&block);
    for (RealTimeCore* core : m_cores)
        core->registers().add(base, bytes, block);
}

void RealTimeSubsystem::Blocks::resetShared()
{
    for (soc::RegisterBlock* block : m_shared)
        block->reset();
    m_coreMailbox->reset();
    for (RealTimeCore* core : m_cores)
        core->registers().reset();
}

/// Twice when it is taken back: what one block drives, another that has its state already takes for
/// a change.
void RealTimeSubsystem::Blocks::exchange(engine::Snapshot& snapshot)
{
    const std::size_t begin = snapshot.position();
    exchangeOnce(snapshot);
    if (snapshot.isSaving())
        return;
    snapshot.seek(begin);
    exchangeOnce(snapshot);
}

void RealTimeSubsystem::Blocks::exchangeOnce(engine::Snapshot& snapshot)
{
    for (soc::RegisterBlock* block : m_shared)
        block->exchange(snapshot);
    for (const auto& own : m_own) {
        for (soc::RegisterBlock* block : own->all)
            block->exchange(snapshot);
        own->mailbox.exchange(snapshot);
    }
    m_coreMailbox->exchange(snapshot);
    for (RealTimeCore* core : m_cores)
        core->registers().exchange(snapshot);
}

void RealTimeSubsystem::Blocks::addPlain(std::uint32_t base, std::uint32_t bytes,
                                         std::string_view name)
{
    for (RealTimeCore* core : m_cores)
        core->registers().addStorage(base, bytes, name);
}

void RealTimeSubsystem::Blocks::reset(unsigned core)
{
    Own& own = *m_own[core];
    for (soc::RegisterBlock* block : own.all)
        block->reset();
    own.mailbox.flush();
    own.mailbox.first().reset();
}

void RealTimeSubsystem::Blocks::restart(unsigned core)
{
    Own& own = *m_own[core];
    for (soc::RegisterBlock* block : own.all)
        if (block != &own.watchdog)
            block->reset();
    own.watchdog.coreReset();
}

} // namespace perisphere::realtime
