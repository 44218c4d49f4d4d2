#include "board/board_view.hpp"

#include <QFocusEvent>
#include <QGraphicsItem>
#include <QKeyEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <functional>

namespace perisphere::studio
{
namespace
{

constexpr double kZoomStep = 1.25;
constexpr double kLeast = 1; ///< pixels a millimetre
constexpr double kMost = 200;
constexpr double kWheelNotch = 120; ///< of a wheel, in Qt's units

} // namespace

BoardView::BoardView(QGraphicsScene* scene, QWidget* parent)
    : QGraphicsView(scene, parent)
{
    setRenderHint(QPainter::Antialiasing);
    setTransformationAnchor(AnchorUnderMouse);
    setDragMode(ScrollHandDrag);
    setFrameShape(NoFrame);
    setBackgroundRole(QPalette::Window); // beside the board
    setAccessibleName(tr("Board"));
    setAccessibleDescription(
        tr("The board. Tab goes from part to part, space presses a button, plus and minus zoom."));
}

void BoardView::showAll()
{
    m_showsAll = true;
    fitInView(sceneRect(), Qt::KeepAspectRatio);
}

void BoardView::zoom(double factor)
{
    m_showsAll = false;
    const double now = transform().m11() * factor;
    if (now >= kLeast && now <= kMost)
        scale(factor, factor);
}

void BoardView::wheelEvent(QWheelEvent* event)
{
    zoom(std::pow(kZoomStep, event->angleDelta().y() / kWheelNotch));
    event->accept();
}

void BoardView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
        zoom(kZoomStep);
        return;
    case Qt::Key_Minus:
        zoom(1 / kZoomStep);
        return;
    case Qt::Key_0:
        showAll();
        return;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

void BoardView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_showsAll)
        showAll();
}

void BoardView::focusInEvent(QFocusEvent* event)
{
    QGraphicsView::focusInEvent(event);
    if (event->reason() != Qt::TabFocusReason && event->reason() != Qt::BacktabFocusReason)
        return;
    scene()->setFocusItem(nullptr); // the one that was left last has it again: from the start
    focusNextPart(event->reason() == Qt::TabFocusReason);
}

bool BoardView::focusNextPrevChild(bool isNext)
{
    return focusNextPart(isNext) || QGraphicsView::focusNextPrevChild(isNext);
}

/// Parts first, then connectors, which lie below. Scenes go from widget to widget only.
bool BoardView::focusNextPart(bool isNext)
{
    QList<QGraphicsItem*> parts = scene()->items(Qt::AscendingOrder);
    parts.removeIf([](const QGraphicsItem* one) {
        return !one->flags().testFlag(QGraphicsItem::ItemIsFocusable);
    });
    std::ranges::stable_sort(parts, std::greater(), &QGraphicsItem::zValue);
    if (!isNext)
        std::ranges::reverse(parts);
    const qsizetype next = parts.indexOf(scene()->focusItem()) + 1; // the first one: nothing has it
    if (next >= parts.size())
        return false;
    parts[next]->setFocus(isNext ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    parts[next]->ensureVisible(QRectF(), 0, 0);
    return true;
}

} // namespace perisphere::studio
