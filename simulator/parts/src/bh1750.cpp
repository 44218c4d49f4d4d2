// ROHM BH1750FVI: ambient light on I2C. Models power-down, continuous and one-time measurements in
// the three resolutions with their times, the measurement time register and reset. Leaves out the
// DVI reset pin and the spectrum.

#include "perisphere/bus/i2c.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace perisphere::parts::bh1750
{
namespace
{

using namespace std::chrono_literals;

// Opcodes by their datasheet names ("Instruction Set Architecture").
enum Opcode : std::uint8_t {
    PowerDown = 0x00,
    PowerOn = 0x01,
    Reset = 0x07,
    ContinuouslyH = 0x10,
    ContinuouslyH2 = 0x11,
    ContinuouslyL = 0x13,
    OneTimeH = 0x20,
    OneTimeH2 = 0x21,
    OneTimeL = 0x23,
    ChangeTimeHigh = 0x40, // with MT[7,6,5] in its low bits
    ChangeTimeLow = 0x60,  // with MT[4..0]
};

constexpr int kDefaultTime = 69; // MTreg
constexpr int kLeastTime = 31;
constexpr int kMostTime = 254;
constexpr double kCountsPerLux = 1.2; // at the default time
// Typical, at the default time.
constexpr engine::Duration kHighResolutionTime = 120ms;
constexpr engine::Duration kLowResolutionTime = 16ms;
constexpr double kLowResolution = 4; // lx

class Bh1750 final : public Part, public bus::I2cTarget
{
public:
    explicit Bh1750(const PartSetup& setup)
        : Part(setup)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_measured(scheduler(), "bh1750.measured", [this] { measured(); })
    {
    }

    bool start(std::uint8_t address, bus::I2cAccess /*access*/) override
    {
        m_byte = 0;
        return address == m_address;
    }

    bool write(std::uint8_t byte) override
    {
        // The datasheet ends every access after its opcode.
        if (m_byte++ > 0)
            reportUnmodelled("several opcodes in one access");
        else
            execute(byte);
        return true;
    }

    std::uint8_t read() override
    {
        const unsigned index = m_byte++;
        return index < 2 ? byteOf(m_data, 1 - index) : 0xFF;
    }

    void stop() override {}

    void archiveState(StateArchive& archive) override
    {
        archive.integer("mode", m_mode);
        archive.integer("requestedTime", m_requestedTime);
        archive.integer("integrationTime", m_integrationTime);
        archive.integer("data", m_data);
        archive.timer("measured", m_measured);
        m_time = std::clamp(m_requestedTime, kLeastTime, kMostTime);
    }

private:
    void execute(std::uint8_t code)
    {
        if (code >= ChangeTimeHigh && code < ChangeTimeHigh + 8)
            return changeTime((m_requestedTime & 0x1F) | (code & 7) << 5);
        if (code >= ChangeTimeLow && code < ChangeTimeLow + 32)
            return changeTime((m_requestedTime & 0xE0) | (code & 0x1F));
        switch (code) {
        case PowerDown:
        case PowerOn:
            m_mode = code;
            m_measured.cancel();
            break;
        case Reset:
            if (m_mode != PowerDown) // is not accepted there
                m_data = 0;
            break;
        case ContinuouslyH:
        case ContinuouslyH2:
        case ContinuouslyL:
        case OneTimeH:
        case OneTimeH2:
        case OneTimeL:
            m_mode = code;
            beginMeasurement();
            break;
        default:
            reportUnmodelled(fmt::format("opcode {:02X}h", code));
            break;
        }
    }

    /// Comes in two parts; a measurement in progress keeps the time that it began with.
    void changeTime(int time)
    {
        m_requestedTime = time;
        m_time = std::clamp(time, kLeastTime, kMostTime);
    }

    [[nodiscard]] bool isLowResolution() const
    {
        return m_mode == ContinuouslyL || m_mode == OneTimeL;
    }
    [[nodiscard]] bool isDoubled() const { return m_mode == ContinuouslyH2 || m_mode == OneTimeH2; }
    [[nodiscard]] engine::Duration measurementTime() const
    {
        return (isLowResolution() ? kLowResolutionTime : kHighResolutionTime) * m_time /
               kDefaultTime;
    }
    void beginMeasurement()
    {
        m_integrationTime = m_time;
        m_measured.setAfter(measurementTime());
    }

    void measured()
    {
        double lux = m_illuminance.value();
        if (isLowResolution())
            lux = std::round(lux / kLowResolution) * kLowResolution;
        const double counts =
            lux * kCountsPerLux * m_integrationTime / kDefaultTime * (isDoubled() ? 2 : 1);
        m_data = static_cast<std::uint16_t>(std::min(std::round(counts), 65535.0));
        if (m_mode >= OneTimeH)
            m_mode = PowerDown;
        else
            beginMeasurement();
    }

    engine::NumberProperty m_illuminance{
        properties(), engine::Access::Settable, "illuminance", "of the light that falls on it", 300,
        "lx",         {0, 100'000, 1}};
    std::uint8_t m_address;
    bus::I2cPort m_port;
    engine::Timer m_measured;
    std::uint8_t m_mode = PowerDown; // the opcode in effect
    int m_time = kDefaultTime;
    int m_requestedTime = kDefaultTime;   // as written, perhaps out of range
    int m_integrationTime = kDefaultTime; // of the measurement in progress
    std::uint16_t m_data = 0;
    unsigned m_byte = 0; // of the access in progress
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 0, 0.4, PinRole::Shared},
    {"SDA", "I2C data", 0, 1.2, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "bh1750",
                                  .title = "BH1750 light sensor",
                                  .description = "An ambient light sensor on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "enum": [35, 92],
                    "description": "7-bit I2C address: 35 (0x23) with ADDR low, else 92 (0x5C).",
                    "default": 35}
    })",
                                  .drawing = {Shape::Chip, 3, 1.6, "#2a5a30", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Bh1750>(setup);
                                  }};

} // namespace perisphere::parts::bh1750
