// STMicroelectronics LPS22HH: pressure and temperature on I2C. Models output data rates, one-shot,
// block data update, the FIFO, DRDY and FIFO interrupts, reset and boot. Leaves out pressure
// thresholds, AUTOZERO and AUTOREFP, SPI and I3C.

#include "i2c_registers.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"
#include "unmodelled_fields.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace perisphere::parts::lps22hh
{
namespace
{

using namespace std::chrono_literals;

// Registers and fields by their datasheet names (LPS22HH DS, sections 8 and 9).
enum Register : std::uint8_t {
    INTERRUPT_CFG = 0x0B,
    IF_CTRL = 0x0E,
    WHO_AM_I = 0x0F,
    CTRL_REG1 = 0x10,
    CTRL_REG2 = 0x11,
    CTRL_REG3 = 0x12,
    FIFO_CTRL = 0x13,
    FIFO_WTM = 0x14,
    RPDS_H = 0x19,
    INT_SOURCE = 0x24,
    FIFO_STATUS1 = 0x25,
    FIFO_STATUS2 = 0x26,
    STATUS = 0x27,
    PRESS_OUT_XL = 0x28,
    PRESS_OUT_H = 0x2A,
    TEMP_OUT_L = 0x2B,
    TEMP_OUT_H = 0x2C,
    FIFO_DATA_OUT_PRESS_XL = 0x78,
    FIFO_DATA_OUT_TEMP_H = 0x7C,
};
constexpr unsigned kOdrShift = 4;            // CTRL_REG1
constexpr unsigned kBdu = 1U << 1U;          // CTRL_REG1
constexpr unsigned kBoot = 1U << 7U;         // CTRL_REG2
constexpr unsigned kInterruptLow = 1U << 6U; // CTRL_REG2
constexpr unsigned kOpenDrain = 1U << 5U;    // CTRL_REG2
constexpr unsigned kAddressIncrement = 1U << 4U;
constexpr unsigned kSoftwareReset = 1U << 2U;
constexpr unsigned kOneShot = 1U << 0U;
constexpr unsigned kTemperatureAvailable = 1U << 1U; // STATUS
constexpr unsigned kPressureAvailable = 1U << 0U;
constexpr unsigned kOverrunShift = 4;

constexpr std::size_t kFifoDepth = 128;
constexpr double kPressureStep = 1.0 / 4096; // hPa
constexpr double kTemperatureStep = 0.01;    // degrees Celsius

// By the ODR field; 0 is power-down.
constexpr std::array<engine::Duration, 8> kPeriod = {
    0ns, 1s, 100ms, 40ms, 20ms, engine::Duration(13'333'333), 10ms, 5ms};
constexpr engine::Duration kOneShotTime = 13200us; // typical
constexpr engine::Duration kResetTime = 50us;
constexpr engine::Duration kBootTime = 2500us;

constexpr UnmodelledField kUnmodelled[] = {
    {INTERRUPT_CFG, INTERRUPT_CFG, 0xF0, "AUTOREFP and AUTOZERO"},
    {INTERRUPT_CFG, INTERRUPT_CFG, 0x0F, "pressure thresholds"},
    {CTRL_REG1, CTRL_REG1, 0x0C, "EN_LPFP, the low-pass filter"},
    {CTRL_REG3, CTRL_REG3, 0x03, "INT_S, pressure events on INT_DRDY"},
    {FIFO_CTRL, FIFO_CTRL, 0x04, "TRIG_MODES of the FIFO"},
    {0x18, RPDS_H, 0xFF, "RPDS, the pressure offset"},
};

struct Sample {
    std::int32_t pressure = 0;
    std::int32_t temperature = 0;
};

class Lps22hh final : public Part, public RegisterFile
{
public:
    explicit Lps22hh(const PartSetup& setup)
        : Part(setup)
        , m_target(*this, static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), m_target)
        , m_sampled(scheduler(), "lps22hh.sampled", [this] { sampled(); })
        , m_restarted(scheduler(), "lps22hh.restarted", [this] {
            m_registers[CTRL_REG2] &= static_cast<std::uint8_t>(~(kBoot | kSoftwareReset));
        })
    {
        reset();
    }

    std::uint8_t readRegister(std::uint8_t address) override
    {
        switch (address) {
        case FIFO_STATUS1:
            return static_cast<std::uint8_t>(m_fifo.size());
        case FIFO_STATUS2:
            return fifoStatus();
        default:
            break;
        }
        if (address >= FIFO_DATA_OUT_PRESS_XL && address <= FIFO_DATA_OUT_TEMP_H)
            return readFifo(address);
        const std::uint8_t value = m_registers.at(address & 0x7FU);
        if (address >= PRESS_OUT_XL && address <= TEMP_OUT_H)
            outputWasRead(address);
        return value;
    }

    void writeRegister(std::uint8_t address, std::uint8_t value) override
    {
        const bool isWritable =
            (address >= INTERRUPT_CFG && address <= FIFO_WTM && address != WHO_AM_I) ||
            address == 0x18 || address == RPDS_H;
        if (!isWritable)
            return;
        reportUsedFields(kUnmodelled, address, value,
                         [this](std::string_view what) { reportUnmodelled(what); });
        const std::uint8_t before = m_registers[address];
        m_registers[address] = value;
        if (address == CTRL_REG1 && before >> kOdrShift != value >> kOdrShift)
            restartSampling();
        if (address == CTRL_REG2)
            command(value);
        if (address == FIFO_CTRL && (value & 3U) == 0)
            clearFifo();
        updateInterrupt();
    }

    [[nodiscard]] std::uint8_t next(std::uint8_t address) const override
    {
        if (address == FIFO_DATA_OUT_TEMP_H)
            return FIFO_DATA_OUT_PRESS_XL; // so that one read empties the FIFO
        const bool increments = (m_registers[CTRL_REG2] & kAddressIncrement) != 0;
        return static_cast<std::uint8_t>(address + (increments ? 1 : 0));
    }

    void archiveState(StateArchive& archive) override
    {
        archive.registers("registers", m_registers);
        archive.flag("pressureHeld", m_pressureHeld);
        archive.flag("temperatureHeld", m_temperatureHeld);
        archive.flag("fifoOverrun", m_fifoOverrun);
        std::vector<std::uint8_t> bytes;
        for (const Sample& one : m_fifo)
            for (const unsigned i : {0U, 1U, 2U, 3U, 4U})
                bytes.push_back(i < 3 ? byteOf(one.pressure, i) : byteOf(one.temperature, i - 3));
        archive.bytes("fifo", bytes);
        archive.timer("sampled", m_sampled);
        archive.timer("restarted", m_restarted);
        if (!archive.isRestoring())
            return;
        m_fifo.clear();
        for (std::size_t i = 0; i + 4 < bytes.size(); i += 5)
            m_fifo.push_back({bytes[i] | bytes[i + 1] << 8 | bytes[i + 2] << 16,
                              bytes[i + 3] | bytes[i + 4] << 8});
        updateInterrupt();
    }

private:
    [[nodiscard]] engine::Duration period() const
    {
        return kPeriod.at((m_registers[CTRL_REG1] >> kOdrShift) & 7U);
    }

    void reset()
    {
        m_registers.fill(0);
        m_registers[WHO_AM_I] = 0xB3;
        m_registers[CTRL_REG2] = kAddressIncrement;
        m_pressureHeld = false;
        m_temperatureHeld = false;
        clearFifo();
        m_sampled.cancel();
        updateInterrupt();
    }

    void restartSampling()
    {
        m_sampled.cancel();
        if (period() > 0ns)
            m_sampled.setAfter(period());
    }

    void command(std::uint8_t value)
    {
        if ((value & kSoftwareReset) != 0) {
            reset();
            m_registers[CTRL_REG2] |= kSoftwareReset; // until it is done
            m_restarted.setAfter(kResetTime);
        } else if ((value & kBoot) != 0) {
            m_restarted.setAfter(kBootTime);
        } else if ((value & kOneShot) != 0 && period() == 0ns && !m_sampled.isPending()) {
            m_sampled.setAfter(kOneShotTime);
        }
    }

    void sampled()
    {
        const Sample sample{toSteps(m_pressure.value(), kPressureStep, 24),
                            toSteps(m_temperature.value(), kTemperatureStep, 16)};
        publish(sample);
        batch(sample);
        if (period() > 0ns)
            m_sampled.setAfter(period());
        else
            m_registers[CTRL_REG2] &= static_cast<std::uint8_t>(~kOneShot);
        updateInterrupt();
    }

    void publish(const Sample& sample)
    {
        auto& status = m_registers[STATUS];
        const unsigned available = kPressureAvailable | kTemperatureAvailable;
        // What nobody fetched in time is overrun: P_OR and T_OR stand four bits above P_DA and
        // T_DA.
        status =
            static_cast<std::uint8_t>(status | (status & available) << kOverrunShift | available);
        if (!m_pressureHeld)
            for (unsigned i = 0; i < 3; ++i)
                m_registers[PRESS_OUT_XL + i] = byteOf(sample.pressure, i);
        if (!m_temperatureHeld)
            for (unsigned i = 0; i < 2; ++i)
                m_registers[TEMP_OUT_L + i] = byteOf(sample.temperature, i);
    }

    /// Reading the high byte ends a set; with BDU it is kept from its first byte on.
    void outputWasRead(std::uint8_t address)
    {
        const bool isPressure = address <= PRESS_OUT_H;
        const bool isLast = address == PRESS_OUT_H || address == TEMP_OUT_H;
        bool& held = isPressure ? m_pressureHeld : m_temperatureHeld;
        held = !isLast && (m_registers[CTRL_REG1] & kBdu) != 0;
        if (!isLast)
            return;
        const unsigned flag = isPressure ? kPressureAvailable : kTemperatureAvailable;
        m_registers[STATUS] &= static_cast<std::uint8_t>(~(flag | flag << kOverrunShift));
        updateInterrupt();
    }

    [[nodiscard]] std::size_t watermark() const { return m_registers[FIFO_WTM] & 0x7FU; }
    [[nodiscard]] std::size_t fifoLimit() const
    {
        const bool stopsAtWatermark = (m_registers[FIFO_CTRL] & 8U) != 0 && watermark() > 0;
        return stopsAtWatermark ? watermark() : kFifoDepth;
    }

    void batch(const Sample& sample)
    {
        const unsigned mode = m_registers[FIFO_CTRL] & 3U; // TRIG_MODES never trigger
        if (mode == 0)
            return;
        const bool isFull = m_fifo.size() >= fifoLimit();
        m_fifoOverrun = m_fifoOverrun || isFull;
        if (isFull && mode == 1)
            return; // FIFO mode stops, the continuous ones drop the oldest
        if (isFull)
            m_fifo.pop_front();
        m_fifo.push_back(sample);
    }

    std::uint8_t readFifo(std::uint8_t address)
    {
        const unsigned index = address - FIFO_DATA_OUT_PRESS_XL;
        if (m_fifo.empty())
            return 0;
        const Sample& oldest = m_fifo.front();
        const std::uint8_t value =
            index < 3 ? byteOf(oldest.pressure, index) : byteOf(oldest.temperature, index - 3);
        if (address == FIFO_DATA_OUT_TEMP_H) {
            m_fifo.pop_front();
            m_fifoOverrun = false;
            updateInterrupt();
        }
        return value;
    }

    void clearFifo()
    {
        m_fifo.clear();
        m_fifoOverrun = false;
    }

    [[nodiscard]] std::uint8_t fifoStatus() const
    {
        const bool reached = watermark() > 0 && m_fifo.size() >= watermark();
        return static_cast<std::uint8_t>((reached ? 0x80U : 0U) | (m_fifoOverrun ? 0x40U : 0U) |
                                         (m_fifo.size() >= kFifoDepth ? 0x20U : 0U));
    }

    void updateInterrupt()
    {
        const unsigned enabled = m_registers[CTRL_REG3];
        const unsigned fifo = fifoStatus();
        // INT_F_FULL, INT_F_WTM, INT_F_OVR, DRDY in bits 5 to 2.
        const bool isActive =
            ((enabled & 0x20U) != 0 && (fifo & 0x20U) != 0) ||
            ((enabled & 0x10U) != 0 && (fifo & 0x80U) != 0) ||
            ((enabled & 0x08U) != 0 && (fifo & 0x40U) != 0) ||
            ((enabled & 0x04U) != 0 && (m_registers[STATUS] & kPressureAvailable) != 0);
        const unsigned control = m_registers[CTRL_REG2];
        const auto mode = (control & kOpenDrain) != 0 ? engine::OutputMode::OpenDrain
                                                      : engine::OutputMode::PushPull;
        pin("INT_DRDY")
            .setDrive(engine::digitalDrive(mode, isActive != ((control & kInterruptLow) != 0)));
    }

    engine::NumberProperty m_pressure{
        properties(), engine::Access::Settable, "pressure", "of the air, absolute", 1013.25,
        "hPa",        {260, 1260, 0.1}};
    engine::NumberProperty m_temperature{
        properties(),  engine::Access::Settable, "temperature", "of the sensor", 22, "°C",
        {-40, 85, 0.1}};
    I2cRegisters m_target;
    bus::I2cPort m_port;
    engine::Timer m_sampled;
    engine::Timer m_restarted;
    std::array<std::uint8_t, 128> m_registers{};
    bool m_pressureHeld = false; // by BDU
    bool m_temperatureHeld = false;
    std::deque<Sample> m_fifo;
    bool m_fifoOverrun = false;
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 0, 0.5, PinRole::Shared},
    {"SDA", "I2C data", 0, 1.5, PinRole::Shared},
    {"INT_DRDY", "interrupt or data ready", 2, 1, PinRole::Output},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "lps22hh",
                                  .title = "LPS22HH pressure sensor",
                                  .description = "A barometer with thermometer on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "enum": [92, 93],
                    "description": "7-bit I2C address: 92 (0x5C) with SA0 low, else 93 (0x5D).",
                    "default": 92}
    })",
                                  .drawing = {Shape::Chip, 2, 2, "#303438", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Lps22hh>(setup);
                                  }};

} // namespace perisphere::parts::lps22hh
