// A light-emitting diode of one colour with its series resistor. It is lit by the voltage across it
// and how well its ends are driven; it loads its nets with nothing (docs/fidelity.md).

#include "colours.hpp"
#include "light_die.hpp"
#include "perisphere/parts/part_type.hpp"

namespace perisphere::parts::led
{
namespace
{

class Led final : public Part
{
public:
    explicit Led(const PartSetup& setup)
        : Part(setup)
        , m_colour(properties(), engine::Access::Observable, "colour", "of its light when fully on",
                   diodeColour(setup.configuration.text("colour")))
        , m_die(scheduler(), {pin("anode"), pin("cathode")},
                {engine::Voltage::millivolts(
                     static_cast<std::int64_t>(setup.configuration.number("forwardMillivolts"))),
                 std::chrono::milliseconds(
                     static_cast<std::int64_t>(setup.configuration.number("windowMilliseconds")))},
                [this] { show(); })
    {
    }

    void archiveState(StateArchive& archive) override { m_die.archive(archive); }

private:
    void show()
    {
        m_lit.set(m_die.isLit());
        m_brightness.set(m_die.brightness());
        m_edges.set(m_die.edges());
    }

    engine::ColourProperty m_colour;
    engine::BoolProperty m_lit{properties(), engine::Access::Observable, "lit",
                               "whether it gives light at this instant"};
    engine::NumberProperty m_brightness{properties(),
                                        engine::Access::Observable,
                                        "brightness",
                                        "share of time with light over the last window",
                                        0,
                                        "",
                                        {0, 1, {}}};
    engine::IntegerProperty m_edges{
        properties(), engine::Access::Observable, "edges", "how often it went on or off", 0, "",
        {0, {}, {}}};
    LightDie m_die;
};

constexpr PinHint kPins[] = {
    {"anode", "the end that the current enters", 0, 0.8},
    {"cathode", "the end that the current leaves", 1.6, 0.8},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "led",
    .title = "LED",
    .description = "A light-emitting diode of one colour, with its series resistor",
    .configuration = R"({
        "colour": {"type": "string", "enum": ["red", "green", "blue", "yellow", "white"],
                   "description": "Of its light.", "default": "red"},
        "forwardMillivolts": {"type": "integer", "minimum": 1000, "maximum": 5000,
                              "description": "Voltage from which on it gives light.", "default": 1800},
        "windowMilliseconds": {"type": "integer", "minimum": 1, "maximum": 1000,
                               "description": "Time over which brightness is the mean.", "default": 20}
    })",
    .drawing = {Shape::Light, 1.6, 1.6, "#f4f4f0", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> { return std::make_unique<Led>(setup); }};

} // namespace perisphere::parts::led
