#include "board/part_item.hpp"

#include "board/millimetre_text.hpp"
#include "board/pin_text.hpp"

#include <QCursor>
#include <QFocusEvent>
#include <QGraphicsScene>
#include <QGraphicsSceneMouseEvent>
#include <QKeyEvent>
#include <QLineF>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr double kPartLabelShare = 0.8;    ///< of its area's height
constexpr QColor kPlate(0x14, 0x5A, 0x41); ///< the board's green
constexpr QColor kPlateEdge(0x0B, 0x3D, 0x2C);
constexpr double kPlateMargin = 0.7; ///< mm
constexpr double kPinPitch = 2.54;   ///< mm
constexpr double kPinSide = 1.1;
constexpr double kPinText = 5;   ///< mm, at most, of a name below its pin
constexpr double kPinName = 1.2; ///< mm
constexpr double kPinGap = 0.3;
constexpr int kManySteps = 10; ///< of a page key

} // namespace

PartItem::PartItem(PartsModel& parts, NetsModel& nets, BoardPartPlace place, const PartKind* kind,
                   Setting setting, QGraphicsItem* parent)
    : QGraphicsObject(parent)
    , m_parts(parts)
    , m_nets(nets)
    , m_place(std::move(place))
    , m_look(makeLook(m_place.kind))
    , m_setting(setting)
{
    if (kind != nullptr)
        m_pins = kind->pins;
    for (const PartPin& pin : m_pins)
        m_pinText =
            std::max(m_pinText, std::min(textWidth(pin.name, kPinName) + kPinGap, kPinText));
    setObjectName(m_place.name);
    setFlags(ItemIsFocusable | ItemIsSelectable);
    setFlag(ItemIsMovable, m_setting.isEdited && m_setting.isOwn);
    setAcceptHoverEvents(true);
    setRotation(-m_place.placement.rotation);
    if (m_setting.isEdited)
        setCursor(m_setting.isOwn ? Qt::SizeAllCursor : Qt::ArrowCursor);
    else if (m_look->isPressable())
        setCursor(Qt::PointingHandCursor);
    connect(&parts, &PartsModel::valueChanged, this, [this](const QString& part) {
        if (part == m_place.name)
            update();
    });
    connect(&parts, &PartsModel::imageChanged, this, [this](const QString& part) {
        if (part == m_place.name)
            update();
    });
    connect(&parts, &PartsModel::partsChanged, this, [this] { update(); });
    if (showsPins())
        connect(&nets, &NetsModel::changed, this, [this] { update(pinArea()); });
    describe();
}

QRectF PartItem::boundingRect() const
{
    const QRectF look = m_look->bounds().united(m_look->labelArea());
    return look.united(pinArea()).marginsAdded(
        {kPlateMargin, kPlateMargin, kPlateMargin, kPlateMargin});
}

QRectF PartItem::area() const
{
    return showsPins() ? plate().united(named()) : named();
}

QRectF PartItem::named() const
{
    QRectF label = m_look->labelArea();
    if (label.isEmpty())
        return m_look->body();
    const double width = textWidth(m_place.name, label.height() * kPartLabelShare);
    if (const double spare = (label.width() - width) / 2; spare > 0)
        label.adjust(spare, 0, -spare, 0);
    return m_look->body().united(label);
}

/// What a part beside the board is mounted on.
QRectF PartItem::plate() const
{
    const QRectF body = m_look->bounds();
    const QRectF label = m_look->labelArea();
    QRectF plate = pinArea(); // of what has a body of its own it shows the pins only
    if (plate.isNull() || (!label.isEmpty() && !body.contains(label)))
        plate = plate.united(body).united(named());
    return plate.marginsAdded({kPlateMargin, kPlateMargin, kPlateMargin, kPlateMargin});
}

QPointF PartItem::placeOf(std::size_t pin) const
{
    const QRectF look = m_look->bounds().united(m_look->labelArea());
    const double column = static_cast<double>(pin) - (static_cast<double>(m_pins.size()) - 1) / 2;
    return {look.center().x() + column * kPinPitch, look.bottom() + kPinPitch / 2};
}

QRectF PartItem::pinArea() const
{
    if (!showsPins())
        return {};
    return QRectF(placeOf(0), placeOf(m_pins.size() - 1))
        .adjusted(-kPinPitch / 2, -kPinPitch / 2, kPinPitch / 2, kPinPitch / 2 + m_pinText);
}

void PartItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const QRectF label = m_look->labelArea();
    const bool isLabelOutside = !label.isEmpty() && !m_look->bounds().contains(label);
    if (m_setting.isBeside && (showsPins() || isLabelOutside)) {
        painter->setPen(QPen(kPlateEdge, 0.15));
        painter->setBrush(kPlate);
        painter->drawRoundedRect(plate().adjusted(0.1, 0.1, -0.1, -0.1), 0.6, 0.6);
    }
    painter->save();
    m_look->paint(*painter, sight());
    painter->restore();
    if (!label.isEmpty()) {
        painter->setPen(QColor(0xE8, 0xF0, 0xE8));
        drawText(*painter, label, Qt::AlignHCenter | Qt::AlignTop, m_place.name,
                 label.height() * kPartLabelShare);
    }
    if (showsPins())
        paintPins(*painter);
    if (!hasFocus() && !isSelected())
        return;
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(QColor(0xFF, 0xB0, 0x20), 0.25));
    painter->drawRoundedRect(m_look->body().adjusted(0.15, 0.15, -0.15, -0.15), 0.5, 0.5);
}

