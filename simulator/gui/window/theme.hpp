// Light or dark.
#pragma once

#include <QString>

class QApplication;

namespace perisphere::studio
{

enum class Theme { Light, Dark };

[[nodiscard]] QString name(Theme theme);             ///< "light", "dark"
[[nodiscard]] Theme themeNamed(const QString& name); ///< the light one for any other name
void apply(Theme theme, QApplication& application);

} // namespace perisphere::studio
