// A momentary push-button: a contact between two pins. Bounce is off unless configured; then the
// contact opens and closes at random instants, the same ones in every run, before it settles.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

namespace perisphere::parts::button
{
namespace
{

class Button final : public Part
{
public:
    explicit Button(const PartSetup& setup)
        : Part(setup)
        , m_contact(setup.context.netlist, pin("1"), pin("2"), 0, false)
        , m_chance(setup.context.random.stream(setup.name + ".bounce"))
        , m_bounceTime(std::chrono::microseconds(
              static_cast<std::int64_t>(setup.configuration.number("bounceMicroseconds"))))
        , m_bounce(scheduler(), "button.bounce", [this] { bounce(); })
        , m_pressedWatch(m_pressed.onChange([this](const engine::PropertyChange&) { move(); }))
    {
    }

    void archiveState(StateArchive& archive) override
    {
        bool isClosed = m_contact.isConnected();
        std::int64_t presses = m_presses.value();
        archive.flag("closed", isClosed);
        archive.integer("presses", presses);
        archive.integer("togglesLeft", m_togglesLeft);
        archive.timer("bounce", m_bounce);
        if (!archive.isRestoring())
            return;
        m_contact.setConnected(isClosed);
        m_presses.set(presses);
    }

private:
    /// Each movement bounces up to this many times.
    static constexpr std::uint64_t kMaxBounces = 4;

    void move()
    {
        if (m_pressed.value())
            m_presses.set(m_presses.value() + 1);
        if (m_bounceTime == engine::Duration::zero()) {
            m_contact.setConnected(m_pressed.value());
            return;
        }
        // An odd number of toggles ends in the other position; from there the contact settles.
        m_togglesLeft = 1 + 2 * static_cast<unsigned>(1 + m_chance.below(kMaxBounces));
        bounce();
    }

    void bounce()
    {
        --m_togglesLeft;
        if (m_togglesLeft == 0) {
            m_contact.setConnected(m_pressed.value());
            return;
        }
        m_contact.setConnected(!m_contact.isConnected());
        // The gaps add up to at most the bounce time.
        constexpr std::int64_t kMaxGaps = 2 * kMaxBounces;
        const auto longest = static_cast<std::uint64_t>(m_bounceTime.count() / kMaxGaps);
        m_bounce.setAfter(engine::Duration(static_cast<std::int64_t>(1 + m_chance.below(longest))));
    }

    engine::BoolProperty m_pressed{properties(), engine::Access::Settable, "pressed",
                                   "whether a finger holds it down"};
    engine::IntegerProperty m_presses{
        properties(), engine::Access::Observable, "presses", "how often it was pressed", 0, "",
        {0, {}, {}}};
    engine::Wire m_contact;
    engine::Random m_chance;
    engine::Duration m_bounceTime;
    engine::Timer m_bounce;
    unsigned m_togglesLeft = 0;
    engine::Subscription m_pressedWatch;
};

constexpr PinHint kPins[] = {
    {"1", "one side of the contact", 0, 2.25},
    {"2", "the other side of the contact", 6, 2.25},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "button",
                                  .title = "Push-button",
                                  .description = "A momentary contact, closed while pressed",
                                  .configuration = R"({
        "bounceMicroseconds": {"type": "integer", "minimum": 0, "maximum": 100000,
                               "description": "How long the contact bounces; 0 is a perfect one.",
                               "default": 0}
    })",
                                  .drawing = {Shape::Button, 6, 4.5, "#303030", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Button>(setup);
                                  }};

} // namespace perisphere::parts::button
