#include "board/board_scene.hpp"

#include "board/connector_item.hpp"
#include "board/part_item.hpp"

#include <QGraphicsSimpleTextItem>
#include <QPen>

namespace perisphere::studio
{
namespace
{

constexpr double kMargin = 4;    ///< mm around everything
constexpr double kChipSide = 13; ///< mm, of the MT3620's package
constexpr double kLabelSize = 2.4;

enum Layer { Outline, Chip, Connector, PartLayer };

} // namespace

BoardScene::BoardScene(PartsModel& parts, NetsModel& nets, QObject* parent)
    : QGraphicsScene(parent)
    , m_parts(parts)
    , m_nets(nets)
{
}

void BoardScene::show(const BoardDescription& board)
{
    clear();
    m_board = board;
    addOutline();
    addChip();
    for (const BoardConnector& one : m_board.connectors) {
        auto* const item = new ConnectorItem(m_nets, one);
        item->setPos(place(one.placement));
        item->setZValue(Connector);
        addItem(item);
    }
    for (const BoardPartPlace& one : m_board.parts) {
        auto* const item = new PartItem(m_parts, one);
        item->setPos(place(one.placement));
        item->setZValue(PartLayer);
        connect(item, &PartItem::chosen, this, &BoardScene::partChosen);
        addItem(item);
    }
    setSceneRect(itemsBoundingRect().adjusted(-kMargin, -kMargin, kMargin, kMargin));
}

QPointF BoardScene::place(const Placement& placement) const
{
    return {placement.at.x(), m_board.size.height() - placement.at.y()};
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
    const QPointF at = place(m_board.chipPlacement);
    auto* const chip =
        addRect(QRectF(at.x() - kChipSide / 2, at.y() - kChipSide / 2, kChipSide, kChipSide),
                QPen(QColor(0x40, 0x40, 0x40), 0.2), QColor(0x18, 0x18, 0x1A));
    chip->setZValue(Chip);
    chip->setToolTip(m_board.chip);
    auto* const label = new QGraphicsSimpleTextItem(m_board.chip, chip);
    label->setBrush(QColor(0xE8, 0xF0, 0xE8));
    label->setScale(kLabelSize / label->boundingRect().height());
    label->setPos(at - label->boundingRect().center() * label->scale());
}

} // namespace perisphere::studio
