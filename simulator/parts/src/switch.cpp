// A slide switch: its middle pin is joined to one of two others.

#include "perisphere/parts/part_type.hpp"

namespace perisphere::parts::toggle_switch
{
namespace
{

class Switch final : public Part
{
public:
    explicit Switch(const PartSetup& setup)
        : Part(setup)
        , m_off(setup.context.netlist, pin("common"), pin("off"), 0, true)
        , m_on(setup.context.netlist, pin("common"), pin("on"), 0, false)
        , m_watch(m_isOn.onChange([this](const engine::PropertyChange&) { move(); }))
    {
    }

private:
    void move()
    {
        // Break before make, as slide switches do.
        (m_isOn.value() ? m_off : m_on).setConnected(false);
        (m_isOn.value() ? m_on : m_off).setConnected(true);
    }

    engine::BoolProperty m_isOn{properties(), engine::Access::Settable, "on",
                                "whether it joins common to on, or else to off"};
    engine::Wire m_off;
    engine::Wire m_on;
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"off", "joined to common while the switch is off", 0, 0},
    {"common", "the moving contact", 2.5, 0},
    {"on", "joined to common while the switch is on", 5, 0},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "switch",
    .title = "Switch",
    .description = "A slide switch that joins its common pin to one of two others",
    .configuration = "{}",
    .drawing = {Shape::Switch, 8.6, 4.3, "#202020", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<Switch>(setup);
    }};

} // namespace perisphere::parts::toggle_switch
