#include "board/adjustment.hpp"

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

constexpr double kSteps = 100; ///< of a property that names none

double stepOf(const PartProperty& property)
{
    if (property.step > 0)
        return property.step;
    const double share = (property.maximum - property.minimum) / kSteps;
    return property.type == PropertyType::Integer ? std::max(1.0, std::round(share)) : share;
}

void set(const PartSight& part, const PartProperty& property, double value)
{
    const double bounded = std::clamp(value, property.minimum, property.maximum);
    if (property.type == PropertyType::Integer)
        part.parts.set(part.name, property.name,
                       QVariant::fromValue(static_cast<qlonglong>(std::llround(bounded))));
    else
        part.parts.set(part.name, property.name, bounded);
}

} // namespace

double shareOf(const PartProperty& property, const QVariant& value)
{
    const double share =
        (value.toDouble() - property.minimum) / (property.maximum - property.minimum);
    return std::clamp(share, 0.0, 1.0);
}

void setShare(const PartSight& part, const PartProperty& property, double share)
{
    const double range = property.maximum - property.minimum;
    const double value = std::clamp(share, 0.0, 1.0) * range;
    // A pixel is no reason for a value with ten decimals.
    const double grain =
        property.step > 0 ? property.step : std::pow(10, std::floor(std::log10(range)) - 3);
    set(part, property, property.minimum + std::round(value / grain) * grain);
}

void stepBy(const PartSight& part, const PartProperty& property, int steps)
{
    set(part, property, part.value(property.name).toDouble() + steps * stepOf(property));
}

bool isAdjustable(const PartProperty& property)
{
    return property.isSettable && property.hasRange() &&
           (property.type == PropertyType::Integer || property.type == PropertyType::Number);
}

} // namespace perisphere::studio
