#include "pages/turning_splitter.hpp"

#include <algorithm>

namespace perisphere::studio
{

TurningSplitter::TurningSplitter(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
{
    setChildrenCollapsible(false);
}

int TurningSplitter::wantedWidth() const
{
    int width = (count() - 1) * handleWidth();
    for (int i = 0; i < count(); ++i)
        width += std::max(widget(i)->minimumSizeHint().width(), widget(i)->minimumWidth());
    return width;
}

/// The least that a dock can make it.
QSize TurningSplitter::minimumSizeHint() const
{
    QSize least;
    for (int i = 0; i < count(); ++i)
        least = least.expandedTo(widget(i)->minimumSizeHint()).expandedTo(widget(i)->minimumSize());
    return least;
}

void TurningSplitter::resizeEvent(QResizeEvent* event)
{
    // What is too narrow and low as well has more use of its width.
    const bool isTall = width() < wantedWidth() && height() > width();
    const Qt::Orientation wanted = isTall ? Qt::Vertical : Qt::Horizontal;
    if (orientation() != wanted)
        setOrientation(wanted);
    QSplitter::resizeEvent(event);
}

} // namespace perisphere::studio
