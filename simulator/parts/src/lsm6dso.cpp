// STMicroelectronics LSM6DSO: accelerometer, gyroscope and thermometer on I2C, with its FIFO and
// sensor hub. Models rates, full scales, block data update, data-ready, timestamps, interrupt pins,
// reset and boot. Leaves out filters, user offsets, self-test, motion events, embedded functions
// and the FSM, image stabilisation, SPI and I3C.

#include "i2c_registers.hpp"
#include "lsm6dso_fifo.hpp"
#include "lsm6dso_hub.hpp"
#include "lsm6dso_registers.hpp"
#include "motion_properties.hpp"
#include "motion_scales.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"
#include "unmodelled_fields.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::parts::lsm6dso
{
namespace
{

using namespace lsm6ds;
using namespace lsm6dso;
using namespace std::chrono_literals;

/// By the ODR fields and the batch data rates; 0 is off. 11 is 1.6 Hz for the accelerometer, 6.5 Hz
/// for batches.
constexpr std::array<double, 16> kHertz = {0,    12.5, 26,   52,  104, 208, 417, 833,
                                           1667, 3333, 6667, 1.6, 0,   0,   0,   0};
constexpr std::array<double, 4> kTemperatureBatchHertz = {0, 1.6, 12.5, 52}; // ODR_T_BATCH

constexpr std::array<std::uint32_t, 4> kTimestampEvery = {0, 1, 8, 32}; // DEC_TS_BATCH

constexpr double kCelsiusPerStep = 1.0 / 256; // from 25 degrees

constexpr engine::Duration kTimestampStep = 25us;
constexpr engine::Duration kResetTime = 50us;
constexpr engine::Duration kBootTime = 10ms;

constexpr UnmodelledField kUnmodelled[] = {
    {FIFO_CTRL2, FIFO_CTRL2, 0x56, "FIFO compression and ODRCHG_EN"},
    {COUNTER_BDR_REG1, COUNTER_BDR_REG1, 0x60, "the batch counter"},
    {INT1_CTRL, INT1_CTRL, 0xC4, "DEN_DRDY, CNT_BDR or BOOT on INT1"},
    {INT2_CTRL, INT2_CTRL, 0xC0, "CNT_BDR on INT2"},
    {CTRL1_XL, CTRL1_XL, 0x02, "LPF2_XL_EN, the second filter"},
    {CTRL4_C, CTRL4_C, 0x4A, "SLEEP_G, DRDY_MASK or LPF1_SEL_G"},
    {CTRL5_C, CTRL5_C, 0xEF, "XL_ULP_EN, rounding or self-test"},
    {CTRL6_C, CTRL6_C, 0xEF, "DEN triggers, USR_OFF_W or FTYPE"},
    {CTRL7_G, CTRL7_G, 0x77, "HP_EN_G, user offsets or image stabilisation"},
    {CTRL8_XL, CTRL8_XL, 0xFD, "the accelerometer's filter chain"},
    {TAP_CFG2, TAP_CFG2, 0x80, "INTERRUPTS_ENABLE, motion events"},
    {MD1_CFG, MD2_CFG, 0xFF, "motion events on an interrupt pin"},
    {INT_OIS, CTRL3_OIS, 0xFF, "image stabilisation"},
    {X_OFS_USR, Z_OFS_USR, 0xFF, "user offsets"},
};

/// Every how many samples at `hertz` one is due at the slower rate `wanted`; 0: never.
std::uint32_t decimation(double hertz, double wanted)
{
    if (wanted <= 0)
        return 0;
    return static_cast<std::uint32_t>(std::max(1.0, std::round(hertz / wanted)));
}

class Lsm6dso final : public Part, public RegisterFile
{
public:
    explicit Lsm6dso(const PartSetup& setup)
        : Part(setup)
        , m_target(*this, static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), m_target)
        , m_hub(
              scheduler(), setup.context.netlist, setup.context.buses,
              {pin("SCL"), pin("SDA"), pin("SCx"), pin("SDx")},
              [this](unsigned slave, std::span<const std::uint8_t> data) { batchHub(slave, data); })
        , m_acceleration(scheduler(), "lsm6dso.acceleration", [this] { sampleAcceleration(); })
        , m_rotation(scheduler(), "lsm6dso.rotation", [this] { sampleRotation(); })
        , m_warmth(scheduler(), "lsm6dso.temperature", [this] { sampleTemperature(); })
        , m_restarted(scheduler(), "lsm6dso.restarted", [this] {
            m_registers[CTRL3_C] &= static_cast<std::uint8_t>(~(kBoot | kSwReset));
        })
    {
        reset();
    }

    std::uint8_t readRegister(std::uint8_t address) override
    {
        if (isHubBank() && address != FUNC_CFG_ACCESS)
            return m_hub.readRegister(address);
        if (isFunctionBank() && address != FUNC_CFG_ACCESS)
            return m_functions.at(address & 0x7FU);
        switch (address) {
        case STATUS_MASTER_MAINPAGE:
            return m_hub.status();
        case FIFO_STATUS1:
            return m_fifo.status1();
        case FIFO_STATUS2:
            return m_fifo.readStatus2();
        default:
            break;
        }
        if (address >= TIMESTAMP0 && address <= TIMESTAMP3)
            return readTimestamp(address);
        if (address >= FIFO_DATA_OUT_TAG && address <= FIFO_DATA_OUT_Z_H)
            return readFifo(address);
        const std::uint8_t value = m_registers.at(address & 0x7FU);
        if (address >= OUT_TEMP_L && address <= OUTZ_H_A)
            outputWasRead(address);
        return value;
    }

    void writeRegister(std::uint8_t address, std::uint8_t value) override
    {
        if (isHubBank() && address != FUNC_CFG_ACCESS)
            return m_hub.writeRegister(address, value);
        if (isFunctionBank() && address != FUNC_CFG_ACCESS) {
            if (value != 0)
                reportUnmodelled(
                    fmt::format("register {:02X}h of the embedded functions", address));
            m_functions.at(address & 0x7FU) = value;
            return;
        }
        const bool isControl = address >= FUNC_CFG_ACCESS && address <= CTRL10_C;
        const bool isEventSetting = address >= TAP_CFG0 && address <= Z_OFS_USR;
        if (address == TIMESTAMP2 && value == 0xAA)
            m_timestampStart = scheduler().now();
        if ((!isControl && !isEventSetting) || address == WHO_AM_I)
            return;
        reportUsedFields(kUnmodelled, address, value,
                         [this](std::string_view what) { reportUnmodelled(what); });
        const unsigned fifoMode = value & 7U;
        if (address == FIFO_CTRL4 && (fifoMode == 3 || fifoMode == 4 || fifoMode == 7))
            reportUnmodelled("a FIFO mode that waits for an event (register 0Ah)");
        const std::uint8_t before = m_registers[address];
        m_registers[address] = value;
        controlWasWritten(address, before, value);
        updateInterrupts();
    }

    [[nodiscard]] std::uint8_t next(std::uint8_t address) const override
    {
        if (address == FIFO_DATA_OUT_Z_H && !isHubBank())
            return FIFO_DATA_OUT_TAG; // so that one read empties the FIFO
        const bool increments = (m_registers[CTRL3_C] & kIfInc) != 0;
        return static_cast<std::uint8_t>(address + (increments ? 1 : 0));
    }

    void archiveState(StateArchive& archive) override
    {
        std::int64_t timestamp = (scheduler().now() - m_timestampStart).count();
        archive.registers("registers", m_registers);
        archive.registers("functionRegisters", m_functions);
        archive.integer("held", m_held);
        archive.integer("sinceTimestampStart", timestamp);
        archive.integer("latchedTimestamp", m_timestamp);
        archive.integer("accelerationSamples", m_accelerationSamples);
        archive.integer("rotationSamples", m_rotationSamples);
        archive.integer("temperatureSamples", m_temperatureSamples);
        if (archive.isRestoring())
            configureFifo();
        m_fifo.archive(archive);
        m_hub.archive(archive);
        archive.timer("acceleration", m_acceleration);
        archive.timer("rotation", m_rotation);
        archive.timer("temperature", m_warmth);
        archive.timer("restarted", m_restarted);
        m_timestampStart = scheduler().now() - engine::Duration(timestamp);
        updateInterrupts();
    }

private:
    [[nodiscard]] bool isHubBank() const
    {
        return (m_registers[FUNC_CFG_ACCESS] & kShubRegAccess) != 0;
    }
    [[nodiscard]] bool isFunctionBank() const
    {
        return (m_registers[FUNC_CFG_ACCESS] & kFuncCfgAccess) != 0;
    }
    [[nodiscard]] double accelerationHertz() const
    {
        return kHertz.at(m_registers[CTRL1_XL] >> 4U);
    }
    [[nodiscard]] double rotationHertz() const
    {
        const unsigned rate = m_registers[CTRL2_G] >> 4U;
        return rate > 10 ? 0 : kHertz.at(rate); // the gyroscope has no 1.6 Hz
    }

    void reset()
    {
        m_registers.fill(0);
        m_functions.fill(0);
        m_registers[PIN_CTRL] = 0x3F;
        m_registers[WHO_AM_I] = 0x6C;
        m_registers[CTRL3_C] = kIfInc;
        m_registers[CTRL9_XL] = 0xE0;
        m_held = 0;
        m_acceleration.cancel();
        m_rotation.cancel();
        m_warmth.cancel();
        m_hub.reset();
        configureFifo();
        updateInterrupts();
    }

    void controlWasWritten(std::uint8_t address, std::uint8_t before, std::uint8_t value)
    {
        switch (address) {
        case CTRL1_XL:
            if (before >> 4U != value >> 4U)
                restart(m_acceleration, accelerationHertz(), m_accelerationSamples);
            restartTemperature();
            break;
        case CTRL2_G:
            if (before >> 4U != value >> 4U)
                restart(m_rotation, rotationHertz(), m_rotationSamples);
            restartTemperature();
            break;
        case CTRL3_C:
            command(value);
            break;
        case CTRL10_C:
            if ((before & 0x20U) == 0)
                m_timestampStart = scheduler().now();
            break;
        default:
            if (address >= FIFO_CTRL1 && address <= FIFO_CTRL4)
                configureFifo();
            break;
        }
    }

    static void restart(engine::Timer& timer, double hertz, std::uint32_t& samples)
    {
        samples = 0;
        timer.cancel();
        if (hertz > 0)
            timer.setAfter(periodOf(hertz));
    }

    /// The thermometer runs while one of the others does, at their rate up to 52 Hz.
    [[nodiscard]] double temperatureHertz() const
    {
        return std::min(kTemperatureHertz, std::max(accelerationHertz(), rotationHertz()));
    }
    void restartTemperature()
    {
        if (temperatureHertz() <= 0)
            m_warmth.cancel();
        else if (!m_warmth.isPending())
            restart(m_warmth, temperatureHertz(), m_temperatureSamples);
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

    void configureFifo()
    {
        m_fifo.configure(m_registers[FIFO_CTRL1], m_registers[FIFO_CTRL2], m_registers[FIFO_CTRL4]);
    }

    // Samples.

    [[nodiscard]] std::uint8_t accelerationStep(double g, unsigned byte) const
    {
        const unsigned scale = (m_registers[CTRL1_XL] >> 2U) & 3U;
        // XL_FS_MODE: the code of 16 g means 2 g, and 8 g is the most.
        const bool limited = (m_registers[CTRL8_XL] & 2U) != 0 && scale == 1;
        return byteOf(toSteps(g, kGPerStep.at(limited ? 0 : scale), 16), byte);
    }
    [[nodiscard]] std::uint8_t rotationStep(double dps, unsigned byte) const
    {
        const unsigned scale = (m_registers[CTRL2_G] >> 2U) & 3U;
        const bool is125 = (m_registers[CTRL2_G] & 2U) != 0;
        return byteOf(toSteps(dps, is125 ? kDpsPerStep125 : kDpsPerStep.at(scale), 16), byte);
    }

    void sampleAcceleration()
    {
        const double hertz = accelerationHertz();
        const Fifo::Data data = {accelerationStep(m_world.accelerationX.value(), 0),
                                 accelerationStep(m_world.accelerationX.value(), 1),
                                 accelerationStep(m_world.accelerationY.value(), 0),
                                 accelerationStep(m_world.accelerationY.value(), 1),
                                 accelerationStep(m_world.accelerationZ.value(), 0),
                                 accelerationStep(m_world.accelerationZ.value(), 1)};
        publish(OUTX_L_A, data, kXlda);
        batch(Tag::Accelerometer, data, hertz, kHertz.at(m_registers[FIFO_CTRL3] & 15U),
              m_accelerationSamples++);
        m_hub.trigger(hertz);
        m_acceleration.setAfter(periodOf(hertz));
        updateInterrupts();
    }

    void sampleRotation()
    {
        const double hertz = rotationHertz();
        const Fifo::Data data = {
            rotationStep(m_world.rateX.value(), 0), rotationStep(m_world.rateX.value(), 1),
            rotationStep(m_world.rateY.value(), 0), rotationStep(m_world.rateY.value(), 1),
            rotationStep(m_world.rateZ.value(), 0), rotationStep(m_world.rateZ.value(), 1)};
        publish(OUTX_L_G, data, kGda);
        batch(Tag::Gyroscope, data, hertz, kHertz.at(m_registers[FIFO_CTRL3] >> 4U),
              m_rotationSamples++);
        if (accelerationHertz() <= 0)
            m_hub.trigger(hertz);
        m_rotation.setAfter(periodOf(hertz));
        updateInterrupts();
    }

    void sampleTemperature()
    {
        const std::int32_t steps = toSteps(m_world.temperature.value() - 25, kCelsiusPerStep, 16);
        const Fifo::Data data = {byteOf(steps, 0), byteOf(steps, 1)};
        publish(OUT_TEMP_L, std::span(data).first(2), kTda);
        batch(Tag::Temperature, data, temperatureHertz(),
              kTemperatureBatchHertz.at((m_registers[FIFO_CTRL4] >> 4U) & 3U),
              m_temperatureSamples++);
        m_warmth.setAfter(periodOf(temperatureHertz()));
        updateInterrupts();
    }

    void publish(std::uint8_t address, std::span<const std::uint8_t> data, unsigned flag)
    {
        for (std::size_t i = 0; i < data.size(); ++i) {
            const unsigned pair = (address + static_cast<unsigned>(i) - OUT_TEMP_L) / 2;
            if ((m_held >> pair & 1U) == 0)
                m_registers.at(address + i) = data[i];
        }
        m_registers[STATUS_REG] = static_cast<std::uint8_t>(m_registers[STATUS_REG] | flag);
    }

    /// With BDU a value is kept from its low byte on until its high byte was read.
    void outputWasRead(std::uint8_t address)
    {
        const unsigned pair = 1U << (address - OUT_TEMP_L) / 2U;
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

    // The FIFO.

    void batch(Tag tag, const Fifo::Data& data, double hertz, double wanted, std::uint32_t sample)
    {
        const std::uint32_t every = decimation(hertz, wanted);
        if (every == 0 || sample % every != 0)
            return;
        m_fifo.nextSlot();
        m_fifo.push(tag, data);
        const std::uint32_t stamps = kTimestampEvery.at(m_registers[FIFO_CTRL4] >> 6U);
        if (stamps != 0 && sample / every % stamps == 0)
            m_fifo.push(Tag::Timestamp, timestampData());
    }

    void batchHub(unsigned slave, std::span<const std::uint8_t> bytes)
    {
        Fifo::Data data{};
        std::copy_n(bytes.begin(), std::min(bytes.size(), data.size()), data.begin());
        m_fifo.push(static_cast<Tag>(static_cast<unsigned>(Tag::HubSlave0) + slave), data);
        updateInterrupts();
    }

    std::uint8_t readFifo(std::uint8_t address)
    {
        const std::uint8_t value = m_fifo.read(address - FIFO_DATA_OUT_TAG);
        updateInterrupts();
        return value;
    }

    [[nodiscard]] std::uint32_t timestamp() const
    {
        if ((m_registers[CTRL10_C] & 0x20U) == 0)
            return 0;
        return static_cast<std::uint32_t>((scheduler().now() - m_timestampStart) / kTimestampStep);
    }
    [[nodiscard]] Fifo::Data timestampData() const
    {
        const std::uint32_t now = timestamp();
        return {byteOf(now, 0), byteOf(now, 1), byteOf(now, 2), byteOf(now, 3)};
    }
    /// Reading the lowest byte keeps the others for the reads that follow.
    std::uint8_t readTimestamp(std::uint8_t address)
    {
        if (address == TIMESTAMP0)
            m_timestamp = timestamp();
        return byteOf(m_timestamp, address - TIMESTAMP0);
    }

    // Interrupts: bits of INT1_CTRL and INT2_CTRL have one order.

    [[nodiscard]] bool isRaised(unsigned enabled, bool hasTemperature) const
    {
        const unsigned status = m_registers[STATUS_REG];
        const unsigned causes = (status & (kXlda | kGda)) | (hasTemperature ? status & kTda : 0U) |
                                (m_fifo.isAtWatermark() ? 0x08U : 0U) |
                                (m_fifo.isOverrun() ? 0x10U : 0U) | (m_fifo.isFull() ? 0x20U : 0U);
        return (causes & enabled) != 0;
    }
    void updateInterrupts()
    {
        const unsigned control = m_registers[CTRL3_C];
        const auto mode = (control & kOpenDrain) != 0 ? engine::OutputMode::OpenDrain
                                                      : engine::OutputMode::PushPull;
        const bool activeLow = (control & kActiveLow) != 0;
        const unsigned int1 = m_registers[INT1_CTRL];
        const unsigned int2 = m_registers[INT2_CTRL];
        const bool bothOn1 = (m_registers[CTRL4_C] & 0x20U) != 0; // INT2_on_INT1
        const bool first = isRaised(int1, false) || (bothOn1 && isRaised(int2, true));
        const bool second = !bothOn1 && isRaised(int2, true);
        pin("INT1").setDrive(engine::digitalDrive(mode, first != activeLow));
        pin("INT2").setDrive(engine::digitalDrive(mode, second != activeLow));
    }

    MotionProperties m_world{properties()};
    I2cRegisters m_target;
    bus::I2cPort m_port;
    Fifo m_fifo;
    Hub m_hub;
    engine::Timer m_acceleration;
    engine::Timer m_rotation;
    engine::Timer m_warmth;
    engine::Timer m_restarted;
    std::array<std::uint8_t, 128> m_registers{};
    std::array<std::uint8_t, 128>
        m_functions{};   // the embedded functions' bank: kept, without effect
    unsigned m_held = 0; // by BDU; a bit for each output pair from OUT_TEMP on
    engine::VirtualTime m_timestampStart{};
    std::uint32_t m_timestamp = 0;
    std::uint32_t m_accelerationSamples = 0;
    std::uint32_t m_rotationSamples = 0;
    std::uint32_t m_temperatureSamples = 0;
};

constexpr PinHint kPins[] = {
    {"SDx", "data of the auxiliary bus", 0, 1.75, PinRole::Shared},
    {"SCx", "clock of the auxiliary bus", 0, 1.25, PinRole::Shared},
    {"INT1", "first interrupt", 0, 0.75, PinRole::Output},
    {"INT2", "second interrupt", 2.5, 1.25, PinRole::Output},
    {"SCL", "I2C clock", 1.0, 3, PinRole::Shared},
    {"SDA", "I2C data", 0.5, 3, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "lsm6dso",
                                  .title = "LSM6DSO motion sensor",
                                  .description =
                                      "An accelerometer and gyroscope with sensor hub on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "enum": [106, 107],
                    "description": "7-bit I2C address: 106 (0x6A) with SA0 low, else 107 (0x6B).",
                    "default": 106}
    })",
                                  .drawing = {Shape::Chip, 2.5, 3, "#202020", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Lsm6dso>(setup);
                                  }};

} // namespace perisphere::parts::lsm6dso
