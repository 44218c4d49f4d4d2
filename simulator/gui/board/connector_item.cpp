#include "board/connector_item.hpp"

#include "board/millimetre_text.hpp"
#include "board/pin_text.hpp"

#include <QApplication>
#include <QGraphicsScene>
#include <QGraphicsSceneHoverEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPalette>

#include <algorithm>
#include <cmath>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr double kPinShare = 0.62; ///< of the pitch
constexpr double kNameSize = 1.15; ///< mm
constexpr double kNameGap = 0.5;   ///< mm, between names and beside them
constexpr double kTitleSize = 1.5; ///< mm

} // namespace

ConnectorItem::ConnectorItem(NetsModel& nets, BoardConnector connector, QGraphicsItem* parent)
    : QGraphicsObject(parent)
    , m_nets(nets)
    , m_connector(std::move(connector))
{
    setObjectName(m_connector.name);
    setAcceptHoverEvents(true);
    setFlag(ItemIsFocusable);
    setRotation(-m_connector.placement.rotation);
    setToolTip(m_connector.title);
    m_nameWidths.resize(rows());
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i)
        m_nameWidths[i % rows()] = std::max(m_nameWidths[i % rows()],
                                            textWidth(shortName(i) + QLatin1Char(' '), kNameSize));
    connect(&nets, &NetsModel::changed, this, [this] {
        update();
        if (hasFocus())
            show(m_current);
    });
}

/// What the board has printed beside it: "GPIO27" of "GPIO27 · ISU0 RTS/MOSI/SCL".
QString ConnectorItem::shortName(std::size_t pin) const
{
    const BoardConnectorPin& one = m_connector.pins[pin];
    return one.label.isEmpty() ? one.name.section('-', -1)
                               : one.label.section(QStringLiteral(" · "), 0, 0);
}

std::size_t ConnectorItem::columns() const
{
    return std::max<std::size_t>(1, (m_connector.pins.size() + rows() - 1) / rows());
}

QPointF ConnectorItem::placeOf(std::size_t pin) const
{
    const double column = static_cast<double>(pin / rows());
    const double row = static_cast<double>(pin % rows());
    return {(column - (static_cast<double>(columns()) - 1) / 2) * m_connector.pitch,
            (row - (static_cast<double>(rows()) - 1) / 2) * m_connector.pitch};
}

void ConnectorItem::placeNames(bool isAfterLastRow, bool isOnBoard)
{
    prepareGeometryChange();
    m_isAfterLastRow = isAfterLastRow;
    m_isOnBoard = isOnBoard;
}

QRectF ConnectorItem::namesArea(bool isAfterLastRow) const
{
    double depth = kNameGap;
    for (const double width : m_nameWidths)
        depth += width;
    const QRectF pins = housing();
    return {pins.left(), isAfterLastRow ? pins.bottom() : pins.top() - depth, pins.width(), depth};
}

void ConnectorItem::placeTitle(bool isAtEnd)
{
    prepareGeometryChange();
    m_isTitleAtEnd = isAtEnd;
}

QRectF ConnectorItem::titleArea(bool isAtEnd) const
{
    const QRectF pins = housing();
    const double depth = kTitleSize + kNameGap;
    const double across = std::max(pins.height(), textWidth(m_connector.name, kTitleSize));
    return {isAtEnd ? pins.right() : pins.left() - depth, -across / 2, depth, across};
}

QRectF ConnectorItem::boundingRect() const
{
    return housing().united(namesArea(m_isAfterLastRow)).united(titleArea(m_isTitleAtEnd));
}

QPainterPath ConnectorItem::shape() const
{
    QPainterPath path;
    path.addRect(housing());
    return path;
}

QRectF ConnectorItem::housing() const
{
    const double width = static_cast<double>(columns()) * m_connector.pitch;
    const double height = m_connector.rows * m_connector.pitch;
    return {-width / 2, -height / 2, width, height};
}

void ConnectorItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor(0x1A, 0x1A, 0x1A));
    painter->drawRoundedRect(housing(), 0.3, 0.3);
    const double side = m_connector.pitch * kPinShare;
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i) {
        const auto net = m_nets.netOf(m_connector.pins[i].name);
        painter->setBrush(pinColour(m_nets, m_connector.pins[i].name));
        painter->setPen(net != nullptr && net->isInConflict ? QPen(Qt::yellow, 0.3)
                                                            : QPen(Qt::NoPen));
        const QPointF at = placeOf(i);
        painter->drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side));
        if (hasFocus() && i == m_current) {
            painter->setPen(QPen(QColor(0xFF, 0xB0, 0x20), 0.3));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(
                QRectF(at.x() - side * 0.7, at.y() - side * 0.7, side * 1.4, side * 1.4));
        }
    }
    paintNames(*painter);
}

/// Names run across the rows; of the two ways the one that does not stand on its head.
double ConnectorItem::nameAngle() const
{
    const double turned = std::remainder(rotation() + 90, 360);
    return turned > -90 - 1e-6 && turned < 90 - 1e-6 ? 90 : -90;
}

void ConnectorItem::paintNames(QPainter& painter) const
{
    const double angle = nameAngle();
    const bool isForward = angle > 0; // the text runs from the first row to the last
    const bool isAhead = isForward == m_isAfterLastRow;
    const double edge = housing().height() / 2 + kNameGap;
    const double total = namesArea(m_isAfterLastRow).height() - kNameGap;
    painter.setPen(m_isOnBoard ? QColor(0xD4, 0xE4, 0xD8)
                               : QApplication::palette().color(QPalette::WindowText));
    const auto write = [&](double x, double left, double width, double size, int side,
                           const QString& text) {
        painter.save();
        painter.translate(x, 0);
        painter.rotate(angle);
        drawText(painter, QRectF(left, -size, width, 2 * size), side | Qt::AlignVCenter, text,
                 size);
        painter.restore();
    };
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i) {
        double left = isAhead ? edge : -edge - total;
        for (std::size_t row = 0; row < rows(); ++row)
            if (isForward ? row < i % rows() : row > i % rows())
                left += m_nameWidths[row];
        write(placeOf(i).x(), left, m_nameWidths[i % rows()], kNameSize,
              isAhead ? Qt::AlignLeft : Qt::AlignRight, shortName(i));
    }
    const QRectF title = titleArea(m_isTitleAtEnd);
    write(title.center().x(), title.top(), title.height(), kTitleSize, Qt::AlignHCenter,
          m_connector.name);
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
            Q_EMIT pinShown(textOf(i));
            return;
        }
    }
    setToolTip(m_connector.title);
    Q_EMIT pinShown({});
}

void ConnectorItem::hoverLeaveEvent(QGraphicsSceneHoverEvent* event)
{
    QGraphicsObject::hoverLeaveEvent(event);
    Q_EMIT pinShown(hasFocus() ? textOf(m_current) : QString());
}

void ConnectorItem::show(std::size_t pin)
{
    m_current = pin;
    update();
    Q_EMIT pinShown(textOf(pin));
}

/// As they look: the pin that is nearest in the arrow's direction.
void ConnectorItem::keyPressEvent(QKeyEvent* event)
{
    QPointF way;
    switch (event->key()) {
    case Qt::Key_Left:
        way = {-1, 0};
        break;
    case Qt::Key_Right:
        way = {1, 0};
        break;
    case Qt::Key_Up:
        way = {0, -1};
        break;
    case Qt::Key_Down:
        way = {0, 1};
        break;
    default:
        QGraphicsObject::keyPressEvent(event);
        return;
    }
    const QPointF here = mapToScene(placeOf(m_current));
    for (std::size_t i = 0; i < m_connector.pins.size(); ++i) {
        const QPointF off =
            mapToScene(placeOf(i)) - here - way * m_connector.pitch; // the neighbour's is 0
        if (QPointF::dotProduct(off, off) < 0.1) {
            show(i);
            return;
        }
    }
}

void ConnectorItem::focusInEvent(QFocusEvent* event)
{
    QGraphicsObject::focusInEvent(event);
    if (scene() != nullptr)
        scene()->clearSelection();
    show(m_current);
}

void ConnectorItem::focusOutEvent(QFocusEvent* event)
{
    QGraphicsObject::focusOutEvent(event);
    update();
    Q_EMIT pinShown({});
}

} // namespace perisphere::studio
