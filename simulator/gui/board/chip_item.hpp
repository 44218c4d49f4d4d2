// The chip of the drawn board. Its tip lists which apps have which of its pins open.
#pragma once

#include <QGraphicsItem>
#include <QString>

namespace perisphere::studio
{

class NetsModel;

class ChipItem final : public QGraphicsItem
{
public:
    ChipItem(const NetsModel& nets, QString chip, QGraphicsItem* parent = nullptr);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;

private:
    const NetsModel& m_nets;
    QString m_chip;
};

} // namespace perisphere::studio
