// The registers of the real-time cores: which block lies at which address, who interrupts whom.
//
// The chip is this table. A block that both cores see is added to both maps and drives the lines of
// both; one that is a core's own exists once per core, at the same address.
#pragma once

#include "perisphere/realtime/subsystem.hpp"
#include "perisphere/soc/registers/adc_registers.hpp"
#include "perisphere/soc/registers/always_on.hpp"
#include "perisphere/soc/registers/block_control.hpp"
#include "perisphere/soc/registers/dma.hpp"
#include "perisphere/soc/registers/gpio_counter.hpp"
#include "perisphere/soc/registers/gpio_registers.hpp"
#include "perisphere/soc/registers/gpt.hpp"
#include "perisphere/soc/registers/i2c_registers.hpp"
#include "perisphere/soc/registers/i2s_registers.hpp"
#include "perisphere/soc/registers/interrupt_wrapper.hpp"
#include "perisphere/soc/registers/mailbox.hpp"
#include "perisphere/soc/registers/pwm_registers.hpp"
#include "perisphere/soc/registers/rgu.hpp"
#include "perisphere/soc/registers/spi_registers.hpp"
#include "perisphere/soc/registers/uart_line.hpp"
#include "perisphere/soc/registers/uart_registers.hpp"
#include "perisphere/soc/registers/watchdog.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace perisphere::realtime
{

class RealTimeSubsystem::Blocks
{
public:
    using Cores = std::array<RealTimeCore*, kCoreCount>;
    /// What a core's debug UART sends.
    using Print = std::function<void(unsigned core, std::string_view text)>;
    /// The core's watchdog asks for a reset of the core.
    using RequestReset = std::function<void(unsigned core)>;

    Blocks(const SubsystemParts& parts, const Cores& cores, const Print& print,
           const RequestReset& requestReset);

    /// As at power-up, what is the core's own.
    void reset(unsigned core);
    /// As a reset of the core alone leaves it.
    void restart(unsigned core);
    /// As at power-up, what both cores see.
    void resetShared();
    /// All blocks, and what they drive. The cores come after it: lines of interrupts move.
    void exchange(engine::Snapshot& snapshot);

    /// The application core's side of the mailbox between it and that core.
    [[nodiscard]] soc::MailboxSide& mailboxOfA7(unsigned core)
    {
        return m_own[core]->mailbox.second();
    }
    [[nodiscard]] soc::MailboxLink& mailbox(unsigned core) { return m_own[core]->mailbox; }
    [[nodiscard]] soc::DebugUartLine& debugLine(unsigned core) { return m_own[core]->debugLine; }

private:
    /// One wire to both cores.
    class BothInterrupts final : public soc::InterruptLines
    {
    public:
        void set(unsigned interrupt, bool isHigh) override;
        void pulse(unsigned interrupt) override;
        std::array<soc::InterruptLines*, kCoreCount> lines{};
    };
    class BothRequests final : public soc::DmaRequests
    {
    public:
        void setRequest(unsigned channel, bool isHigh) override;
        std::array<soc::DmaRequests*, kCoreCount> requests{};
    };

    /// A core's own.
    struct Own {
        Own(const SubsystemParts& parts, RealTimeCore& core, const Print& print,
            const RequestReset& requestReset);

        soc::Rgu rgu{"RGU"};
        soc::InterruptWrapper interrupts;
        soc::Gpt gpt;
        soc::Watchdog watchdog;
        soc::DebugUartLine debugLine;
        soc::UartRegisters debugUart;
        soc::MailboxLink mailbox; ///< the core first, the application core second
        soc::Dma dma;
        engine::Subscription clockChanges;
        std::vector<soc::RegisterBlock*> all;
    };
    struct Isu {
        Isu(const SubsystemParts& parts, unsigned index, soc::InterruptLines& lines,
            soc::DmaRequests& requests);
        void reset();

        soc::IsuControl control;
        soc::I2cRegisters i2c;
        soc::SpiRegisters spi;
        soc::IsuUartLine uartLine;
        soc::UartRegisters uart;
    };
    /// A group of four GPIOs with what else can drive them or count on them.
    struct Group {
        Group(const SubsystemParts& parts, unsigned index, soc::AlwaysOn& alwaysOn,
              soc::InterruptLines& lines);

        soc::GpioGroupControl control;
        soc::GpioCounter counter;
        std::optional<soc::PwmRegisters> pwm; ///< of the first three
    };

    void exchangeOnce(engine::Snapshot& snapshot);
    void addShared(std::uint32_t base, std::uint32_t bytes, soc::RegisterBlock& block);
    void addPlain(std::uint32_t base, std::uint32_t bytes, std::string_view name);
    void addIsus(const SubsystemParts& parts);
    void addGroups(const SubsystemParts& parts);
    void addGpio(const SubsystemParts& parts);
    void addI2s(const SubsystemParts& parts);
    [[nodiscard]] std::unique_ptr<soc::GpioRegisters> gpioOf(const soc::GpioBank& bank,
                                                             const SubsystemParts& parts);

    Cores m_cores;
    std::array<std::unique_ptr<Own>, kCoreCount> m_own;
    std::unique_ptr<soc::MailboxLink> m_coreMailbox; ///< between the cores
    BothInterrupts m_interrupts;
    BothRequests m_requests;
    soc::AlwaysOn m_alwaysOn;
    soc::AdcControl m_adcControl;
    soc::AdcRegisters m_adc;
    std::vector<std::unique_ptr<Isu>> m_isus;
    std::vector<std::unique_ptr<Group>> m_groups;
    std::vector<std::unique_ptr<soc::I2sRegisters>> m_i2s;
    std::vector<std::unique_ptr<soc::GpioRegisters>> m_gpio;
    std::vector<soc::RegisterBlock*> m_shared;
};

} // namespace perisphere::realtime
