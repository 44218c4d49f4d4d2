#include "board/connector_item.hpp"

#include "board/pin_text.hpp"

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
        painter->setBrush(pinColour(m_nets, m_connector.pins[i].name));
        painter->setPen(net != nullptr && net->isInConflict ? QPen(Qt::yellow, 0.3)
                                                            : QPen(Qt::NoPen));
        const QPointF at = placeOf(i);
        painter->drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side));
    }
}

QString ConnectorItem::textOf(std::size_t pin) const
{
    return pinText(m_nets, m_connector.pins[pin].name, m_connector.pins[pin].label);
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
