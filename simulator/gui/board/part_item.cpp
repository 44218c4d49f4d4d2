#include "board/part_item.hpp"

#include "board/millimetre_text.hpp"

#include <QCursor>
#include <QFocusEvent>
#include <QGraphicsSceneMouseEvent>
#include <QKeyEvent>
#include <QStyleOptionGraphicsItem>

#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr double kLabelShare = 0.8; ///< of its area's height

} // namespace

PartItem::PartItem(PartsModel& parts, BoardPartPlace place, QGraphicsItem* parent)
    : QGraphicsObject(parent)
    , m_parts(parts)
    , m_place(std::move(place))
    , m_look(makeLook(m_place.kind))
{
    setObjectName(m_place.name);
    setFlags(ItemIsFocusable | ItemIsSelectable);
    setAcceptHoverEvents(true);
    setRotation(-m_place.placement.rotation);
    if (m_look->isPressable())
        setCursor(Qt::PointingHandCursor);
    connect(&parts, &PartsModel::valueChanged, this, [this](const QString& part) {
        if (part == m_place.name)
            update();
    });
    describe();
}

void PartItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->save();
    m_look->paint(*painter, sight());
    painter->restore();
    if (const QRectF label = m_look->labelArea(); !label.isEmpty()) {
        painter->setPen(QColor(0xE8, 0xF0, 0xE8));
        drawText(*painter, label, Qt::AlignHCenter | Qt::AlignTop, m_place.name,
                 label.height() * kLabelShare);
    }
    if (!hasFocus() && !isSelected())
        return;
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(QColor(0xFF, 0xB0, 0x20), 0.25));
    painter->drawRoundedRect(m_look->bounds().adjusted(0.15, 0.15, -0.15, -0.15), 0.5, 0.5);
}

/// Its name is not to be pressed.
QPainterPath PartItem::shape() const
{
    QPainterPath path;
    path.addRect(m_look->bounds());
    return path;
}

void PartItem::press()
{
    if (std::exchange(m_isHeld, true) || !m_look->isPressable())
        return;
    m_look->press(sight());
}

void PartItem::release()
{
    if (!std::exchange(m_isHeld, false) || !m_look->isPressable())
        return;
    m_look->release(sight());
}

void PartItem::mousePressEvent(QGraphicsSceneMouseEvent* event)
{
    QGraphicsObject::mousePressEvent(event);
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton)
        press();
    event->accept();
}

void PartItem::mouseReleaseEvent(QGraphicsSceneMouseEvent* event)
{
    QGraphicsObject::mouseReleaseEvent(event);
    release();
}

void PartItem::keyPressEvent(QKeyEvent* event)
{
    const bool isPress = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return;
    if (!isPress || !m_look->isPressable()) {
        QGraphicsObject::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        press();
}

void PartItem::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat())
        release();
}

void PartItem::focusInEvent(QFocusEvent* event)
{
    QGraphicsObject::focusInEvent(event);
    Q_EMIT chosen(m_place.name);
    update();
}

/// Whoever looks away lets go.
void PartItem::focusOutEvent(QFocusEvent* event)
{
    QGraphicsObject::focusOutEvent(event);
    release();
    update();
}

void PartItem::hoverEnterEvent(QGraphicsSceneHoverEvent*)
{
    describe();
}

void PartItem::describe()
{
    const QString title = m_place.label.isEmpty()
                              ? m_place.name
                              : QStringLiteral("%1 – %2").arg(m_place.name, m_place.label);
    const QString text = m_look->text(sight());
    setToolTip(text.isEmpty() ? title : title + '\n' + text);
}

} // namespace perisphere::studio
