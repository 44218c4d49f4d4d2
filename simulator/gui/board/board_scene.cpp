#include "board/board_scene.hpp"

#include "board/chip_item.hpp"
#include "board/connector_item.hpp"
#include "board/part_item.hpp"
#include "board/wire_item.hpp"
#include "models/part_kinds.hpp"

#include <QGraphicsSceneDragDropEvent>
#include <QGraphicsSceneMouseEvent>
#include <QKeyEvent>
#include <QLineF>
#include <QMimeData>
#include <QPen>

#include <algorithm>
#include <cmath>
#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr double kMargin = 4;  ///< mm around everything
constexpr double kReach = 1.2; ///< mm: so near to a pin is on it

enum Layer { Outline, Chip, Connector, PartLayer, WireLayer, DraggedWire };

} // namespace

BoardScene::BoardScene(PartsModel& parts, NetsModel& nets, PartKinds& kinds, QObject* parent)
    : QGraphicsScene(parent)
    , m_parts(parts)
    , m_nets(nets)
    , m_kinds(kinds)
{
}

void BoardScene::show(const BoardDescription& board, bool isEdited, const QStringList& own)
{
    const QString focus = focused();
    m_wire = nullptr;
    m_wireFrom.clear();
    clear();
    m_ends.clear();
    m_edges.clear();
    m_board = board;
    m_isEdited = isEdited;
    addOutline();
    addChip();
    for (const BoardConnector& one : m_board.connectors)
        addConnector(one);
    const QList<QGraphicsItem*> connectors = items();
    for (QGraphicsItem* const one : connectors)
        if (auto* const item = dynamic_cast<ConnectorItem*>(one); item != nullptr)
            placeNames(*item);
    for (const BoardPartPlace& one : m_board.parts)
        addPart(one, own.contains(one.name));
    addWires();
    setSceneRect(itemsBoundingRect().adjusted(-kMargin, -kMargin, kMargin, kMargin));
    choose(focus);
}

QString BoardScene::focused() const
{
    const QGraphicsItem* const chosen =
        focusItem() != nullptr ? focusItem() : selectedItems().value(0);
    const auto* const item = dynamic_cast<const PartItem*>(chosen);
    return item == nullptr ? QString() : item->name();
}

void BoardScene::choose(const QString& part)
{
    for (QGraphicsItem* const one : items())
        if (auto* const item = dynamic_cast<PartItem*>(one);
            item != nullptr && item->name() == part) {
            clearSelection();
            item->setSelected(true);
            item->setFocus();
            return;
        }
    if (!part.isEmpty())
        Q_EMIT partChosen({}); // it is gone
}

QPointF BoardScene::place(const Placement& placement) const
{
    return {placement.at.x(), m_board.size.height() - placement.at.y()};
}

QPointF BoardScene::millimetresOf(const QPointF& at) const
{
    return {at.x(), m_board.size.height() - at.y()};
}

std::optional<QPointF> BoardScene::placeOf(const QString& end) const
{
    const auto found = m_ends.constFind(end);
    return found == m_ends.cend() ? std::nullopt : std::optional(*found);
}

QString BoardScene::endAt(const QPointF& at) const
{
    QString nearest;
    double distance = kReach;
    for (auto end = m_ends.cbegin(); end != m_ends.cend(); ++end)
        if (const double away = QLineF(end.value(), at).length(); away < distance) {
            distance = away;
            nearest = end.key();
        }
    return nearest;
}

void BoardScene::addOutline()
{
    auto* const outline = addRect(QRectF(QPointF(0, 0), m_board.size),
                                  QPen(QColor(0x0B, 0x3D, 0x2C), 0.4), QColor(0x14, 0x5A, 0x41));
    outline->setZValue(Outline);
    outline->setToolTip(m_board.description.isEmpty() ? m_board.name : m_board.description);
}

void BoardScene::addChip()
{
    m_chip = new ChipItem(m_nets, m_board.chip);
    m_chip->setPos(place(m_board.chipPlacement));
    m_chip->setZValue(Chip);
    addItem(m_chip);
}

