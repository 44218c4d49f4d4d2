// What one wants to know of a pin: its function, what it is joined with, its voltage, and which app
// has it.
#pragma once

#include "models/nets_model.hpp"

#include <QColor>

namespace perisphere::studio
{

[[nodiscard]] QString pinText(const NetsModel& nets, const QString& pin, const QString& function);

/// The same of a part's pin, in one line: what it is called, its voltage, who has it, what it is
/// joined with. Empty: the device has no such pin.
[[nodiscard]] QString pinLine(const NetsModel& nets, const QString& part, const QString& pin);

/// The chip, and who has which of its pins open as what, a line each.
[[nodiscard]] QString chipText(const NetsModel& nets, const QString& chip);

/// Of the net that the pin is on; grey while nothing is known.
[[nodiscard]] QColor pinColour(const NetsModel& nets, const QString& pin);

} // namespace perisphere::studio
