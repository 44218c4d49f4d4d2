// Content that is made anew while the window is there.
#pragma once

class QWidget;

namespace perisphere::studio
{

/// The order of Tab goes from `before` through what `content` has, in the order in which it was
/// made. Qt puts what is new behind all else of the window, where nobody looks for it.
void continueTabOrder(QWidget& before, QWidget& content);

} // namespace perisphere::studio
