#include "board/chip_item.hpp"

#include "board/millimetre_text.hpp"
#include "board/pin_text.hpp"

#include <QPainter>

#include <utility>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kPackage(-6.5, -6.5, 13, 13); ///< mm, of the MT3620
constexpr double kChipName = 1.8;              ///< mm

} // namespace

ChipItem::ChipItem(const NetsModel& nets, QString chip, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_nets(nets)
    , m_chip(std::move(chip))
{
    setAcceptHoverEvents(true);
    setToolTip(m_chip);
}

QRectF ChipItem::boundingRect() const
{
    return kPackage;
}

void ChipItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setPen(QPen(QColor(0x40, 0x40, 0x40), 0.2));
    painter->setBrush(QColor(0x18, 0x18, 0x1A));
    painter->drawRect(kPackage.adjusted(0.1, 0.1, -0.1, -0.1));
    painter->setPen(QColor(0xE8, 0xF0, 0xE8));
    drawText(*painter, kPackage, Qt::AlignCenter, m_chip, kChipName);
}

void ChipItem::hoverEnterEvent(QGraphicsSceneHoverEvent* event)
{
    QGraphicsItem::hoverEnterEvent(event);
    setToolTip(chipText(m_nets, m_chip));
}

} // namespace perisphere::studio
