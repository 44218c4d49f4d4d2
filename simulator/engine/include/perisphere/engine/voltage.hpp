// Voltages in integer microvolts against the board's ground.
#pragma once

#include <compare>
#include <cstdint>

namespace perisphere::engine
{

class Voltage
{
public:
    constexpr Voltage() = default;
    [[nodiscard]] static constexpr Voltage microvolts(std::int64_t value) { return Voltage(value); }
    [[nodiscard]] static constexpr Voltage millivolts(std::int64_t value)
    {
        return Voltage(value * 1000);
    }
    [[nodiscard]] constexpr std::int64_t microvolts() const { return m_microvolts; }

    constexpr auto operator<=>(const Voltage&) const = default; // NOLINT(modernize-use-nullptr)
    friend constexpr Voltage operator+(Voltage a, Voltage b)
    {
        return Voltage(a.m_microvolts + b.m_microvolts);
    }
    friend constexpr Voltage operator-(Voltage a, Voltage b)
    {
        return Voltage(a.m_microvolts - b.m_microvolts);
    }

private:
    explicit constexpr Voltage(std::int64_t value)
        : m_microvolts(value)
    {
    }
    std::int64_t m_microvolts = 0;
};

inline constexpr Voltage kGround;
/// What the MT3620's pins and nearly all that is wired to them are supplied with.
inline constexpr Voltage kSupply3V3 = Voltage::millivolts(3300);

} // namespace perisphere::engine
