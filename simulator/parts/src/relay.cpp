// An electromechanical relay with one changeover contact. The coil pulls in and lets go at its two
// voltages, of either polarity, after its operate and release times. Leaves out the coil's current
// (a GPIO without a transistor drives it as well), the contacts' bounce and transfer time.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <cmath>
#include <cstdlib>

namespace perisphere::parts::relay
{
namespace
{

engine::Duration milliseconds(double value)
{
    return engine::Duration(static_cast<std::int64_t>(std::llround(value * 1e6)));
}

class Relay final : public Part
{
public:
    explicit Relay(const PartSetup& setup)
        : Part(setup)
        , m_operateVoltage(engine::Voltage::millivolts(
              static_cast<std::int64_t>(setup.configuration.number("operateMillivolts"))))
        , m_releaseVoltage(engine::Voltage::millivolts(
              static_cast<std::int64_t>(setup.configuration.number("releaseMillivolts"))))
        , m_operateTime(milliseconds(setup.configuration.number("operateMilliseconds")))
        , m_releaseTime(milliseconds(setup.configuration.number("releaseMilliseconds")))
        , m_closed(setup.context.netlist, pin("common"), pin("nc"), 0, true)
        , m_open(setup.context.netlist, pin("common"), pin("no"), 0, false)
        , m_moved(scheduler(), "relay.moved", [this] { move(m_energized.value()); })
        , m_watch1(pin("A1").onChange([this](const engine::PinChange&) { update(); }))
        , m_watch2(pin("A2").onChange([this](const engine::PinChange&) { update(); }))
    {
    }

    void archiveState(StateArchive& archive) override
    {
        bool energized = m_energized.value();
        bool operated = m_operated.value();
        std::int64_t operations = m_operations.value();
        archive.flag("energized", energized);
        archive.flag("operated", operated);
        archive.integer("operations", operations);
        archive.timer("moved", m_moved);
        if (!archive.isRestoring())
            return;
        m_energized.set(energized);
        if (operated != m_operated.value())
            move(operated);
        m_operations.set(operations);
    }

private:
    /// Across the coil, without its sign; nothing while an end is not driven.
    [[nodiscard]] engine::Voltage coilVoltage() const
    {
        const engine::PinState& a = pin("A1").state();
        const engine::PinState& b = pin("A2").state();
        // A chip's pull resistor moves no armature.
        if (a.strength < engine::Strength::Weak || b.strength < engine::Strength::Weak)
            return {};
        return engine::Voltage::microvolts(std::abs((a.voltage - b.voltage).microvolts()));
    }

    void update()
    {
        const engine::Voltage voltage = coilVoltage();
        const bool energized =
            voltage >= (m_energized.value() ? m_releaseVoltage : m_operateVoltage);
        if (energized == m_energized.value())
            return;
        m_energized.set(energized);
        // A coil that changes its mind before the armature moved leaves it where it is.
        if (energized == m_operated.value())
            m_moved.cancel();
        else
            m_moved.setAfter(energized ? m_operateTime : m_releaseTime);
    }

    void move(bool operated)
    {
        // Break before make.
        (operated ? m_closed : m_open).setConnected(false);
        (operated ? m_open : m_closed).setConnected(true);
        m_operated.set(operated);
        if (operated)
            m_operations.set(m_operations.value() + 1);
    }

    engine::BoolProperty m_energized{properties(), engine::Access::Observable, "energized",
                                     "whether its coil has voltage enough"};
    engine::BoolProperty m_operated{properties(), engine::Access::Observable, "operated",
                                    "whether it joins common to no, or else to nc"};
    engine::IntegerProperty m_operations{
        properties(), engine::Access::Observable, "operations", "how often it pulled in", 0, "",
        {0, {}, {}}};
    engine::Voltage m_operateVoltage;
    engine::Voltage m_releaseVoltage;
    engine::Duration m_operateTime;
    engine::Duration m_releaseTime;
    engine::Wire m_closed;
    engine::Wire m_open;
    engine::Timer m_moved;
    engine::Subscription m_watch1;
    engine::Subscription m_watch2;
};

constexpr PinHint kPins[] = {
    {"A1", "one end of the coil", 2, 2},
    {"A2", "the other end of the coil", 2, 13},
    {"common", "the moving contact", 17, 7.5},
    {"nc", "normally closed: joined to common at rest", 17, 13},
    {"no", "normally open: joined to common while operated", 17, 2},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "relay",
                                  .title = "Relay",
                                  .description = "A coil that moves a changeover contact",
                                  .configuration = R"({
        "operateMillivolts": {"type": "integer", "minimum": 100, "maximum": 60000,
                              "description": "Across the coil, from which on it pulls in.",
                              "default": 2250},
        "releaseMillivolts": {"type": "integer", "minimum": 10, "maximum": 60000,
                              "description": "Across the coil, below which it lets go.",
                              "default": 300},
        "operateMilliseconds": {"type": "number", "minimum": 0.1, "maximum": 1000,
                                "description": "From the coil's voltage to the moved contact.",
                                "default": 7},
        "releaseMilliseconds": {"type": "number", "minimum": 0.1, "maximum": 1000,
                                "description": "From the end of the voltage to the contact at rest.",
                                "default": 3}
    })",
                                  .drawing = {Shape::Chip, 19, 15, "#2060b0", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Relay>(setup);
                                  }};

} // namespace perisphere::parts::relay
