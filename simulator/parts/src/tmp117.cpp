// Texas Instruments TMP117: temperature on I2C, 16-bit registers, high byte first. Models
// conversion cycles, one-shot and shutdown, the offset and the alert limits with their pin. Leaves
// out the EEPROM's programming time and general call.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"

#include <algorithm>
#include <array>

namespace perisphere::parts::tmp117
{
namespace
{

using namespace std::chrono_literals;

// Registers and fields by their datasheet names (TI SBOS740, section 7.6).
enum Register : std::uint8_t {
    Temp_Result = 0x00,
    Configuration_ = 0x01,
    THigh_Limit = 0x02,
    TLow_Limit = 0x03,
    EEPROM_UL = 0x04,
    Temp_Offset = 0x07,
    Device_ID = 0x0F,
};
constexpr unsigned kHighAlert = 1U << 15U;
constexpr unsigned kLowAlert = 1U << 14U;
constexpr unsigned kDataReady = 1U << 13U;
constexpr unsigned kModShift = 10;
constexpr unsigned kConvShift = 7;
constexpr unsigned kAvgShift = 5;
constexpr unsigned kTherm = 1U << 4U;
constexpr unsigned kPolarity = 1U << 3U;
constexpr unsigned kDataReadyPin = 1U << 2U;
constexpr unsigned kSoftReset = 1U << 1U;
constexpr unsigned kReadOnly = kHighAlert | kLowAlert | kDataReady | (1U << 12U) | 1U;

enum class Mode : unsigned { Continuous = 0, Shutdown = 1, ContinuousToo = 2, OneShot = 3 };

constexpr double kStep = 0.0078125; // degrees Celsius

// Of one conversion by AVG, and of a cycle by CONV: the longer of the two counts.
constexpr std::array<engine::Duration, 4> kConversion = {15500us, 125ms, 500ms, 1s};
constexpr std::array<engine::Duration, 8> kCycle = {15500us, 125ms, 250ms, 500ms, 1s, 4s, 8s, 16s};

class Tmp117 final : public Part, public bus::I2cTarget
{
public:
    explicit Tmp117(const PartSetup& setup)
        : Part(setup)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_converted(scheduler(), "tmp117.converted", [this] { converted(); })
    {
        reset();
    }

    bool start(std::uint8_t address, bus::I2cAccess /*access*/) override
    {
        m_byte = 0;
        return address == m_address;
    }

    bool write(std::uint8_t byte) override
    {
        switch (m_byte++) {
        case 0:
            m_pointer = byte & 0xFU;
            return true;
        case 1:
            m_high = byte;
            return true;
        case 2:
            writeRegister(static_cast<std::uint16_t>(m_high << 8U | byte));
            return true;
        default:
            return false;
        }
    }

    std::uint8_t read() override
    {
        if (m_byte++ % 2 == 0) {
            m_shifted = readRegister();
            return byteOf(m_shifted, 1);
        }
        return byteOf(m_shifted, 0);
    }

    void stop() override {}

    void archiveState(StateArchive& archive) override
    {
        std::vector<std::uint8_t> bytes;
        for (const std::uint16_t value : m_registers) {
            bytes.push_back(byteOf(value, 1));
            bytes.push_back(byteOf(value, 0));
        }
        archive.bytes("registers", bytes);
        for (std::size_t i = 0; i < m_registers.size() && 2 * i + 1 < bytes.size(); ++i)
            m_registers[i] = static_cast<std::uint16_t>(bytes[2 * i] << 8U | bytes[2 * i + 1]);
        archive.integer("pointer", m_pointer);
        archive.timer("converted", m_converted);
        updateAlertPin();
    }

private:
    [[nodiscard]] unsigned configuration() const { return m_registers[Configuration_]; }
    [[nodiscard]] Mode mode() const { return Mode{(configuration() >> kModShift) & 3U}; }

    void reset()
    {
        m_registers.fill(0);
        m_registers[Temp_Result] = 0x8000; // until the first conversion ends: -256 degrees
        m_registers[Configuration_] = 0x0220;
        m_registers[THigh_Limit] = 0x6000;
        m_registers[TLow_Limit] = 0x8000;
        m_registers[Device_ID] = 0x0117;
        startConversion(conversionTime());
        updateAlertPin();
    }

    [[nodiscard]] engine::Duration conversionTime() const
    {
        return kConversion.at((configuration() >> kAvgShift) & 3U);
    }
    void startConversion(engine::Duration time) { m_converted.setAfter(time); }

