// Bosch BME280: temperature, pressure and humidity on I2C. Models the trimming values, sleep,
// forced and normal mode with their measurement times, oversampling with its resolution, the IIR
// filter, status, shadowed data registers and reset. The raw values are those that the datasheet's
// compensation formulas turn into what is set. Leaves out SPI.

#include "perisphere/bus/i2c.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::parts::bme280
{
namespace
{

using namespace std::chrono_literals;

// Registers and fields by their datasheet names (BST-BME280-DS002, section 5).
enum Register : std::uint8_t {
    calib00 = 0x88,
    calib25 = 0xA1,
    id = 0xD0,
    reset_ = 0xE0,
    calib26 = 0xE1,
    ctrl_hum = 0xF2,
    status = 0xF3,
    ctrl_meas = 0xF4,
    config = 0xF5,
    press_msb = 0xF7,
    temp_msb = 0xFA,
    hum_msb = 0xFD,
    hum_lsb = 0xFE,
};
constexpr std::uint8_t kChipId = 0x60;
constexpr std::uint8_t kResetWord = 0xB6;
constexpr std::uint8_t kMeasuring = 1U << 3U; // status
constexpr std::uint8_t kImUpdate = 1U << 0U;
constexpr std::uint8_t kSpi3wEn = 1U << 0U; // config

enum class Mode : std::uint8_t { Sleep, Forced, Normal };

constexpr engine::Duration kStartUpTime = 2ms;

// By t_sb.
constexpr std::array<engine::Duration, 8> kStandby = {500us, 62500us, 125ms, 250ms,
                                                      500ms, 1s,      10ms,  20ms};
constexpr std::array<unsigned, 8> kOversampling = {0, 1, 2, 4, 8, 16, 16, 16}; // by osrs_t, _p, _h
constexpr std::array<double, 8> kFilter = {1, 2, 4, 8, 16, 16, 16, 16};        // by filter

constexpr std::uint32_t kSkipped20 = 0x80000; // what a skipped measurement reads
constexpr std::uint32_t kSkipped16 = 0x8000;
constexpr std::uint32_t kMax20 = 0xFFFFF;
constexpr std::uint32_t kMax16 = 0xFFFF;

// A trimming set as chips have them; dig_H4 and dig_H5 are of 12 bits.
constexpr std::uint16_t dig_T1 = 27504;
constexpr std::int16_t dig_T2 = 26435;
constexpr std::int16_t dig_T3 = -1000;
constexpr std::uint16_t dig_P1 = 36477;
constexpr std::array<std::int16_t, 8> dig_P2to9 = {-10685, 3024,  2855,   140,
                                                   -7,     15500, -14600, 6000};
constexpr std::uint8_t dig_H1 = 75;
constexpr std::int16_t dig_H2 = 370;
constexpr std::uint8_t dig_H3 = 0;
constexpr std::int16_t dig_H4 = 313;
constexpr std::int16_t dig_H5 = 50;
constexpr std::int8_t dig_H6 = 30;

// What the chip measures, as the datasheet's formulas tell it (section 8.1).

/// t_fine: 5120 to a degree Celsius.
double fineTemperature(double raw)
{
    const double var1 = (raw / 16384.0 - dig_T1 / 1024.0) * dig_T2;
    const double offset = raw / 131072.0 - dig_T1 / 8192.0;
    return var1 + offset * offset * dig_T3;
}

/// In pascals.
double pressureOf(double raw, double fine)
{
    const auto p = [](unsigned n) { return static_cast<double>(dig_P2to9.at(n - 2)); };
    double var1 = fine / 2.0 - 64000.0;
    double var2 = var1 * var1 * p(6) / 32768.0 + var1 * p(5) * 2.0;
    var2 = var2 / 4.0 + p(4) * 65536.0;
    var1 = (p(3) * var1 * var1 / 524288.0 + p(2) * var1) / 524288.0;
    var1 = (1.0 + var1 / 32768.0) * dig_P1;
    const double coarse = (1048576.0 - raw - var2 / 4096.0) * 6250.0 / var1;
    return coarse + (p(9) * coarse * coarse / 2147483648.0 + coarse * p(8) / 32768.0 + p(7)) / 16.0;
}

/// In percent, without the limits to 0 and 100.
double humidityOf(double raw, double fine)
{
    const double h = fine - 76800.0;
    const double wet =
        (raw - (dig_H4 * 64.0 + dig_H5 / 16384.0 * h)) *
        (dig_H2 / 65536.0 * (1.0 + dig_H6 / 67108864.0 * h * (1.0 + dig_H3 / 67108864.0 * h)));
    return wet * (1.0 - dig_H1 * wet / 524288.0);
}

/// The raw value in 0 .. `maximum` whose `meaning`, which rises with it, is nearest to `wanted`.
template <class Meaning>
std::uint32_t rawFor(double wanted, std::uint32_t maximum, Meaning&& meaning)
{
    std::uint32_t low = 0;
    std::uint32_t high = maximum;
    while (low < high) {
        const std::uint32_t middle = (low + high) / 2;
        if (meaning(middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    const bool isBelowNearer = low > 0 && wanted - meaning(low - 1) < meaning(low) - wanted;
    return isBelowNearer ? low - 1 : low;
}

/// Of 20 bits, in the steps that a measurement of 16 to 20 bits has.
std::uint32_t roundTo(double raw, unsigned bits)
{
    const double step = std::ldexp(1.0, 20 - static_cast<int>(bits));
    const double limit = std::ldexp(1.0, 20) - step;
    return static_cast<std::uint32_t>(std::clamp(std::round(raw / step) * step, 0.0, limit));
}

class Bme280 final : public Part, public bus::I2cTarget
{
public:
    explicit Bme280(const PartSetup& setup)
        : Part(setup)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_step(scheduler(), "bme280.step", [this] { step(); })
        , m_started(scheduler(), "bme280.started",
                    [this] { m_registers[status] &= static_cast<std::uint8_t>(~kImUpdate); })
    {
        reset();
    }

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        m_expectsAddress = access == bus::I2cAccess::Write;
        // What a burst reads belongs together, even if a measurement ends meanwhile.
        if (access == bus::I2cAccess::Read)
            std::copy_n(&m_registers[press_msb], m_shadow.size(), m_shadow.begin());
        return address == m_address;
    }

    /// Pairs of address and value; only reads count the address up.
    bool write(std::uint8_t byte) override
    {
        if (m_expectsAddress)
            m_at = byte;
        else
            writeRegister(m_at, byte);
        m_expectsAddress = !m_expectsAddress;
        return true;
    }

    std::uint8_t read() override
    {
        const std::uint8_t at = m_at++;
        return at >= press_msb && at <= hum_lsb ? m_shadow.at(at - press_msb) : m_registers[at];
    }

    void stop() override {}

    void archiveState(StateArchive& archive) override
    {
        archive.registers("registers", m_registers);
        archive.registers("shadow", m_shadow);
        archive.integer("address", m_at);
        archive.flag("expectsAddress", m_expectsAddress);
        archive.flag("modeRequested", m_modeRequested);
        archive.integer("humidityControl", m_humidityControl);
        archive.flag("filterHasTemperature", m_temperatureFilter.isFilled);
        archive.number("filteredTemperature", m_temperatureFilter.value);
        archive.flag("filterHasPressure", m_pressureFilter.isFilled);
        archive.number("filteredPressure", m_pressureFilter.value);
        archive.timer("step", m_step);
        archive.timer("started", m_started);
    }

private:
    /// Keeps its first value whole and goes towards later ones (datasheet section 3.4.4).
    struct Filter {
        bool isFilled = false;
        double value = 0;

        double pass(double next, double coefficient)
        {
            value = isFilled ? (value * (coefficient - 1) + next) / coefficient : next;
            isFilled = true;
            return value;
        }
    };

    [[nodiscard]] Mode mode() const
    {
        const unsigned bits = m_registers[ctrl_meas] & 3U;
        return bits == 0 ? Mode::Sleep : bits == 3 ? Mode::Normal : Mode::Forced;
    }
    [[nodiscard]] bool isMeasuring() const { return (m_registers[status] & kMeasuring) != 0; }
    [[nodiscard]] unsigned temperatureSamples() const
    {
        return kOversampling.at(m_registers[ctrl_meas] >> 5U);
    }
    [[nodiscard]] unsigned pressureSamples() const
    {
        return kOversampling.at((m_registers[ctrl_meas] >> 2U) & 7U);
    }
    [[nodiscard]] unsigned humiditySamples() const { return kOversampling.at(m_humidityControl); }
    [[nodiscard]] double filterCoefficient() const
    {
        return kFilter.at((m_registers[config] >> 2U) & 7U);
    }
    /// 16 bits of one sample, one more with each doubling; all 20 behind the filter.
    [[nodiscard]] unsigned bitsOf(unsigned samples) const
    {
        unsigned bits = 16;
        for (; samples > 1; samples /= 2)
            ++bits;
        return filterCoefficient() > 1 ? 20 : bits;
    }

    void reset()
    {
        m_registers.fill(0);
        storeTrimming();
        m_registers[id] = kChipId;
        m_registers[status] = kImUpdate;
        store20(press_msb, kSkipped20);
        store20(temp_msb, kSkipped20);
        store16(hum_msb, kSkipped16);
        m_humidityControl = 0;
        m_modeRequested = false;
        m_temperatureFilter = {};
        m_pressureFilter = {};
        m_step.cancel();
        m_started.setAfter(kStartUpTime);
    }

    void storeTrimming()
    {
        std::size_t at = calib00;
        const auto store = [&](std::uint16_t value) {
            m_registers.at(at++) = byteOf(value, 0);
            m_registers.at(at++) = byteOf(value, 1);
        };
        for (const int value : {int{dig_T1}, int{dig_T2}, int{dig_T3}, int{dig_P1}})
            store(static_cast<std::uint16_t>(value));
        for (const std::int16_t value : dig_P2to9)
            store(static_cast<std::uint16_t>(value));
        m_registers[calib25] = dig_H1;
        at = calib26;
        store(static_cast<std::uint16_t>(dig_H2));
        m_registers.at(at++) = dig_H3;
        // dig_H4 and dig_H5 share the byte in their middle.
        m_registers.at(at++) = static_cast<std::uint8_t>(dig_H4 >> 4);
        m_registers.at(at++) = static_cast<std::uint8_t>((dig_H4 & 0x0F) | (dig_H5 & 0x0F) << 4);
        m_registers.at(at++) = static_cast<std::uint8_t>(dig_H5 >> 4);
        m_registers.at(at) = static_cast<std::uint8_t>(dig_H6);
    }

    void store20(std::uint8_t address, std::uint32_t value)
    {
        m_registers.at(address) = static_cast<std::uint8_t>(value >> 12U);
        m_registers.at(address + 1U) = static_cast<std::uint8_t>(value >> 4U);
        m_registers.at(address + 2U) = static_cast<std::uint8_t>(value << 4U);
    }
    void store16(std::uint8_t address, std::uint32_t value)
    {
        m_registers.at(address) = byteOf(value, 1);
        m_registers.at(address + 1U) = byteOf(value, 0);
    }

    void writeRegister(std::uint8_t address, std::uint8_t value)
    {
        switch (address) {
        case reset_:
            if (value == kResetWord)
                reset();
            break;
        case ctrl_hum:
            m_registers[ctrl_hum] = value & 7U;
            break;
        case ctrl_meas:
            m_registers[ctrl_meas] = value;
            m_humidityControl = m_registers[ctrl_hum]; // takes effect only now
            requestMode();
            break;
        case config:
            if ((value & kSpi3wEn) != 0)
                reportUnmodelled("spi3w_en, SPI on three wires (register F5h)");
            if (((m_registers[config] ^ value) & 0x1CU) != 0) {
                m_temperatureFilter = {};
                m_pressureFilter = {};
            }
            m_registers[config] = value & 0xFDU;
            break;
        default:
            break; // the others are read-only
        }
    }

    /// A measurement in progress comes to its end first.
    void requestMode()
    {
        if (isMeasuring()) {
            m_modeRequested = true;
            return;
        }
        m_step.cancel();
        if (mode() != Mode::Sleep)
            beginMeasurement();
    }

    /// Typical (section 9.1).
    [[nodiscard]] engine::Duration measurementTime() const
    {
        engine::Duration time = 1ms + 2ms * temperatureSamples();
        if (pressureSamples() > 0)
            time += 2ms * pressureSamples() + 500us;
        if (humiditySamples() > 0)
            time += 2ms * humiditySamples() + 500us;
        return time;
    }

    void beginMeasurement()
    {
        m_registers[status] |= kMeasuring;
        m_step.setAfter(measurementTime());
    }

    /// A measurement ends, or a standby time does.
    void step()
    {
        if (!isMeasuring())
            return beginMeasurement();
        m_registers[status] &= static_cast<std::uint8_t>(~kMeasuring);
        measure();
        if (std::exchange(m_modeRequested, false))
            return requestMode();
        if (mode() == Mode::Normal)
            m_step.setAfter(kStandby.at(m_registers[config] >> 5U));
        else
            m_registers[ctrl_meas] &= 0xFCU;
    }

    void measure()
    {
        std::uint32_t warmth = rawFor(m_temperature.value() * 5120, kMax20, fineTemperature);
        std::uint32_t shown = kSkipped20;
        if (temperatureSamples() > 0) {
            const unsigned bits = bitsOf(temperatureSamples());
            warmth = roundTo(warmth, bits);
            shown = roundTo(m_temperatureFilter.pass(warmth, filterCoefficient()), bits);
        }
        store20(temp_msb, shown);
        // Compensation is by the temperature that goes with them.
        const double fine = fineTemperature(warmth);
        shown = kSkipped20;
        if (pressureSamples() > 0) {
            // Falls with the raw value.
            const std::uint32_t raw =
                kMax20 - rawFor(m_pressure.value() * 100, kMax20, [fine](std::uint32_t mirrored) {
                    return pressureOf(kMax20 - mirrored, fine);
                });
            shown =
                roundTo(m_pressureFilter.pass(raw, filterCoefficient()), bitsOf(pressureSamples()));
        }
        store20(press_msb, shown);
        shown = kSkipped16;
        if (humiditySamples() > 0)
            shown = rawFor(m_humidity.value(), kMax16,
                           [fine](std::uint32_t raw) { return humidityOf(raw, fine); });
        store16(hum_msb, shown);
    }

    engine::NumberProperty m_temperature{
        properties(),  engine::Access::Settable, "temperature", "of the air", 22, "°C",
        {-40, 85, 0.1}};
    engine::NumberProperty m_pressure{
        properties(), engine::Access::Settable, "pressure", "of the air, absolute", 1013.25,
        "hPa",        {300, 1100, 0.1}};
    engine::NumberProperty m_humidity{
        properties(), engine::Access::Settable, "humidity", "of the air, relative", 45, "%",
        {0, 100, 0.1}};
    std::uint8_t m_address;
    bus::I2cPort m_port;
    engine::Timer m_step;
    engine::Timer m_started;
    std::array<std::uint8_t, 256> m_registers{};
    std::array<std::uint8_t, hum_lsb - press_msb + 1> m_shadow{}; // data of the read in progress
    std::uint8_t m_at = 0;
    bool m_expectsAddress = false;
    bool m_modeRequested = false;       // while a measurement was in progress
    std::uint8_t m_humidityControl = 0; // osrs_h in effect
    Filter m_temperatureFilter;
    Filter m_pressureFilter;
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock, SCK of the chip", 0, 0.6, PinRole::Shared},
    {"SDA", "I2C data, SDI of the chip", 0, 1.9, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "bme280",
                                  .title = "BME280 climate sensor",
                                  .description = "A thermometer, barometer and hygrometer on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "enum": [118, 119],
                    "description": "7-bit I2C address: 118 (0x76) with SDO low, else 119 (0x77).",
                    "default": 118}
    })",
                                  .drawing = {Shape::Chip, 2.5, 2.5, "#b8bcc0", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Bme280>(setup);
                                  }};

} // namespace perisphere::parts::bme280