void PartItem::paintPins(QPainter& painter) const
{
    for (std::size_t i = 0; i < m_pins.size(); ++i) {
        const QPointF at = placeOf(i);
        painter.setPen(QPen(QColor(0xF4, 0xF4, 0xE8), 0.15));
        painter.setBrush(pinColour(m_nets, m_place.name + '.' + m_pins[i].name));
        painter.drawRect(QRectF(at.x() - kPinSide / 2, at.y() - kPinSide / 2, kPinSide, kPinSide));
        painter.save();
        painter.translate(at.x(), at.y() + kPinSide / 2 + kPinGap);
        painter.rotate(90);
        painter.setPen(QColor(0xE8, 0xF0, 0xE8));
        drawText(painter, QRectF(0, -0.8, kPinText, 1.6), Qt::AlignLeft | Qt::AlignVCenter,
                 m_pins[i].name, kPinName);
        painter.restore();
    }
}

/// Its name is not to be pressed.
QPainterPath PartItem::shape() const
{
    QPainterPath path;
    path.addRect(m_look->body());
    if (showsPins())
        path.addRect(pinArea().adjusted(0, 0, 0, -m_pinText));
    return path;
}

void PartItem::press()
{
    if (std::exchange(m_isHeld, true) || !m_look->isPressable())
        return;
    m_look->press(sight());
    update();
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
    m_from = pos();
    event->accept();
    if (m_setting.isEdited || event->button() != Qt::LeftButton ||
        !m_look->body().contains(event->pos()))
        return;
    m_isGripped = m_look->grip(sight(), event->pos());
    if (m_isGripped)
        m_look->drag(sight(), event->pos());
    else
        press();
}

void PartItem::mouseMoveEvent(QGraphicsSceneMouseEvent* event)
{
    if (m_isGripped)
        m_look->drag(sight(), event->pos());
    else
        QGraphicsObject::mouseMoveEvent(event);
}

void PartItem::mouseReleaseEvent(QGraphicsSceneMouseEvent* event)
{
    QGraphicsObject::mouseReleaseEvent(event);
    m_isGripped = false;
    release();
    if (m_setting.isEdited && pos() != m_from)
        Q_EMIT moved(m_place.name);
}

void PartItem::keyPressEvent(QKeyEvent* event)
{
    if (m_setting.isEdited ? edit(event->key()) : adjust(event->key()))
        return;
    const bool isPress = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return;
    if (m_setting.isEdited || !isPress || !m_look->isPressable()) {
        QGraphicsObject::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        press();
}

bool PartItem::adjust(int key)
{
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Right:
        return m_look->adjust(sight(), 1);
    case Qt::Key_Down:
    case Qt::Key_Left:
        return m_look->adjust(sight(), -1);
    case Qt::Key_PageUp:
        return m_look->adjust(sight(), kManySteps);
    case Qt::Key_PageDown:
        return m_look->adjust(sight(), -kManySteps);
    default:
        return false;
    }
}

/// A millimetre a key.
bool PartItem::edit(int key)
{
    QPointF by;
    switch (key) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        Q_EMIT removeWanted(m_place.name);
        return true;
    case Qt::Key_R:
        Q_EMIT turnWanted(m_place.name);
        return true;
    case Qt::Key_Left:
        by = {-1, 0};
        break;
    case Qt::Key_Right:
        by = {1, 0};
        break;
    case Qt::Key_Up:
        by = {0, -1};
        break;
    case Qt::Key_Down:
        by = {0, 1};
        break;
    default:
        return false;
    }
    if (!m_setting.isOwn)
        return false;
    setPos(pos() + by);
    Q_EMIT moved(m_place.name);
    return true;
}

void PartItem::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat())
        release();
}

void PartItem::focusInEvent(QFocusEvent* event)
{
    QGraphicsObject::focusInEvent(event);
    if (scene() != nullptr)
        scene()->clearSelection(); // what has the focus is chosen, and nothing else
    setSelected(true);
    update();
}

/// Also in a window that is not the active one.
QVariant PartItem::itemChange(GraphicsItemChange change, const QVariant& value)
{
    if (change == ItemSelectedHasChanged && value.toBool())
        Q_EMIT chosen(m_place.name);
    return QGraphicsObject::itemChange(change, value);
}

/// Whoever looks away lets go.
void PartItem::focusOutEvent(QFocusEvent* event)
{
    QGraphicsObject::focusOutEvent(event);
    release();
    update();
}

void PartItem::hoverMoveEvent(QGraphicsSceneHoverEvent* event)
{
    if (showsPins())
        for (std::size_t i = 0; i < m_pins.size(); ++i)
            if (QLineF(placeOf(i), event->pos()).length() < kPinPitch / 2) {
                setToolTip(
                    pinText(m_nets, m_place.name + '.' + m_pins[i].name, m_pins[i].description));
                return;
            }
    describe();
}

void PartItem::describe()
{
    const QString title = m_place.label.isEmpty()
                              ? m_place.name
                              : QStringLiteral("%1 – %2").arg(m_place.name, m_place.label);
    QStringList lines{title, m_look->text(sight())};
    for (const PartPin& pin : m_pins)
        lines.append(pinLine(m_nets, m_place.name, pin.name));
    lines.removeAll(QString());
    setToolTip(lines.join('\n'));
}

} // namespace perisphere::studio
