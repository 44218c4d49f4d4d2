// Three diodes in one body with one common end.

#include "light_die.hpp"
#include "perisphere/parts/part_type.hpp"

#include <cmath>

namespace perisphere::parts::rgb_led
{
namespace
{

class RgbLed final : public Part
{
public:
    explicit RgbLed(const PartSetup& setup)
        : Part(setup)
        , m_commonAnode(setup.configuration.text("common") == "anode")
        , m_red(makeDie(setup, "red", 1800))
        , m_green(makeDie(setup, "green", 2000))
        , m_blue(makeDie(setup, "blue", 2600))
    {
    }

    void archiveState(StateArchive& archive) override
    {
        m_red.archive(archive, "red.");
        m_green.archive(archive, "green.");
        m_blue.archive(archive, "blue.");
    }

private:
    LightDie makeDie(const PartSetup& setup, std::string_view colour, std::int64_t millivolts)
    {
        engine::Pin& common = pin("common");
        engine::Pin& own = pin(colour);
        const LightDie::Ends ends =
            m_commonAnode ? LightDie::Ends{common, own} : LightDie::Ends{own, common};
        const auto window = std::chrono::milliseconds(
            static_cast<std::int64_t>(setup.configuration.number("windowMilliseconds")));
        return {scheduler(), ends, {engine::Voltage::millivolts(millivolts), window}, [this] {
                    show();
                }};
    }

    static std::uint8_t channel(const LightDie& die)
    {
        return static_cast<std::uint8_t>(std::lround(die.brightness() * 255));
    }

    void show()
    {
        m_redLit.set(m_red.isLit());
        m_greenLit.set(m_green.isLit());
        m_blueLit.set(m_blue.isLit());
        m_colour.set({channel(m_red), channel(m_green), channel(m_blue)});
        m_edges.set(m_red.edges() + m_green.edges() + m_blue.edges());
    }

    engine::BoolProperty m_redLit{properties(), engine::Access::Observable, "redLit",
                                  "whether the red diode gives light at this instant"};
    engine::BoolProperty m_greenLit{properties(), engine::Access::Observable, "greenLit",
                                    "whether the green diode gives light at this instant"};
    engine::BoolProperty m_blueLit{properties(), engine::Access::Observable, "blueLit",
                                   "whether the blue diode gives light at this instant"};
    engine::ColourProperty m_colour{properties(), engine::Access::Observable, "colour",
                                    "of its light over the last window"};
    engine::IntegerProperty m_edges{properties(),
                                    engine::Access::Observable,
                                    "edges",
                                    "how often a diode went on or off",
                                    0,
                                    "",
                                    {0, {}, {}}};
    bool m_commonAnode;
    LightDie m_red;
    LightDie m_green;
    LightDie m_blue;
};

constexpr PinHint kPins[] = {
    {"common", "the end that the three diodes share", 0, 0},
    {"red", "the red diode's own end", 1.6, 0},
    {"green", "the green diode's own end", 0, 1.6},
    {"blue", "the blue diode's own end", 1.6, 1.6},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "rgb-led",
                                  .title = "RGB LED",
                                  .description =
                                      "Red, green and blue light-emitting diodes in one body",
                                  .configuration = R"({
        "common": {"type": "string", "enum": ["anode", "cathode"],
                   "description": "Which end the diodes share.", "default": "anode"},
        "windowMilliseconds": {"type": "integer", "minimum": 1, "maximum": 1000,
                               "description": "Time over which brightness is the mean.", "default": 20}
    })",
                                  .drawing = {Shape::Light, 1.6, 1.6, "#f4f4f0", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<RgbLed>(setup);
                                  }};

} // namespace perisphere::parts::rgb_led
