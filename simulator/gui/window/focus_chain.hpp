// Where Tab goes.
#pragma once

class QMainWindow;
class QWidget;

namespace perisphere::studio
{

/// The next one that takes the keyboard and is seen, or the one before; nullptr: there is none. For
/// Qt, docks behind the one that is seen are as good as it, and Tab got lost in them.
[[nodiscard]] QWidget* nextInSight(const QMainWindow& window, bool isNext);

} // namespace perisphere::studio
