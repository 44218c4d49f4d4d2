// ADC controller 0: eight channels on GPIO41 to GPIO48, 12 bits.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/voltage.hpp"
#include "perisphere/soc/pads.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace perisphere::soc
{

class Adc
{
public:
    static constexpr unsigned kBits = 12;
    static constexpr std::uint32_t kMaximum = (1U << kBits) - 1;

    /// From the start of a conversion to its result; the sample is taken at its end.
    static constexpr engine::Duration kConversionTime = std::chrono::microseconds(25);

    Adc(engine::Scheduler& scheduler, Pads& pads)
        : m_scheduler(scheduler)
        , m_pads(pads)
    {
    }

    /// 1.8 V to 2.5 V; from 2.15 V on selects the 2.5 V reference, below it the 1.8 V one, for all
    /// channels. false, and nothing changes, outside.
    [[nodiscard]] bool setReference(engine::Voltage voltage);
    [[nodiscard]] engine::Voltage reference() const { return m_reference; }

    /// The code that a conversion would give now: voltage * 4095 / reference, rounded, saturated.
    [[nodiscard]] std::uint32_t sample(unsigned channel) const;

    using Done = engine::MoveOnlyFunction<void(std::uint32_t code)>;
    /// Calls `done` after kConversionTime.
    void convert(unsigned channel, Done done);

private:
    engine::Scheduler& m_scheduler;
    Pads& m_pads;
    engine::Voltage m_reference = engine::Voltage::millivolts(2500);
};

} // namespace perisphere::soc
