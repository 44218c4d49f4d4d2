// What one wants to know of a pin: its function, what it is joined with, its voltage, and which app
// has it.
#pragma once

#include "models/nets_model.hpp"

#include <QColor>

namespace perisphere::studio
{

[[nodiscard]] QString pinText(const NetsModel& nets, const QString& pin, const QString& function);

/// Of the net that the pin is on; grey while nothing is known.
[[nodiscard]] QColor pinColour(const NetsModel& nets, const QString& pin);

} // namespace perisphere::studio
