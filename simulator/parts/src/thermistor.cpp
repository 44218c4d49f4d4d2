// An NTC thermistor: a resistance that falls with the temperature by the beta formula. Leaves out
// self-heating, its time constant and tolerance.

#include "perisphere/parts/part_type.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::parts::thermistor
{
namespace
{

constexpr double kZeroCelsius = 273.15;
constexpr double kReference = kZeroCelsius + 25; // kelvins, where it has its nominal resistance

class Thermistor final : public Part
{
public:
    explicit Thermistor(const PartSetup& setup)
        : Part(setup)
        , m_nominalOhms(setup.configuration.number("ohms"))
        , m_beta(setup.configuration.number("beta"))
        , m_resistance(properties(), engine::Access::Observable, "resistance", "between its ends",
                       ohms(), "Ω", {1, {}, {}})
        , m_wire(setup.context.netlist, pin("1"), pin("2"), ohms())
        , m_watch(m_temperature.onChange([this](const engine::PropertyChange&) {
            m_resistance.set(ohms());
            m_wire.setOhms(ohms());
        }))
    {
    }

private:
    [[nodiscard]] std::uint32_t ohms() const
    {
        constexpr double kMost = 4e9; // what a wire can have
        const double kelvins = m_temperature.value() + kZeroCelsius;
        const double exact = m_nominalOhms * std::exp(m_beta * (1 / kelvins - 1 / kReference));
        return static_cast<std::uint32_t>(std::clamp(std::round(exact), 1.0, kMost));
    }

    engine::NumberProperty m_temperature{
        properties(), engine::Access::Settable, "temperature", "of the bead", 25,
        "°C",         {-55, 150, 0.1}};
    double m_nominalOhms;
    double m_beta;
    engine::NumberProperty m_resistance;
    engine::Wire m_wire;
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"1", "one end", 1.25, 0},
    {"2", "the other end", 3.75, 0},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "thermistor",
                                  .title = "NTC thermistor",
                                  .description =
                                      "A resistor whose resistance falls as it gets warmer",
                                  .configuration = R"({
        "ohms": {"type": "integer", "minimum": 10, "maximum": 1000000,
                 "description": "Resistance at 25 degrees Celsius.", "default": 10000},
        "beta": {"type": "number", "minimum": 1000, "maximum": 6000,
                 "description": "In kelvins, of the formula R = R25 exp(beta (1/T - 1/T25)).",
                 "default": 3950}
    })",
                                  .drawing = {Shape::Chip, 5, 4, "#204020", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Thermistor>(setup);
                                  }};

} // namespace perisphere::parts::thermistor
