// A buzzer, with the sound it makes.
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr double kBuzzerRadius = 6; ///< mm

class BuzzerLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return {-kBuzzerRadius - 1.8, -kBuzzerRadius - 1.8, 2 * kBuzzerRadius + 3.6,
                2 * kBuzzerRadius + 3.6};
    }
    [[nodiscard]] QRectF labelArea() const override { return {-7, kBuzzerRadius + 0.2, 14, 1.8}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const bool isSounding = part.value(QStringLiteral("sounding")).toBool();
        painter.setPen(QPen(QColor(0x50, 0x50, 0x50), 0.2));
        painter.setBrush(QColor(0x1A, 0x1A, 0x1C));
        painter.drawEllipse(QPointF(0, 0), kBuzzerRadius, kBuzzerRadius);
        painter.setBrush(QColor(0x08, 0x08, 0x08));
        painter.drawEllipse(QPointF(0, 0), 1.1, 1.1);
        if (!isSounding)
            return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0xFF, 0xC0, 0x40), 0.35));
        constexpr int kBuzzerSixteenths = 16;
        for (const double radius : {kBuzzerRadius + 0.7, kBuzzerRadius + 1.5})
            for (const int middle : {0, 180})
                painter.drawArc(QRectF(-radius, -radius, 2 * radius, 2 * radius),
                                (middle - 30) * kBuzzerSixteenths, 60 * kBuzzerSixteenths);
        painter.setPen(QColor(0xF0, 0xF0, 0xF0));
        drawText(painter, QRectF(-5, 2, 10, 2), Qt::AlignCenter,
                 QStringLiteral("%1 Hz").arg(part.value(QStringLiteral("frequency")).toDouble(), 0,
                                             'f', 0),
                 1.5);
    }
};

} // namespace

std::unique_ptr<PartLook> makeBuzzerLook()
{
    return std::make_unique<BuzzerLook>();
}

} // namespace perisphere::studio
