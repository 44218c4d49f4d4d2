// STMicroelectronics LSM6DS3: accelerometer, gyroscope and thermometer on SPI. Models rates, full
// scales, data-ready with its interrupt pins, block data update, address increment, reset and boot.
// Leaves out I2C and SPI on three wires, the FIFO, timestamps, filters, self-test, motion events,
// the pedometer and other embedded functions, and the sensor hub.

#include "motion_properties.hpp"
#include "motion_scales.hpp"
#include "perisphere/bus/spi.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"
#include "unmodelled_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::parts::lsm6ds3
{
namespace
{

using namespace lsm6ds;
using namespace std::chrono_literals;

// Registers and fields by their datasheet names (DocID026899, sections 8 and 9).
enum Register : std::uint8_t {
    FUNC_CFG_ACCESS = 0x01,
    SENSOR_SYNC_TIME_FRAME = 0x04,
    FIFO_CTRL1 = 0x06,
    FIFO_CTRL5 = 0x0A,
    ORIENT_CFG_G = 0x0B,
    INT1_CTRL = 0x0D,
    INT2_CTRL = 0x0E,
    WHO_AM_I = 0x0F,
    CTRL1_XL = 0x10,
    CTRL2_G = 0x11,
    CTRL3_C = 0x12,
    CTRL4_C = 0x13,
    CTRL5_C = 0x14,
    CTRL6_C = 0x15,
    CTRL7_G = 0x16,
    CTRL8_XL = 0x17,
    CTRL9_XL = 0x18,
    CTRL10_C = 0x19,
    MASTER_CONFIG = 0x1A,
    STATUS_REG = 0x1E,
    OUT_TEMP_L = 0x20,
    OUT_TEMP_H = 0x21,
    OUTX_L_G = 0x22,
    OUTZ_H_G = 0x27,
    OUTX_L_XL = 0x28,
    OUTZ_H_XL = 0x2D,
    TAP_CFG = 0x58,
    MD1_CFG = 0x5E,
    MD2_CFG = 0x5F,
};
constexpr unsigned kBoot = 1U << 7U; // CTRL3_C
constexpr unsigned kBdu = 1U << 6U;
constexpr unsigned kActiveLow = 1U << 5U;
constexpr unsigned kOpenDrain = 1U << 4U;
constexpr unsigned kIfInc = 1U << 2U;
constexpr unsigned kSwReset = 1U << 0U;
constexpr unsigned kInt2OnInt1 = 1U << 5U; // CTRL4_C
constexpr unsigned kFs125 = 1U << 1U;      // CTRL2_G
constexpr std::uint8_t kAxes = 0x38;       // CTRL9_XL, CTRL10_C: Z, Y and X enabled
constexpr unsigned kXlda = 1U << 0U;       // STATUS_REG, and INT1_CTRL, INT2_CTRL
constexpr unsigned kGda = 1U << 1U;
constexpr unsigned kTda = 1U << 2U;

/// By the ODR fields; 0 is off. The gyroscope goes up to 1660 Hz.
constexpr std::array<double, 16> kHertz = {0,    12.5, 26,   52, 104, 208, 416, 833,
                                           1660, 3330, 6660, 0,  0,   0,   0,   0};
constexpr unsigned kFastestRotation = 8;

constexpr double kCelsiusPerStep = 1.0 / 16; // from 25 degrees

constexpr engine::Duration kResetTime = 50us;
constexpr engine::Duration kBootTime = 15ms;

constexpr UnmodelledField kUnmodelled[] = {
    {FUNC_CFG_ACCESS, FUNC_CFG_ACCESS, 0x80, "FUNC_CFG_EN, the embedded functions' bank"},
    {SENSOR_SYNC_TIME_FRAME, SENSOR_SYNC_TIME_FRAME, 0xFF, "sensor synchronisation"},
    {FIFO_CTRL5, FIFO_CTRL5, 0x07, "FIFO_MODE, the FIFO"},
    {ORIENT_CFG_G, ORIENT_CFG_G, 0x3F, "signs and orientation of the gyroscope's axes"},
    {INT1_CTRL, INT1_CTRL, 0xFC, "steps, motion, FIFO or BOOT on INT1"},
    {INT2_CTRL, INT2_CTRL, 0xF8, "steps or FIFO on INT2"},
    {CTRL3_C, CTRL3_C, 0x08, "SIM, SPI on three wires"},
    {CTRL3_C, CTRL3_C, 0x02, "BLE, the high byte first"},
    {CTRL4_C, CTRL4_C, 0xD9, "XL_BW_SCAL_ODR, SLEEP_G, FIFO_TEMP_EN, DRDY_MASK or STOP_ON_FTH"},
    {CTRL5_C, CTRL5_C, 0xEF, "rounding or self-test"},
    {CTRL6_C, CTRL6_C, 0xE0, "DEN triggers"},
    {CTRL7_G, CTRL7_G, 0x7C, "HP_G, the gyroscope's high-pass filter, or rounding of the status"},
    {CTRL8_XL, CTRL8_XL, 0xE5, "the accelerometer's filter chain"},
    {CTRL10_C, CTRL10_C, 0x07, "FUNC_EN, embedded functions"},
    {MASTER_CONFIG, MASTER_CONFIG, 0xFF, "the sensor hub"},
    {TAP_CFG, TAP_CFG, 0xFF, "timestamps, pedometer, tilt or tap"},
    {MD1_CFG, MD2_CFG, 0xFF, "motion events on an interrupt pin"},
};

class Lsm6ds3 final : public Part, public bus::SpiTarget
{
public:
    explicit Lsm6ds3(const PartSetup& setup)
        : Part(setup)
        , m_port(setup.context.buses.spi(), {pin("SPC"), pin("SDI"), pin("SDO"), pin("CS")}, *this)
        , m_acceleration(scheduler(), "lsm6ds3.acceleration", [this] { sampleAcceleration(); })
        , m_rotation(scheduler(), "lsm6ds3.rotation", [this] { sampleRotation(); })
        , m_warmth(scheduler(), "lsm6ds3.temperature", [this] { sampleTemperature(); })
        , m_restarted(
              scheduler(), "lsm6ds3.restarted",
              [this] { m_registers[CTRL3_C] &= static_cast<std::uint8_t>(~(kBoot | kSwReset)); })
        , m_selectWatch(pin("CS").onLevel([this](const engine::PinChange& change) {
            if (change.isFalling())
                m_count = 0;
        }))
    {
        pin("CS").setPull(engine::Drive::pull(engine::kSupply3V3));
        reset();
    }

    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        constexpr std::uint8_t kNobody = 0xFF;
        if (shift.mode != bus::SpiMode::Mode0 && shift.mode != bus::SpiMode::Mode3) {
            reportUnmodelled("what happens in SPI modes 1 and 2");
            return kNobody;
        }
        if (m_count++ == 0) {
            m_isRead = (mosi & 0x80U) != 0;
            m_at = mosi & 0x7FU;
            return kNobody;
        }
        const std::uint8_t at = m_at;
        if ((m_registers[CTRL3_C] & kIfInc) != 0)
            m_at = (m_at + 1) & 0x7FU;
        if (m_isRead)
            return readRegister(at);
        writeRegister(at, mosi);
        return kNobody;
    }

    void archiveState(StateArchive& archive) override
    {
        archive.registers("registers", m_registers);
        archive.integer("held", m_held);
        archive.timer("acceleration", m_acceleration);
        archive.timer("rotation", m_rotation);
        archive.timer("temperature", m_warmth);
        archive.timer("restarted", m_restarted);
        updateInterrupts();
    }

private:
    std::uint8_t readRegister(std::uint8_t address)
    {
        const std::uint8_t value = m_registers.at(address);
        if (address >= OUT_TEMP_L && address <= OUTZ_H_XL)
            outputWasRead(address);
        return value;
    }

    void writeRegister(std::uint8_t address, std::uint8_t value)
    {
        const bool isControl =
            (address >= FIFO_CTRL1 && address <= MASTER_CONFIG && address != WHO_AM_I) ||
            address == SENSOR_SYNC_TIME_FRAME || address == FUNC_CFG_ACCESS;
        const bool isEventSetting = address >= TAP_CFG && address <= MD2_CFG;
        if (!isControl && !isEventSetting)
            return;
        reportUsedFields(kUnmodelled, address, value,
                         [this](std::string_view what) { reportUnmodelled(what); });
        if ((address == CTRL9_XL || address == CTRL10_C) && (value & kAxes) != kAxes)
            reportUnmodelled(fmt::format("an axis that is disabled (register {:02X}h)", address));
        const std::uint8_t before = m_registers[address];
        m_registers[address] = value;
        if (address == CTRL1_XL && before >> 4U != value >> 4U)
            restart(m_acceleration, accelerationHertz());
        if (address == CTRL2_G && before >> 4U != value >> 4U)
            restart(m_rotation, rotationHertz());
        if (address == CTRL1_XL || address == CTRL2_G)
            restartTemperature();
        if (address == CTRL3_C)
            command(value);
        updateInterrupts();
    }

    [[nodiscard]] double accelerationHertz() const
    {
        return kHertz.at(m_registers[CTRL1_XL] >> 4U);
    }
    [[nodiscard]] double rotationHertz() const
    {
        const unsigned rate = m_registers[CTRL2_G] >> 4U;
        return rate > kFastestRotation ? 0 : kHertz.at(rate);
    }
    /// The thermometer runs while one of the others does, at their rate up to 52 Hz.
    [[nodiscard]] double temperatureHertz() const
    {
        return std::min(kTemperatureHertz, std::max(accelerationHertz(), rotationHertz()));
    }

    void reset()
    {
        m_registers.fill(0);
        m_registers[WHO_AM_I] = 0x69;
        m_registers[CTRL3_C] = kIfInc;
        m_registers[CTRL9_XL] = kAxes;
        m_registers[CTRL10_C] = kAxes;
        m_held = 0;
        m_acceleration.cancel();
        m_rotation.cancel();
        m_warmth.cancel();
        updateInterrupts();
    }

    static void restart(engine::Timer& timer, double hertz)
    {
        timer.cancel();
        if (hertz > 0)
            timer.setAfter(periodOf(hertz));
    }
    void restartTemperature()
    {
        if (temperatureHertz() <= 0 || !m_warmth.isPending())
            restart(m_warmth, temperatureHertz());
    }

    void command(std::uint8_t value)
    {
        if ((value & kSwReset) != 0) {
            reset();
            m_registers[CTRL3_C] |= kSwReset; // until it is done
            m_restarted.setAfter(kResetTime);
        } else if ((value & kBoot) != 0) {
            m_restarted.setAfter(kBootTime);
        }
    }

    void sampleAcceleration()
    {
        const double step = kGPerStep.at((m_registers[CTRL1_XL] >> 2U) & 3U);
        publish(OUTX_L_XL,
                {m_world.accelerationX.value(), m_world.accelerationY.value(),
                 m_world.accelerationZ.value()},
                step);
        announce(kXlda);
        m_acceleration.setAfter(periodOf(accelerationHertz()));
    }

    void sampleRotation()
    {
        const bool is125 = (m_registers[CTRL2_G] & kFs125) != 0;
        const double step =
            is125 ? kDpsPerStep125 : kDpsPerStep.at((m_registers[CTRL2_G] >> 2U) & 3U);
        publish(OUTX_L_G, {m_world.rateX.value(), m_world.rateY.value(), m_world.rateZ.value()},
                step);
        announce(kGda);
        m_rotation.setAfter(periodOf(rotationHertz()));
    }

    void sampleTemperature()
    {
        publish(OUT_TEMP_L, {m_world.temperature.value() - 25}, kCelsiusPerStep);
        announce(kTda);
        m_warmth.setAfter(periodOf(temperatureHertz()));
    }

    void publish(std::uint8_t address, std::initializer_list<double> values, double step)
    {
        for (const double value : values) {
            const std::int32_t steps = toSteps(value, step, 16);
            if ((m_held >> pairOf(address) & 1U) == 0) {
                m_registers.at(address) = byteOf(steps, 0);
                m_registers.at(address + 1U) = byteOf(steps, 1);
            }
            address = static_cast<std::uint8_t>(address + 2);
        }
    }
    void announce(unsigned flag)
    {
        m_registers[STATUS_REG] = static_cast<std::uint8_t>(m_registers[STATUS_REG] | flag);
        updateInterrupts();
    }

    [[nodiscard]] static unsigned pairOf(std::uint8_t address)
    {
        return (address - OUT_TEMP_L) / 2U;
    }
    /// With BDU a value is kept from its low byte on until its high byte was read.
    void outputWasRead(std::uint8_t address)
    {
        const unsigned pair = 1U << pairOf(address);
        const bool isHigh = address % 2 == 1;
        if (!isHigh) {
            if ((m_registers[CTRL3_C] & kBdu) != 0)
                m_held |= pair;
            return;
        }
        m_held &= ~pair;
        const unsigned flag = address == OUT_TEMP_H ? kTda : address <= OUTZ_H_G ? kGda : kXlda;
        m_registers[STATUS_REG] &= static_cast<std::uint8_t>(~flag);
        updateInterrupts();
    }

    void updateInterrupts()
    {
        const unsigned control = m_registers[CTRL3_C];
        const auto mode = (control & kOpenDrain) != 0 ? engine::OutputMode::OpenDrain
                                                      : engine::OutputMode::PushPull;
        const bool activeLow = (control & kActiveLow) != 0;
        const unsigned status = m_registers[STATUS_REG];
        const bool forInt1 = (status & m_registers[INT1_CTRL] & (kXlda | kGda)) != 0;
        const bool forInt2 = (status & m_registers[INT2_CTRL] & (kXlda | kGda | kTda)) != 0;
        const bool bothOn1 = (m_registers[CTRL4_C] & kInt2OnInt1) != 0;
        pin("INT1").setDrive(
            engine::digitalDrive(mode, (forInt1 || (bothOn1 && forInt2)) != activeLow));
        pin("INT2").setDrive(engine::digitalDrive(mode, (!bothOn1 && forInt2) != activeLow));
    }

    MotionProperties m_world{properties()};
    bus::SpiPort m_port;
    engine::Timer m_acceleration;
    engine::Timer m_rotation;
    engine::Timer m_warmth;
    engine::Timer m_restarted;
    std::array<std::uint8_t, 128> m_registers{};
    unsigned m_held = 0; // by BDU; a bit for each output pair from OUT_TEMP on
    // Of the access in progress.
    unsigned m_count = 0;
    bool m_isRead = false;
    std::uint8_t m_at = 0;
    engine::Subscription m_selectWatch;
};

constexpr PinHint kPins[] = {
    {"SDO", "SPI data out", 0, 2.25, PinRole::Shared},
    {"INT1", "first interrupt", 0, 0.75, PinRole::Output},
    {"INT2", "second interrupt", 2.5, 1.25, PinRole::Output},
    {"CS", "SPI chip select, active low", 1.5, 3, PinRole::Input},
    {"SPC", "SPI clock", 1.0, 3, PinRole::Input},
    {"SDI", "SPI data in", 0.5, 3, PinRole::Input},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "lsm6ds3",
                                  .title = "LSM6DS3 motion sensor",
                                  .description = "An accelerometer and gyroscope on SPI",
                                  .configuration = "{}",
                                  .drawing = {Shape::Chip, 2.5, 3, "#202020", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Lsm6ds3>(setup);
                                  }};

} // namespace perisphere::parts::lsm6ds3