void BoardScene::addConnector(const BoardConnector& connector)
{
    auto* const item = new ConnectorItem(m_nets, connector);
    item->setPos(place(connector.placement));
    item->setZValue(Connector);
    addItem(item);
    connect(item, &ConnectorItem::pinShown, this, &BoardScene::pinShown);
    for (std::size_t i = 0; i < connector.pins.size(); ++i)
        m_ends.insert(connector.pins[i].name, item->mapToScene(item->placeOf(i)));
}

/// Where the room is: towards the middle unless the chip is there, and not on another connector.
void BoardScene::placeNames(ConnectorItem& item) const
{
    const QPointF last = item.mapToScene(QPointF(0, 1)) - item.pos();
    const QPointF middle(m_board.size.width() / 2, m_board.size.height() / 2);
    const bool isInwards = QPointF::dotProduct(last, middle - item.pos()) > 0;
    const bool isBlocked =
        item.mapRectToScene(item.namesArea(isInwards)).intersects(m_chip->sceneBoundingRect());
    const bool isAfterLast = isInwards != isBlocked;
    item.placeNames(isAfterLast, QRectF(QPointF(0, 0), m_board.size)
                                     .contains(item.mapRectToScene(item.namesArea(isAfterLast))));
    const QRectF title = item.mapRectToScene(item.titleArea(false));
    const QList<QGraphicsItem*> all = items();
    item.placeTitle(std::ranges::any_of(all, [&](const QGraphicsItem* one) {
        const auto* const other = dynamic_cast<const ConnectorItem*>(one);
        return other != nullptr && other != &item &&
               other->mapRectToScene(other->housing()).intersects(title);
    }));
}

void BoardScene::addPart(const BoardPartPlace& part, bool isOwn)
{
    const bool isBeside = !QRectF(QPointF(0, 0), m_board.size).contains(place(part.placement));
    auto* const item = new PartItem(m_parts, m_nets, part, m_kinds.find(part.kind),
                                    {.isEdited = m_isEdited, .isOwn = isOwn, .isBeside = isBeside});
    item->setPos(place(part.placement));
    item->setZValue(PartLayer);
    addItem(item);
    connect(item, &PartItem::chosen, this, &BoardScene::partChosen);
    connect(item, &PartItem::moved, this, [this, item](const QString& name) {
        Q_EMIT partMoved(name, millimetresOf(item->pos()));
    });
    connect(item, &PartItem::removeWanted, this, &BoardScene::partRemoveWanted);
    connect(item, &PartItem::turnWanted, this, &BoardScene::partTurnWanted);
    for (std::size_t i = 0; item->showsPins() && i < item->pins().size(); ++i) {
        const QString end = part.name + '.' + item->pins()[i].name;
        const QPointF at = item->mapToScene(item->placeOf(i));
        m_ends.insert(end, at);
        const QPointF away = at - item->pos();
        const QRectF area = item->mapRectToScene(item->area());
        const bool isSideways = std::abs(away.x()) > std::abs(away.y());
        m_edges.insert(end, isSideways
                                ? QLineF(at, {away.x() < 0 ? area.left() : area.right(), at.y()})
                                : QLineF(at, {at.x(), away.y() < 0 ? area.top() : area.bottom()}));
    }
}

void BoardScene::addWires()
{
    int number = 0;
    for (const BoardWireEnds& wire : m_board.wires)
        addWire(wire, number++);
}

/// Supplies are everywhere: where a wire leads to one, its sign stands.
void BoardScene::addWire(const BoardWireEnds& wire, int number)
{
    const auto from = placeOf(wire.from);
    const auto to = placeOf(wire.to);
    std::optional<WireItem::Look> look;
    if (from && to)
        look = wireLook(*from, *to, number);
    else if (from || to) {
        const QString& pin = from ? wire.from : wire.to;
        const auto supply =
            std::ranges::find(m_board.supplies, from ? wire.to : wire.from, &BoardSupply::name);
        if (const auto edge = m_edges.constFind(pin); // of connectors it is said beside them
            supply != m_board.supplies.end() && edge != m_edges.cend())
            look = supplyLook(*edge, *supply);
    }
    if (!look)
        return;
    auto* const item = new WireItem(
        wire, *look, m_isEdited && !m_board.files.isEmpty() && wire.file == m_board.files.front());
    item->setZValue(WireLayer);
    addItem(item);
}

