#include "blocks.hpp"

#include <fmt/format.h>

namespace perisphere::realtime
{
namespace
{

constexpr unsigned kMailboxToA7 = 6;    // first of six interrupts
constexpr unsigned kMailboxToCore = 12; // the same
constexpr unsigned kDebugUart = 4;

constexpr std::uint32_t kIsuBase = 0x38070000;
constexpr std::uint32_t kIsuStride = 0x10000;

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
                                    const Print& print)
    : interrupts(parts.scheduler, parts.chip.pads, core, "CIRQ")
    , gpt(parts.scheduler, rgu, interrupts, "GPT")
    , watchdog(
          parts.scheduler, interrupts,
          [this, &core] {
              for (soc::RegisterBlock* block : all)
                  if (block != &watchdog)
                      block->reset();
              watchdog.coreReset();
              core.restart();
          },
          "WDT")
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
    : uartLine(parts.buses, parts.chip.pads, index)
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
    uart.reset();
}

RealTimeSubsystem::Blocks::Blocks(const SubsystemParts& parts, const Cores& cores,
                                  const Print& print)
    : m_cores(cores)
{
    for (unsigned i = 0; i < kCoreCount; ++i) {
        m_own[i] = std::make_unique<Own>(parts, *cores[i], print);
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
    for (unsigned i = 0; i < soc::kIsuCount; ++i) {
        m_isus.push_back(std::make_unique<Isu>(parts, i, m_interrupts, m_requests));
        addShared(kIsuBase + i * kIsuStride + 0x500, 0x100, m_isus.back()->uart);
    }
    addGpio(parts);
    addShared(0x30030000, 0x1000, m_alwaysOn);
    addPlain(0x20000000, 0x80000, "CORE_CONFIG");
    addPlain(0x20080000, 0x10000, "XIP_CACHE");
    addPlain(0x20090000, 0x10000, "CACHE_MPU");
    addPlain(0x21070000, 0x1000, "BUS_MONITOR");
    addPlain(0x30000000, 0x10000, "FIREWALL");
    addPlain(0x30010000, 0x10000, "PINMUX");
    addPlain(0x30060000, 0x10000, "SYSRAM_CONTROL");
    addPlain(0x30090000, 0x10000, "RTC");
}

/// All of a block's window but what others have of it.
void RealTimeSubsystem::Blocks::addGpio(const SubsystemParts& parts)
{
    for (const soc::GpioBank& bank : soc::gpioBanks()) {
        const std::uint32_t isu = (bank.base - kIsuBase) / kIsuStride;
        const bool isIsu = bank.layout == soc::GpioLayout::Isu && isu < m_isus.size();
        m_gpio.push_back(
            isIsu ? std::make_unique<soc::GpioRegisters>(bank, parts.chip.pads, parts.chip.gpio,
                                                         m_isus[isu]->control)
                  : std::make_unique<soc::GpioRegisters>(bank, parts.chip.pads, parts.chip.gpio));
        const bool hasOthers = bank.layout == soc::GpioLayout::A7;
        addShared(bank.base, hasOthers ? 0x200 : 0x100, *m_gpio.back());
    }
}

void RealTimeSubsystem::Blocks::addShared(std::uint32_t base, std::uint32_t bytes,
                                          soc::RegisterBlock& block)
{
    for (RealTimeCore* core : m_cores)
        core->registers().add(base, bytes, block);
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
