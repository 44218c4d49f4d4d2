// The colours of a terminal, legible on a light and on a dark background.
#pragma once

#include "terminal/terminal_screen.hpp"

#include <QColor>
#include <QPalette>

namespace perisphere::studio
{

struct TerminalColours {
    QColor foreground;
    QColor background; ///< invalid: that of the view
};

[[nodiscard]] TerminalColours coloursOf(const TerminalStyle& style, const QPalette& palette);

} // namespace perisphere::studio
