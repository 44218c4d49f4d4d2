// A linear potentiometer: two resistances that add up to its own, from the ends to the wiper.

#include "perisphere/parts/part_type.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::parts::potentiometer
{
namespace
{

class Potentiometer final : public Part
{
public:
    explicit Potentiometer(const PartSetup& setup)
        : Part(setup)
        , m_ohms(setup.configuration.number("ohms"))
        , m_lower(setup.context.netlist, pin("low"), pin("wiper"), part(m_position.value()))
        , m_upper(setup.context.netlist, pin("wiper"), pin("high"), part(1 - m_position.value()))
        , m_watch(m_position.onChange([this](const engine::PropertyChange&) { turn(); }))
    {
    }

private:
    /// At the stop one ohm is left, the resistance of the wiper's contact.
    [[nodiscard]] std::uint32_t part(double share) const
    {
        return static_cast<std::uint32_t>(std::max(1.0, std::round(share * m_ohms)));
    }
    void turn()
    {
        m_lower.setOhms(part(m_position.value()));
        m_upper.setOhms(part(1 - m_position.value()));
    }

    engine::NumberProperty m_position{
        properties(), engine::Access::Settable,
        "position",   "of the wiper, from the low end at 0 to the high end at 1",
        0.5,          "",
        {0, 1, 0.01}};
    double m_ohms;
    engine::Wire m_lower;
    engine::Wire m_upper;
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"low", "the end that the wiper is at when turned fully left", 2.5, 0},
    {"wiper", "the tap", 5, 0},
    {"high", "the end that the wiper is at when turned fully right", 7.5, 0},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "potentiometer",
                                  .title = "Potentiometer",
                                  .description = "A turning voltage divider with linear taper",
                                  .configuration = R"({
        "ohms": {"type": "integer", "minimum": 100, "maximum": 1000000,
                 "description": "Resistance from end to end.", "default": 10000}
    })",
                                  .drawing = {Shape::Knob, 10, 10, "#2050a0", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Potentiometer>(setup);
                                  }};

} // namespace perisphere::parts::potentiometer
