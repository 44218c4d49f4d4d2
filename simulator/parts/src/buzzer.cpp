// A passive (piezo) buzzer: sounds at the frequency that its pins are driven with.

#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <cmath>

namespace perisphere::parts::buzzer
{
namespace
{

using namespace std::chrono_literals;

class Buzzer final : public Part
{
public:
    explicit Buzzer(const PartSetup& setup)
        : Part(setup)
        , m_silence(scheduler(), "buzzer.silence", [this] { fallSilent(); })
        , m_watch(pin("+").onLevel([this](const engine::PinChange& change) { hear(change); }))
    {
    }

    void archiveState(StateArchive& archive) override
    {
        double frequency = m_frequency.value();
        double duty = m_dutyCycle.value();
        std::int64_t sinceRise = (scheduler().now() - m_rise).count();
        std::int64_t highTime = m_highTime.count();
        archive.number("frequency", frequency);
        archive.number("dutyCycle", duty);
        archive.flag("inPeriod", m_inPeriod);
        archive.integer("sinceRise", sinceRise);
        archive.integer("highTime", highTime);
        archive.timer("silence", m_silence);
        m_rise = scheduler().now() - engine::Duration(sinceRise);
        m_highTime = engine::Duration(highTime);
        if (archive.isRestoring())
            show(frequency, duty);
    }

private:
    /// Below 20 Hz it clicks but does not sound.
    static constexpr engine::Duration kLongestPeriod = 50ms;

    void hear(const engine::PinChange& change)
    {
        if (change.isFalling())
            m_highTime = change.time - m_rise;
        if (!change.isRising())
            return;
        const engine::Duration period = change.time - m_rise;
        if (m_inPeriod && period > 0ns)
            show(std::round(1e11 / static_cast<double>(period.count())) / 100,
                 std::round(1000 * static_cast<double>(m_highTime.count()) /
                            static_cast<double>(period.count())) /
                     1000);
        m_rise = change.time;
        m_inPeriod = true;
        m_silence.setAfter(kLongestPeriod);
    }

    void fallSilent()
    {
        m_inPeriod = false;
        show(0, 0);
    }

    void show(double frequency, double dutyCycle)
    {
        m_frequency.set(frequency);
        m_dutyCycle.set(dutyCycle);
        m_sounding.set(frequency > 0);
    }

    engine::BoolProperty m_sounding{properties(), engine::Access::Observable, "sounding",
                                    "whether it is driven at 20 Hz or more"};
    engine::NumberProperty m_frequency{properties(),
                                       engine::Access::Observable,
                                       "frequency",
                                       "of the last period, 0 when silent",
                                       0,
                                       "Hz",
                                       {0, {}, {}}};
    engine::NumberProperty m_dutyCycle{properties(),
                                       engine::Access::Observable,
                                       "dutyCycle",
                                       "share of the last period that the drive was high",
                                       0,
                                       "",
                                       {0, 1, {}}};
    engine::Timer m_silence;
    bool m_inPeriod = false;
    engine::VirtualTime m_rise{};
    engine::Duration m_highTime{};
    engine::Subscription m_watch;
};

constexpr PinHint kPins[] = {
    {"+", "driven by the signal", 2.7, 6},
    {"-", "to ground", 9.3, 6},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "buzzer",
    .title = "Buzzer",
    .description = "A passive buzzer that sounds at the frequency it is driven with",
    .configuration = "{}",
    .drawing = {Shape::Sounder, 12, 12, "#181818", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<Buzzer>(setup);
    }};

} // namespace perisphere::parts::buzzer
