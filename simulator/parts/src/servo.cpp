// A hobby servo: the width of the pulses that come some 50 times a second says the angle, and the
// arm goes there at its speed. Without pulses it stays where it is, without force. Leaves out load,
// the dead band and the supply.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::parts::servo
{
namespace
{

using namespace std::chrono_literals;

// Other pulses are no servo's.
constexpr engine::Duration kShortestPulse = 400us;
constexpr engine::Duration kLongestPulse = 2600us;
/// After so long without a pulse the motor is off.
constexpr engine::Duration kSignalLost = 50ms;
/// How often a moving arm is looked at.
constexpr engine::Duration kStep = 10ms;

class Servo final : public Part
{
public:
    explicit Servo(const PartSetup& setup)
        : Part(setup)
        , m_minimum(setup.configuration.number("minimumMicroseconds"))
        , m_maximum(setup.configuration.number("maximumMicroseconds"))
        , m_travel(setup.configuration.number("degrees"))
        , m_degreesPerSecond(setup.configuration.number("degreesPerSecond"))
        , m_angle(properties(), engine::Access::Observable, "angle", "of the arm", m_travel / 2,
                  "°", {0, {}, {}})
        , m_target(properties(), engine::Access::Observable, "target", "that the latest pulse asks",
                   m_travel / 2, "°", {0, {}, {}})
        , m_step(scheduler(), "servo.step", [this] { step(); })
        , m_lost(scheduler(), "servo.signalLost", [this] { loseSignal(); })
        , m_watch(pin("signal").onLevel([this](const engine::PinChange& change) { hear(change); }))
    {
    }

    void archiveState(StateArchive& archive) override
    {
        double angle = m_angle.value();
        double target = m_target.value();
        double pulse = m_pulse.value();
        bool active = m_active.value();
        std::int64_t sinceRise = (scheduler().now() - m_rise).count();
        std::int64_t sinceTurn = (scheduler().now() - m_turned).count();
        archive.number("angle", angle);
        archive.number("target", target);
        archive.number("pulse", pulse);
        archive.flag("active", active);
        archive.flag("inPulse", m_inPulse);
        archive.integer("sinceRise", sinceRise);
        archive.integer("sinceTurn", sinceTurn);
        archive.timer("step", m_step);
        archive.timer("lost", m_lost);
        if (!archive.isRestoring())
            return;
        m_rise = scheduler().now() - engine::Duration(sinceRise);
        m_turned = scheduler().now() - engine::Duration(sinceTurn);
        m_angle.set(std::clamp(angle, 0.0, m_travel));
        m_target.set(std::clamp(target, 0.0, m_travel));
        m_pulse.set(pulse);
        m_active.set(active);
    }

private:
    void hear(const engine::PinChange& change)
    {
        if (change.isRising()) {
            m_rise = change.time;
            m_inPulse = true;
        } else if (change.isFalling() && std::exchange(m_inPulse, false)) {
            const engine::Duration width = change.time - m_rise;
            if (width >= kShortestPulse && width <= kLongestPulse)
                follow(width);
        }
    }

    void follow(engine::Duration width)
    {
        const double microseconds = static_cast<double>(width.count()) / 1000;
        const double share =
            std::clamp((microseconds - m_minimum) / (m_maximum - m_minimum), 0.0, 1.0);
        advance(); // towards what was asked before
        m_lost.setAfter(kSignalLost);
        m_active.set(true);
        m_pulse.set(microseconds);
        m_target.set(share * m_travel);
        waitForStep();
    }

    void step()
    {
        advance();
        waitForStep();
    }

    /// Brings the arm to where it is by now.
    void advance()
    {
        const engine::Duration passed = scheduler().now() - m_turned;
        m_turned = scheduler().now();
        if (!m_active.value())
            return;
        const double reach = m_degreesPerSecond * static_cast<double>(passed.count()) / 1e9;
        const double way = m_target.value() - m_angle.value();
        m_angle.set(std::abs(way) <= reach ? m_target.value()
                                           : m_angle.value() + std::copysign(reach, way));
    }

    void waitForStep()
    {
        const double way = std::abs(m_target.value() - m_angle.value());
        m_step.cancel();
        if (way == 0) // an arm at rest has no events
            return;
        const auto left =
            engine::Duration(static_cast<std::int64_t>(std::ceil(way / m_degreesPerSecond * 1e9)));
        m_step.setAfter(std::min(kStep, left));
    }

    void loseSignal()
    {
        advance();
        m_step.cancel();
        m_active.set(false);
    }

    double m_minimum; // of the pulse, in microseconds
    double m_maximum;
    double m_travel; // in degrees
    double m_degreesPerSecond;
    engine::NumberProperty m_angle;
    engine::NumberProperty m_target;
    engine::NumberProperty m_pulse{
        properties(), engine::Access::Observable, "pulse", "width of the latest one", 0, "µs",
        {0, {}, {}}};
    engine::BoolProperty m_active{properties(), engine::Access::Observable, "active",
                                  "whether pulses come, so that it holds its angle"};
    engine::Timer m_step;
    engine::Timer m_lost;
    bool m_inPulse = false;
    engine::VirtualTime m_rise{};
    engine::VirtualTime m_turned{};
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"signal", "pulses of 1 to 2 ms", 11, 0, PinRole::Input},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "servo",
    .title = "Servo",
    .description = "A hobby servo that turns its arm to the angle its pulses ask for",
    .configuration = R"({
        "minimumMicroseconds": {"type": "integer", "minimum": 500, "maximum": 1400,
                                "description": "Width of the pulse for 0 degrees.",
                                "default": 1000},
        "maximumMicroseconds": {"type": "integer", "minimum": 1600, "maximum": 2500,
                                "description": "Width of the pulse for the whole travel.",
                                "default": 2000},
        "degrees": {"type": "number", "minimum": 10, "maximum": 360,
                    "description": "Travel from stop to stop.", "default": 180},
        "degreesPerSecond": {"type": "number", "minimum": 10, "maximum": 10000,
                             "description": "Speed of the arm.", "default": 600}
    })",
    .drawing = {Shape::Chip, 22.8, 12.2, "#2040a0", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<Servo>(setup);
    }};

} // namespace perisphere::parts::servo
