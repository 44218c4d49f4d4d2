// An ISU's I2C as the real-time cores see it: controller of up to three packets and target, with
// FIFOs and DMA.
#pragma once

#include "perisphere/engine/subscription.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/i2c_wires.hpp"
#include "perisphere/soc/registers/byte_fifo.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <string>

namespace perisphere::soc
{

/// At ISU + 0x200. As a target it is on the nets of its pads at all times.
class I2cRegisters final : public RegisterBlock, private bus::I2cTarget
{
public:
    static constexpr std::uint32_t kOffsetInIsu = 0x200;
    static constexpr std::uint32_t kBytes = 0x100;
    static constexpr unsigned kPacketCount = 3;
    static constexpr std::int64_t kSourceMegahertz = 26;

    [[nodiscard]] static constexpr unsigned interruptOf(unsigned isu) { return 44 + 4 * isu; }

    /// `name`: "ISU1.I2C". All of the others outlive it.
    I2cRegisters(engine::Scheduler& scheduler, bus::Buses& buses, Pads& pads, InterruptLines& lines,
                 DmaRequests& requests, unsigned isu, std::string name);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override;
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    /// Also what the ISU's software reset does.
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

private:
    enum class Phase : std::uint8_t {
        Idle,
        WaitForBus, ///< a line is held low
        Address,
        Write,
        WaitForData, ///< the transmit FIFO is empty: SCL is kept low
        Read,
        WaitForRoom, ///< the receive FIFO is full: SCL is kept low
        Stop,
        Hung, ///< until the reset
    };
    struct State {
        std::array<std::uint32_t, kBytes / 4> stored{}; ///< as written
        bool isControllerInterrupt = false;
        bool isTargetInterrupt = false;
        bool isArbitrationLost = false;
        std::uint32_t acknowledges = 0; ///< MM_ACK_VAL
        std::array<std::uint32_t, 2> received{};
        ByteFifoPair controllerFifos;
        ByteFifoPair targetFifos;
        // The transaction under way.
        Phase phase = Phase::Idle;
        bool isLastByteHeld = false;
        std::uint8_t shifter = 0; ///< being sent, or the last byte received
        unsigned packet = 0;
        std::uint32_t inPacket = 0;
        std::uint32_t written = 0;
        engine::VirtualTime since; ///< clocks are counted from there
        std::int64_t bits = 0;
        // As a target.
        bool isAddressed = false;
        bool isByteHeld = false; ///< in `arrived`
        std::uint8_t arrived = 0;
    };

    // The controller (i2c_controller.cpp).
    void beginTransaction();
    void startAddress();
    void abort();
    void step();
    void endAddress();
    void beginByte();
    void endWrite();
    void endRead();
    void endPacket();
    void beginStop();
    void finish();
    void resume();
    void onLineChanged();
    void restartClock();
    void afterBits(unsigned bits);
    [[nodiscard]] unsigned packetCount() const;
    [[nodiscard]] bool isReadPacket(unsigned packet) const;
    [[nodiscard]] std::uint32_t packetBytes(unsigned packet) const;
    [[nodiscard]] std::int64_t clocksPerBit() const;

    // The target (i2c_registers_target.cpp).
    bool start(std::uint8_t address, bus::I2cAccess access) override;
    bool write(std::uint8_t byte) override;
    std::uint8_t read() override;
    void stop() override;
    void deliverHeldByte();

    [[nodiscard]] std::uint32_t stored(std::uint32_t offset) const
    {
        return m_state.stored[offset / 4];
    }
    [[nodiscard]] std::uint32_t interruptControl() const;
    void writeInterruptControl(std::uint32_t value);
    void writeControl(std::uint32_t value);
    void update();
    void setRequest(unsigned channel, bool isHigh, bool& current);

    engine::Scheduler& m_scheduler;
    std::string m_name;
    InterruptLines& m_lines;
    DmaRequests& m_requests;
    unsigned m_isu;
    State m_state;
    bool m_isInterrupting = false;
    bool m_wantsTransmit = false;
    bool m_wantsReceive = false;
    I2cWires m_wires;
    engine::Timer m_timer;
    bus::I2cPort m_port;
    engine::Subscription m_sclLevel;
    engine::Subscription m_sdaLevel;
};

} // namespace perisphere::soc
