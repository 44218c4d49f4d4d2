#include "board/wire_item.hpp"

#include "board/millimetre_text.hpp"

#include <QCoreApplication>
#include <QLineF>
#include <QPainter>
#include <QPainterPathStroker>
#include <QPen>

#include <array>

namespace perisphere::studio
{
namespace
{

constexpr double kWireWidth = 0.45;   ///< mm
constexpr double kChosenWidth = 1.1;  ///< mm, around one that is chosen
constexpr double kWireReach = 1.2;    ///< mm: so wide it is for the mouse
constexpr double kPinReach = 1;       ///< mm
constexpr double kWireSag = 0.22;     ///< of its length
constexpr double kSupplyLength = 1.4; ///< mm
constexpr double kSupplyWidth = 1.6;  ///< mm, of the sign
constexpr double kSupplyText = 1.3;   ///< mm

/// Each is seen on the green of the board and on both themes' grounds.
constexpr std::array<QRgb, 6> kWireColours{qRgb(0xE8, 0xA0, 0x30), qRgb(0x5A, 0xB0, 0xF0),
                                           qRgb(0xD8, 0x60, 0xA8), qRgb(0x80, 0xC8, 0x50),
                                           qRgb(0xF0, 0x70, 0x50), qRgb(0xA8, 0x88, 0xE8)};
constexpr QRgb kSupplyColour = qRgb(0xE0, 0x58, 0x50);
constexpr QRgb kGroundColour = qRgb(0x58, 0x90, 0xD8);

} // namespace

QPainterPath wirePath(const QPointF& from, const QPointF& to)
{
    const QLineF line(from, to);
    const QPointF aside = QPointF(-line.dy(), line.dx()) * kWireSag;
    QPainterPath path(from);
    path.quadTo(line.center() + (aside.y() < 0 ? -aside : aside), to);
    return path;
}

WireItem::Look wireLook(const QPointF& from, const QPointF& to, int number)
{
    const auto index = static_cast<std::size_t>(number) % kWireColours.size();
    return {.path = wirePath(from, to),
            .colour = QColor(kWireColours.at(index)),
            .text = {},
            .textAt = {}};
}

WireItem::Look supplyLook(const QLineF& edge, const BoardSupply& supply)
{
    const QPointF from = edge.p2();
    const QLineF unit = edge.unitVector();
    const QPointF direction = edge.length() > 0 ? unit.p2() - unit.p1() : QPointF(0, 1);
    const QPointF end = from + direction * kSupplyLength;
    const QPointF across = QPointF(-direction.y(), direction.x()) * kSupplyWidth / 2;
    const bool isGround = supply.volts == 0;
    QPainterPath path(from);
    path.lineTo(end);
    path.moveTo(end - across);
    path.lineTo(end + across);
    if (isGround) { // the second, shorter line of its sign
        const QPointF below = end + direction * kWireWidth * 2;
        path.moveTo(below - across / 2);
        path.lineTo(below + across / 2);
    }
    return {.path = path,
            .colour = QColor(isGround ? kGroundColour : kSupplyColour),
            .text = supply.name,
            .textAt = end + direction * kSupplyText * 1.5};
}

WireItem::WireItem(const BoardWireEnds& wire, const Look& look, bool isEditable)
    : QGraphicsPathItem(look.path)
    , m_wire(wire)
    , m_look(look)
{
    setPen(
        QPen(look.colour, kWireWidth, wire.ohms > 0 ? Qt::DashLine : Qt::SolidLine, Qt::RoundCap));
    setFlag(ItemIsSelectable, isEditable);
    if (!isEditable)
        setAcceptedMouseButtons(Qt::NoButton); // parts and pins below it are reached
    const QString text = QStringLiteral("%1 – %2").arg(wire.from, wire.to);
    setToolTip(wire.ohms > 0
                   ? QCoreApplication::translate("WireItem", "%1, %2 Ω").arg(text).arg(wire.ohms)
                   : text);
}

QPainterPath WireItem::shape() const
{
    QPainterPathStroker stroker;
    stroker.setWidth(kWireReach);
    if (!m_look.text.isEmpty())
        return stroker.createStroke(path());
    QPainterPath pins; // at its ends one means them
    for (const QPointF end : {path().elementAt(0), path().elementAt(path().elementCount() - 1)})
        pins.addEllipse(end, kPinReach, kPinReach);
    return stroker.createStroke(path()).subtracted(pins);
}

QRectF WireItem::textArea() const
{
    const QSizeF size(textWidth(m_look.text, kSupplyText) * 1.2, kSupplyText * 1.4);
    return {m_look.textAt - QPointF(size.width(), size.height()) / 2, size};
}

QRectF WireItem::boundingRect() const
{
    constexpr double kHalf = kWireReach / 2;
    const QRectF line = path().boundingRect().adjusted(-kHalf, -kHalf, kHalf, kHalf);
    return m_look.text.isEmpty() ? line : line | textArea();
}

void WireItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
                     QWidget* /*widget*/)
{
    if (isSelected()) {
        painter->setPen(QPen(QColor(0xFF, 0xE0, 0x60), kChosenWidth, Qt::SolidLine, Qt::RoundCap));
        painter->drawPath(path());
    }
    painter->setPen(pen());
    painter->drawPath(path());
    if (!m_look.text.isEmpty())
        drawText(*painter, textArea(), Qt::AlignCenter, m_look.text, kSupplyText);
}

} // namespace perisphere::studio
