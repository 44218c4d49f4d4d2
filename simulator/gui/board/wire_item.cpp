#include "board/wire_item.hpp"

#include <QCoreApplication>
#include <QLineF>
#include <QPen>

#include <array>

namespace perisphere::studio
{
namespace
{

constexpr double kWireWidth = 0.45; ///< mm
constexpr double kWireSag = 0.22;   ///< of its length

/// Each is seen on the green of the board and on both themes' grounds.
constexpr std::array<QRgb, 6> kWireColours{qRgb(0xE8, 0xA0, 0x30), qRgb(0x5A, 0xB0, 0xF0),
                                           qRgb(0xD8, 0x60, 0xA8), qRgb(0x80, 0xC8, 0x50),
                                           qRgb(0xF0, 0x70, 0x50), qRgb(0xA8, 0x88, 0xE8)};

} // namespace

QPainterPath wirePath(const QPointF& from, const QPointF& to)
{
    const QLineF line(from, to);
    const QPointF aside = QPointF(-line.dy(), line.dx()) * kWireSag;
    QPainterPath path(from);
    path.quadTo(line.center() + (aside.y() < 0 ? -aside : aside), to);
    return path;
}

WireItem::WireItem(const BoardWireEnds& wire, const QPointF& from, const QPointF& to, int colour)
    : QGraphicsPathItem(wirePath(from, to))
{
    const auto index = static_cast<std::size_t>(colour) % kWireColours.size();
    setPen(QPen(QColor(kWireColours.at(index)), kWireWidth,
                wire.ohms > 0 ? Qt::DashLine : Qt::SolidLine, Qt::RoundCap));
    setAcceptedMouseButtons(Qt::NoButton); // parts and pins below it are reached
    const QString text = QStringLiteral("%1 – %2").arg(wire.from, wire.to);
    setToolTip(wire.ohms > 0
                   ? QCoreApplication::translate("WireItem", "%1, %2 Ω").arg(text).arg(wire.ohms)
                   : text);
}

} // namespace perisphere::studio
