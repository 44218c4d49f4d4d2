// A phototransistor with its load resistor: a voltage that rises with the light.

#include "perisphere/parts/part_type.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::parts::ambient_light_sensor
{
namespace
{

class AmbientLightSensor final : public Part
{
public:
    explicit AmbientLightSensor(const PartSetup& setup)
        : Part(setup)
        , m_loadOhms(setup.configuration.number("loadOhms"))
        , m_microamperesPerLux(setup.configuration.number("microamperesPerLux"))
        , m_supplyMicrovolts(setup.configuration.number("supplyMillivolts") * 1000)
        , m_watch(m_light.onChange([this](const engine::PropertyChange&) { drive(); }))
    {
        drive();
    }

private:
    /// What stays across the saturated transistor.
    static constexpr double kSaturationMicrovolts = 100'000;

    void drive()
    {
        // Microamperes through ohms are microvolts.
        const double unlimited = m_light.value() * m_microamperesPerLux * m_loadOhms;
        const double limit = m_supplyMicrovolts - kSaturationMicrovolts;
        const auto microvolts = static_cast<std::int64_t>(std::round(std::min(unlimited, limit)));
        pin("OUT").setDrive(engine::Drive::weak(engine::Voltage::microvolts(microvolts),
                                                static_cast<std::uint32_t>(m_loadOhms)));
        m_voltage.set(static_cast<double>(microvolts) / 1e6);
    }

    engine::NumberProperty m_light{
        properties(), engine::Access::Settable, "illuminance", "of the light that falls on it", 300,
        "lx",         {0, 100'000, 1}};
    engine::NumberProperty m_voltage{
        properties(), engine::Access::Observable, "voltage", "at its output without load", 0, "V",
        {0, {}, {}}};
    double m_loadOhms;
    double m_microamperesPerLux;
    double m_supplyMicrovolts;
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"OUT", "the voltage across the load resistor", 0, 0.8, PinRole::Output},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "ambient-light-sensor",
    .title = "Ambient light sensor",
    .description = "A phototransistor whose current through a resistor to ground is the output",
    .configuration = R"({
        "loadOhms": {"type": "integer", "minimum": 100, "maximum": 1000000,
                     "description": "Resistor from the output to ground.", "default": 3650},
        "microamperesPerLux": {"type": "number", "minimum": 0.001, "maximum": 100,
                               "description": "Sensitivity of the transistor.", "default": 0.1428},
        "supplyMillivolts": {"type": "integer", "minimum": 1000, "maximum": 5500,
                             "description": "Supply of the transistor.", "default": 3300}
    })",
    .drawing = {Shape::Chip, 1.6, 1.7, "#c8d8c8", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<AmbientLightSensor>(setup);
    }};

} // namespace perisphere::parts::ambient_light_sensor
