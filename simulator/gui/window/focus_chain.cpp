#include "window/focus_chain.hpp"

#include <QDockWidget>
#include <QMainWindow>

namespace perisphere::studio
{
namespace
{

bool isSeen(const QWidget& widget)
{
    for (const QWidget* one = &widget; one != nullptr; one = one->parentWidget())
        if (qobject_cast<const QDockWidget*>(one) != nullptr && one->visibleRegion().isEmpty())
            return false; // behind another one
    return widget.isVisible();
}

} // namespace

QWidget* nextInSight(const QMainWindow& window, bool isNext)
{
    QWidget* const first = window.focusWidget();
    if (first == nullptr)
        return nullptr;
    const auto step = [isNext](QWidget* from) {
        return isNext ? from->nextInFocusChain() : from->previousInFocusChain();
    };
    for (QWidget* one = step(first); one != first; one = step(one))
        if ((one->focusPolicy() & Qt::TabFocus) != 0 && one->focusProxy() == nullptr &&
            one->isEnabled() && one->window() == &window && isSeen(*one))
            return one;
    return nullptr;
}

} // namespace perisphere::studio
