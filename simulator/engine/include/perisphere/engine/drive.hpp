// What a pin does to its net, and how a pin reads one.
#pragma once

#include "perisphere/engine/voltage.hpp"

#include <cstdint>
#include <string_view>

namespace perisphere::engine
{

/// Ascending: on a net the strongest drive wins.
enum class Strength : std::uint8_t {
    HighImpedance, ///< no drive
    Pull,          ///< a pull-up or pull-down inside a chip, tens of kilohms
    Weak,          ///< a resistor on the board: a series resistor, an I2C pull-up
    Strong,        ///< an output stage, a supply
    Short,         ///< a short circuit, as faults make: stronger than any output stage
};

[[nodiscard]] std::string_view name(Strength strength);

/// A voltage behind a resistance. The strength says against whom it wins; the resistance, which
/// share it has where drives that are not Strong mix (net.hpp).
struct Drive {
    Strength strength = Strength::HighImpedance;
    Voltage voltage;
    std::uint32_t ohms = 0; ///< source resistance; at least 1 unless HighImpedance

    static constexpr std::uint32_t kStrongOhms = 50;
    static constexpr std::uint32_t kWeakOhms = 1'000;
    static constexpr std::uint32_t kPullOhms = 47'000;

    [[nodiscard]] static constexpr Drive none() { return {}; }
    [[nodiscard]] static constexpr Drive strong(Voltage voltage)
    {
        return {Strength::Strong, voltage, kStrongOhms};
    }
    [[nodiscard]] static constexpr Drive weak(Voltage voltage, std::uint32_t ohms = kWeakOhms)
    {
        return {Strength::Weak, voltage, ohms};
    }
    [[nodiscard]] static constexpr Drive pull(Voltage voltage, std::uint32_t ohms = kPullOhms)
    {
        return {Strength::Pull, voltage, ohms};
    }

    /// What it is shorted to.
    [[nodiscard]] static constexpr Drive shorted(Voltage voltage)
    {
        return {Strength::Short, voltage, 1};
    }

    constexpr bool operator==(const Drive&) const = default;
};

/// The three output stages of a digital pin.
enum class OutputMode : std::uint8_t {
    PushPull,   ///< drives both levels
    OpenDrain,  ///< drives low, lets go for high
    OpenSource, ///< drives high, lets go for low
};

/// What an output stage does at a level: 0 V, the supply, or nothing.
[[nodiscard]] constexpr Drive digitalDrive(OutputMode mode, bool high, Voltage supply = kSupply3V3)
{
    const bool letsGo = mode == (high ? OutputMode::OpenDrain : OutputMode::OpenSource);
    return letsGo ? Drive::none() : Drive::strong(high ? supply : kGround);
}

/// What a digital input makes of a net.
enum class Level : std::uint8_t {
    Low,
    High,
    Floating, ///< nobody drives the net
};

[[nodiscard]] std::string_view name(Level level);

/// Thresholds of a digital input. Between them the input keeps what it read before: hysteresis.
struct Threshold {
    Voltage low = Voltage::millivolts(800);   ///< VIL: reads low at or below
    Voltage high = Voltage::millivolts(2000); ///< VIH: reads high at or above

    /// 30 % and 70 % of the supply.
    [[nodiscard]] static constexpr Threshold cmos(Voltage supply)
    {
        return {Voltage::microvolts(supply.microvolts() * 3 / 10),
                Voltage::microvolts(supply.microvolts() * 7 / 10)};
    }
    constexpr bool operator==(const Threshold&) const = default;
};

} // namespace perisphere::engine
