// A wire between two places of the drawn board.
#pragma once

#include "models/board_description.hpp"

#include <QGraphicsPathItem>

namespace perisphere::studio
{

class WireItem final : public QGraphicsPathItem
{
public:
    /// `wire` is for its tool tip; the colour tells neighbours apart.
    WireItem(const BoardWireEnds& wire, const QPointF& from, const QPointF& to, int colour);
};

/// As a wire hangs.
[[nodiscard]] QPainterPath wirePath(const QPointF& from, const QPointF& to);

} // namespace perisphere::studio
