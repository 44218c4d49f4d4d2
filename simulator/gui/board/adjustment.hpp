// A numeric property that is set by dragging or by keys: what a knob and a slider have in common.
#pragma once

#include "board/part_look.hpp"

namespace perisphere::studio
{

/// Where it is in its range: 0 to 1.
[[nodiscard]] double shareOf(const PartProperty& property, const QVariant& value);
/// Sets it to that share of its range, in whole steps.
void setShare(const PartSight& part, const PartProperty& property, double share);
/// Sets it some steps further, within its range. A property that knows no step goes through its
/// range in a hundred.
void stepBy(const PartSight& part, const PartProperty& property, int steps);
/// What sliders can set.
[[nodiscard]] bool isAdjustable(const PartProperty& property);

} // namespace perisphere::studio
