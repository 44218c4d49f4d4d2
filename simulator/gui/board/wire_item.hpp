// A wire between two places of the drawn board, or from one to a supply.
#pragma once

#include "models/board_description.hpp"

#include <QGraphicsPathItem>
#include <QLineF>

namespace perisphere::studio
{

class WireItem final : public QGraphicsPathItem
{
public:
    struct Look {
        QPainterPath path;
        QColor colour;
        QString text; ///< at its end; empty: none
        QPointF textAt;
    };

    /// One that is editable can be chosen with the mouse.
    WireItem(const BoardWireEnds& wire, const Look& look, bool isEditable);

    [[nodiscard]] const BoardWireEnds& wire() const { return m_wire; }

    [[nodiscard]] QPainterPath shape() const override;
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    [[nodiscard]] QRectF textArea() const;

    BoardWireEnds m_wire;
    Look m_look;
};

/// As a wire hangs.
[[nodiscard]] QPainterPath wirePath(const QPointF& from, const QPointF& to);

/// From pin to pin; the number tells neighbours apart.
[[nodiscard]] WireItem::Look wireLook(const QPointF& from, const QPointF& to, int number);

/// The supply's sign and name beside a part, where the line from its pin to its edge ends.
[[nodiscard]] WireItem::Look supplyLook(const QLineF& edge, const BoardSupply& supply);

} // namespace perisphere::studio
