#include "pages/tab_order.hpp"

#include <QList>
#include <QWidget>

namespace perisphere::studio
{

void continueTabOrder(QWidget& before, QWidget& content)
{
    QList<QWidget*> inside;
    for (QWidget* one = content.nextInFocusChain(); one != &content; one = one->nextInFocusChain())
        if (content.isAncestorOf(one) && (one->focusPolicy() & Qt::TabFocus) != 0 &&
            one->focusProxy() == nullptr)
            inside.append(one);
    QWidget* previous = &before;
    for (QWidget* const one : inside) {
        QWidget::setTabOrder(previous, one);
        previous = one;
    }
}

} // namespace perisphere::studio
