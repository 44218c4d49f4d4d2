// A header or socket of the drawn board, with the levels at its pins.
#pragma once

#include "models/board_description.hpp"
#include "models/nets_model.hpp"

#include <QGraphicsObject>

namespace perisphere::studio
{

class ConnectorItem final : public QGraphicsObject
{
    Q_OBJECT

public:
    ConnectorItem(NetsModel& nets, BoardConnector connector, QGraphicsItem* parent = nullptr);

    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    /// Where a pin is, around the connector's middle.
    [[nodiscard]] QPointF placeOf(std::size_t pin) const;
    [[nodiscard]] const BoardConnector& connector() const { return m_connector; }
    /// What one wants to know of a pin: its function, net and voltage.
    [[nodiscard]] QString textOf(std::size_t pin) const;

protected:
    void hoverMoveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    [[nodiscard]] std::size_t columns() const;

    NetsModel& m_nets;
    BoardConnector m_connector;
};

} // namespace perisphere::studio