const WireItem* BoardScene::chosenWire() const
{
    return dynamic_cast<const WireItem*>(selectedItems().value(0));
}

void BoardScene::chooseWire(const QString& from, const QString& to)
{
    if (const WireItem* const chosen = chosenWire();
        chosen != nullptr && chosen->wire().from == from && chosen->wire().to == to)
        return;
    clearSelection();
    for (QGraphicsItem* const one : items())
        if (auto* const item = dynamic_cast<WireItem*>(one);
            item != nullptr && item->wire().from == from && item->wire().to == to)
            item->setSelected(true);
}

void BoardScene::keyPressEvent(QKeyEvent* event)
{
    const WireItem* const chosen = focusItem() == nullptr ? chosenWire() : nullptr;
    if (chosen == nullptr || event->key() != Qt::Key_Delete) {
        QGraphicsScene::keyPressEvent(event);
        return;
    }
    const BoardWireEnds wire = chosen->wire(); // it goes with its wire
    Q_EMIT wireRemoveWanted(wire.from, wire.to);
    event->accept();
}

void BoardScene::mousePressEvent(QGraphicsSceneMouseEvent* event)
{
    const QString end =
        m_isEdited && event->button() == Qt::LeftButton ? endAt(event->scenePos()) : QString();
    if (end.isEmpty()) {
        QGraphicsScene::mousePressEvent(event);
        if (const WireItem* const wire = chosenWire(); wire != nullptr)
            Q_EMIT wireChosen(wire->wire().from, wire->wire().to);
        return;
    }
    m_wireFrom = end;
    m_wire = addPath({}, QPen(QColor(0xFF, 0xE0, 0x60), 0.5, Qt::SolidLine, Qt::RoundCap));
    m_wire->setZValue(DraggedWire);
    event->accept();
}

void BoardScene::mouseMoveEvent(QGraphicsSceneMouseEvent* event)
{
    if (m_wire == nullptr) {
        QGraphicsScene::mouseMoveEvent(event);
        return;
    }
    const QString to = endAt(event->scenePos());
    m_wire->setPath(wirePath(m_ends.value(m_wireFrom), m_ends.value(to, event->scenePos())));
    Q_EMIT pinShown(to.isEmpty() || to == m_wireFrom
                        ? tr("A wire from %1").arg(m_wireFrom)
                        : tr("A wire from %1 to %2").arg(m_wireFrom, to));
    event->accept();
}

void BoardScene::mouseReleaseEvent(QGraphicsSceneMouseEvent* event)
{
    if (m_wire == nullptr) {
        QGraphicsScene::mouseReleaseEvent(event);
        return;
    }
    removeItem(m_wire);
    delete std::exchange(m_wire, nullptr);
    const QString from = std::exchange(m_wireFrom, QString());
    const QString to = endAt(event->scenePos());
    Q_EMIT pinShown({});
    if (!to.isEmpty() && to != from)
        Q_EMIT wireWanted(from, to);
    event->accept();
}

void BoardScene::dragEnterEvent(QGraphicsSceneDragDropEvent* event)
{
    dragMoveEvent(event);
}

void BoardScene::dragMoveEvent(QGraphicsSceneDragDropEvent* event)
{
    event->setAccepted(m_isEdited && event->mimeData()->hasFormat(PartKinds::mimeType()));
}

void BoardScene::dropEvent(QGraphicsSceneDragDropEvent* event)
{
    const QByteArray kind = event->mimeData()->data(PartKinds::mimeType());
    event->setAccepted(m_isEdited && !kind.isEmpty());
    if (event->isAccepted())
        Q_EMIT partDropped(QString::fromUtf8(kind), millimetresOf(event->scenePos()));
}

} // namespace perisphere::studio
