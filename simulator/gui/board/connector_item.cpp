#include "board/connector_item.hpp"

#include <QColor>
#include <QGraphicsSceneHoverEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr double kPinShare = 0.62; ///< of the pitch

} // namespace

QColor colourOf(PinLevel level)
{
    switch (level) {
    case PinLevel::High:
        return {0xE5, 0x48, 0x3A};
    case PinLevel::Low:
        return {0x2F, 0x6F, 0xB5};
    case PinLevel::Floating:
        break;
    }
    return {0xB9, 0xA0, 0x4A};
}

ConnectorItem::ConnectorItem(NetsModel& nets, BoardConnector connector, QGraphicsItem* parent)
    : QGraphicsObject(parent)
    , m_nets(nets)
    , m_connector(std::move(connector))
{
    setObjectName(m_connector.name);
    setAcceptHoverEvents(true);
    setRotation(-m_connector.placement.rotation);
    setToolTip(m_connector.title);
    connect(&nets, &NetsModel::changed, this, [this] { update(); });
}

std::size_t ConnectorItem::columns() const
{
    const auto rows = static_cast<std::size_t>(m_connector.rows);
    return std::max<std::size_t>(1, (m_connector.pins.size() + rows - 1) / rows);
}

QPointF ConnectorItem::placeOf(std::size_t pin) const
{
    const auto rows = static_cast<std::size_t>(m_connector.rows);
    const double column = static_cast<double>(pin / rows);
    const double row = static_cast<double>(pin % rows);
    return {(column - (static_cast<double>(columns()) - 1) / 2) * m_connector.pitch,
            (row - (static_cast<double>(rows) - 1) / 2) * m_connector.pitch};
}

QRectF ConnectorItem::boundingRect() const
{
    const double width = static_cast<double>(columns()) * m_connector.pitch;
    const double height = m_connector.rows * m_connector.pitch;
    return {-width / 2, -height / 2, width, height};
}

void ConnectorItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor(0x1A, 0x1A, 0x1A));
    painter->drawRoundedRect(boundingRect(), 0.3, 0.3);
    const double side = m_connector.pitch * kPinShare;
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i) {
        const auto net = m_nets.netOf(m_connector.pins[i].name);
        painter->setBrush(net == nullptr ? QColor(0x70, 0x70, 0x70) : colourOf(net->level));
        painter->setPen(net != nullptr && net->isInConflict ? QPen(Qt::yellow, 0.3)
                                                            : QPen(Qt::NoPen));
        const QPointF at = placeOf(i);
        painter->drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side));
    }
}

QString ConnectorItem::textOf(std::size_t pin) const
{
    const BoardConnectorPin& one = m_connector.pins[pin];
    QStringList lines{QStringLiteral("%1 – %2").arg(one.name, one.label)};
    const auto net = m_nets.netOf(one.name);
    if (net == nullptr)
        return lines.join('\n');
    const QString level = net->level == PinLevel::High  ? tr("high")
                          : net->level == PinLevel::Low ? tr("low")
                                                        : tr("floating");
    lines.append(tr("%1, %2 V").arg(level).arg(net->volts, 0, 'f', 2));
    QStringList others = net->pins;
    others.removeAll(one.name);
    if (!others.isEmpty())
        lines.append(tr("joined with %1").arg(others.join(QStringLiteral(", "))));
    if (net->isInConflict)
        lines.append(tr("drivers disagree"));
    return lines.join('\n');
}

void ConnectorItem::hoverMoveEvent(QGraphicsSceneHoverEvent* event)
{
    const double reach = m_connector.pitch / 2;
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i) {
        const QPointF away = event->pos() - placeOf(i);
        if (std::abs(away.x()) < reach && std::abs(away.y()) < reach) {
            setToolTip(textOf(i));
            return;
        }
    }
    setToolTip(m_connector.title);
}

} // namespace perisphere::studio
