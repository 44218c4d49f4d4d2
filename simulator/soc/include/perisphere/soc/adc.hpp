// ADC controller 0: eight channels on GPIO41 to GPIO48, 12 bits.
#pragma once

#include "perisphere/bus/port_registry.hpp"
#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/voltage.hpp"
#include "perisphere/soc/pads.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace perisphere::soc
{

class AdcDisturbance;
using AdcDisturbances = bus::PortList<AdcDisturbance>;

/// What falsifies conversions or keeps them from ending: faults that somebody injects.
class AdcDisturbance
{
public:
    explicit AdcDisturbance(AdcDisturbances& list)
        : m_list(list)
    {
        m_list.add(*this);
    }
    AdcDisturbance(const AdcDisturbance&) = delete;
    AdcDisturbance& operator=(const AdcDisturbance&) = delete;
    virtual ~AdcDisturbance() { m_list.remove(*this); }

    /// What the converter holds in place of the pad's voltage. Once a sample.
    virtual engine::Voltage disturbed(unsigned channel, engine::Voltage voltage)
    {
        static_cast<void>(channel);
        return voltage;
    }
    /// Whether a conversion that begins now does not end.
    virtual bool stalls(unsigned channel)
    {
        static_cast<void>(channel);
        return false;
    }

private:
    AdcDisturbances& m_list;
};

/// Who watches the conversions: a timeline. Changes nothing.
class AdcObserver
{
public:
    virtual ~AdcObserver() = default;
    /// A conversion that ends now.
    virtual void converted(unsigned channel, std::uint32_t code, engine::Duration took) = 0;
};

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

    /// After which the driver gives up a conversion that does not end.
    static constexpr engine::Duration kTimeout = std::chrono::seconds(1);

    /// 1.8 V to 2.5 V; from 2.15 V on selects the 2.5 V reference, below it the 1.8 V one, for all
    /// channels. false, and nothing changes, outside.
    [[nodiscard]] bool setReference(engine::Voltage voltage);
    [[nodiscard]] engine::Voltage reference() const { return m_reference; }

    /// The code that a conversion would give now: voltage * 4095 / reference, rounded, saturated.
    [[nodiscard]] std::uint32_t sample(unsigned channel) const;

    /// Whether a fault keeps a conversion from ending. Once a conversion.
    [[nodiscard]] bool isStalled(unsigned channel) const;

    [[nodiscard]] AdcDisturbances& disturbances() { return m_disturbances; }

    /// nullptr: nobody watches. It outlives the converter, or takes itself away.
    void setObserver(AdcObserver* observer) { m_observer = observer; }
    /// What conversions end with is told by whoever keeps their time.
    void tell(unsigned channel, std::uint32_t code, engine::Duration took) const
    {
        if (m_observer != nullptr)
            m_observer->converted(channel, code, took);
    }

    using Done = engine::MoveOnlyFunction<void(std::uint32_t code)>;
    /// Calls `done` after kConversionTime.
    void convert(unsigned channel, Done done);

private:
    engine::Scheduler& m_scheduler;
    Pads& m_pads;
    AdcDisturbances m_disturbances;
    AdcObserver* m_observer = nullptr;
    engine::Voltage m_reference = engine::Voltage::millivolts(2500);
};

} // namespace perisphere::soc
