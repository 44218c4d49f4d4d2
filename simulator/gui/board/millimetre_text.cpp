#include "board/millimetre_text.hpp"

#include <QApplication>
#include <QFont>
#include <QFontMetricsF>

namespace perisphere::studio
{
namespace
{

constexpr int kPixels = 24; ///< of the font that is scaled down

} // namespace

void drawText(QPainter& painter, const QRectF& area, int flags, const QString& text,
              double millimetres, bool isBold)
{
    QFont font = painter.font();
    font.setPixelSize(kPixels);
    font.setBold(isBold);
    const double scale = millimetres / kPixels;
    const QRectF scaled(QPointF(0, 0), area.size() / scale);
    painter.save();
    painter.setFont(font);
    painter.translate(area.topLeft());
    painter.scale(scale, scale);
    painter.drawText(scaled, flags,
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, scaled.width()));
    painter.restore();
}

double textWidth(const QString& text, double millimetres, bool isBold)
{
    QFont font = QApplication::font();
    font.setPixelSize(kPixels);
    font.setBold(isBold);
    return QFontMetricsF(font).horizontalAdvance(text) * millimetres / kPixels;
}

} // namespace perisphere::studio
