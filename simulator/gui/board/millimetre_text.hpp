// Text whose size is in millimetres: fonts have no fractions of a pixel.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

namespace perisphere::studio
{

/// Cut with an ellipsis where it does not fit.
void drawText(QPainter& painter, const QRectF& area, int flags, const QString& text,
              double millimetres, bool isBold = false);

/// How long it is, in millimetres as well.
[[nodiscard]] double textWidth(const QString& text, double millimetres, bool isBold = false);

} // namespace perisphere::studio