    void converted()
    {
        // The air may be warmer than the sensor can say.
        const double celsius = std::clamp(m_temperature.value(), -256.0, 255.9921875);
        const auto offset = static_cast<std::int16_t>(m_registers[Temp_Offset]);
        const int steps = std::clamp(toSteps(celsius, kStep, 16) + offset, -32768, 32767);
        m_registers[Temp_Result] = static_cast<std::uint16_t>(steps);
        m_registers[Configuration_] |= kDataReady;
        compare(steps);
        if (mode() == Mode::OneShot)
            setMode(Mode::Shutdown);
        else
            startConversion(
                std::max(conversionTime(), kCycle.at((configuration() >> kConvShift) & 7U)));
        updateAlertPin();
    }

    void compare(int steps)
    {
        const bool above = steps >= static_cast<std::int16_t>(m_registers[THigh_Limit]);
        const bool below = steps < static_cast<std::int16_t>(m_registers[TLow_Limit]);
        auto& configuration = m_registers[Configuration_];
        const auto put = [&](unsigned flag, bool on) {
            configuration =
                static_cast<std::uint16_t>(on ? configuration | flag : configuration & ~flag);
        };
        if ((configuration & kTherm) != 0) {
            // Therm mode: hysteresis between the limits, no low alert.
            put(kHighAlert, above || ((configuration & kHighAlert) != 0 && !below));
            put(kLowAlert, false);
        } else {
            put(kHighAlert, above || (configuration & kHighAlert) != 0);
            put(kLowAlert, below || (configuration & kLowAlert) != 0);
        }
    }

    void setMode(Mode mode)
    {
        m_registers[Configuration_] = static_cast<std::uint16_t>(
            (configuration() & ~(3U << kModShift)) | static_cast<unsigned>(mode) << kModShift);
    }

    std::uint16_t readRegister()
    {
        const std::uint16_t value = m_registers.at(m_pointer);
        if (m_pointer == Configuration_) {
            unsigned cleared = kDataReady;
            if ((configuration() & kTherm) == 0)
                cleared |= kHighAlert | kLowAlert;
            m_registers[Configuration_] &= static_cast<std::uint16_t>(~cleared);
        } else if (m_pointer == Temp_Result) {
            m_registers[Configuration_] &= static_cast<std::uint16_t>(~kDataReady);
        }
        updateAlertPin();
        return value;
    }

    void writeRegister(std::uint16_t value)
    {
        if (m_pointer == Configuration_)
            return configure(value);
        constexpr unsigned kUnlocked = 1U << 15U;
        if (m_pointer == EEPROM_UL && (value & kUnlocked) != 0)
            reportUnmodelled("programming of the EEPROM (register 04h)");
        const bool isWritable = m_pointer >= THigh_Limit && m_pointer <= 0x08;
        if (isWritable)
            m_registers.at(m_pointer) = value;
    }

    void configure(unsigned value)
    {
        if ((value & kSoftReset) != 0)
            return reset();
        m_registers[Configuration_] =
            static_cast<std::uint16_t>((configuration() & kReadOnly) | (value & ~kReadOnly));
        if (mode() == Mode::Shutdown)
            m_converted.cancel();
        else
            startConversion(conversionTime());
        updateAlertPin();
    }

    void updateAlertPin()
    {
        const unsigned cause =
            (configuration() & kDataReadyPin) != 0 ? kDataReady : kHighAlert | kLowAlert;
        const bool isActive = (configuration() & cause) != 0;
        const bool isActiveHigh = (configuration() & kPolarity) != 0;
        pin("ALERT").setDrive(
            engine::digitalDrive(engine::OutputMode::OpenDrain, isActive == isActiveHigh));
    }

    engine::NumberProperty m_temperature{
        properties(), engine::Access::Settable, "temperature", "of the sensor", 25,
        "°C",         {-55, 150, 0.1}};
    std::uint8_t m_address;
    bus::I2cPort m_port;
    engine::Timer m_converted;
    std::array<std::uint16_t, 16> m_registers{};
    std::uint8_t m_pointer = 0;
    unsigned m_byte = 0; // of the access in progress
    std::uint8_t m_high = 0;
    std::uint16_t m_shifted = 0;
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 0, 0.5, PinRole::Shared},
    {"SDA", "I2C data", 0, 1.5, PinRole::Shared},
    {"ALERT", "alert or data ready, open drain", 2, 1, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "tmp117",
                                  .title = "TMP117 temperature sensor",
                                  .description = "A precise temperature sensor on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "minimum": 72, "maximum": 75,
                    "description": "7-bit I2C address: 72 (0x48) with ADD0 at ground.", "default": 72}
    })",
                                  .drawing = {Shape::Chip, 2, 2, "#202428", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Tmp117>(setup);
                                  }};

} // namespace perisphere::parts::tmp117
