// What the real-time cores and the buses of a machine do, for a timeline.
#pragma once

#include "perisphere/bus/traffic_observer.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/timeline.hpp"
#include "perisphere/realtime/core_activity.hpp"
#include "perisphere/realtime/subsystem.hpp"
#include "perisphere/soc/adc.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::runtime
{

/// Machine thread only.
class MachineActivity final : public realtime::CoreActivity,
                              public bus::TrafficObserver,
                              public soc::AdcObserver
{
public:
    explicit MachineActivity(const engine::Scheduler& scheduler, bool isUartPaced)
        : m_scheduler(scheduler)
        , m_isUartPaced(isUartPaced)
    {
    }

    /// Up to the present, with what has not ended. Of the cores, which may be nullptr, only what
    /// has come so far.
    [[nodiscard]] engine::Timeline timeline(realtime::RealTimeSubsystem* cores) const;

    // realtime::CoreActivity
    void entered(const realtime::RealTimeCore& core, unsigned exception,
                 engine::VirtualTime at) override;
    void returned(const realtime::RealTimeCore& core, unsigned exception,
                  engine::VirtualTime at) override;
    void slept(const realtime::RealTimeCore& core, engine::VirtualTime from,
               engine::VirtualTime to) override;
    void wasReset(const realtime::RealTimeCore& core) override;

    // bus::TrafficObserver
    void i2cBegan(unsigned block) override;
    void i2cAddressed(unsigned block, std::uint8_t address, bus::I2cAccess access,
                      bool isAcknowledged) override;
    void i2cPassed(unsigned block, std::uint8_t byte, bool isAcknowledged) override;
    void i2cEnded(unsigned block) override;
    void spiBegan(unsigned block) override;
    void spiPassed(unsigned block, std::uint8_t mosi, std::uint8_t miso,
                   const bus::SpiShift& shift) override;
    void spiEnded(unsigned block) override;
    void uartSent(const engine::Pin& transmitPin, std::span<const std::uint8_t> characters,
                  const bus::UartFormat& format) override;

    // soc::AdcObserver
    void converted(unsigned channel, std::uint32_t code, engine::Duration took) override;

private:
    struct Span {
        engine::VirtualTime begin;
        engine::VirtualTime end;
    };
    struct Handler {
        unsigned exception = 0;
        engine::VirtualTime begin;
    };
    struct Core {
        std::vector<Handler> handlers; ///< the innermost last
        std::optional<Span> sleep;     ///< that may go on
    };
    struct Bytes {
        std::string shown;
        std::size_t count = 0;
        void add(std::uint8_t byte);
        [[nodiscard]] std::string text() const;
    };
    struct I2cPhase {
        std::uint8_t address = 0;
        bus::I2cAccess access{};
        bool isAcknowledged = false;
        Bytes bytes;
    };
    struct I2cTransaction {
        engine::VirtualTime begin;
        std::vector<I2cPhase> phases;
    };
    struct SpiTransfer {
        engine::VirtualTime begin;
        Bytes mosi;
        Bytes miso;
    };
    struct UartBurst {
        Span span;
        std::string characters;
    };

    void writeSleep(const realtime::RealTimeCore& core);
    void writeHandlers(const realtime::RealTimeCore& core, std::size_t keep,
                       engine::VirtualTime end);
    void write(unsigned block, const I2cTransaction& transaction, engine::VirtualTime end);
    void write(unsigned block, const SpiTransfer& transfer, engine::VirtualTime end);
    void write(const std::string& pin, const UartBurst& burst);
    [[nodiscard]] engine::Timeline::Track trackOf(const realtime::RealTimeCore& core);

    const engine::Scheduler& m_scheduler;
    bool m_isUartPaced;
    engine::Timeline m_timeline;
    std::array<Core, realtime::kCoreCount> m_cores;
    std::map<unsigned, I2cTransaction> m_i2c; ///< under way, by block
    std::map<unsigned, SpiTransfer> m_spi;
    std::map<std::string, UartBurst> m_uart; ///< the last of each transmitter
};

} // namespace perisphere::runtime
