// A servo with its arm where it is, and a mark where it is to go.
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>

#include <cmath>
#include <numbers>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kServoBody(-11.4, -6.1, 22.8, 12.2);
constexpr QPointF kServoShaft(-5.3, 0);
constexpr double kServoArm = 9; ///< mm, from the shaft to its tip

QPointF tip(double degrees, double length)
{
    const double radians = (180 - degrees) * std::numbers::pi / 180;
    return kServoShaft + QPointF(length * std::cos(radians), -length * std::sin(radians));
}

class ServoLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return {kServoShaft.x() - kServoArm - 1, -kServoArm - 1,
                kServoBody.right() - kServoShaft.x() + kServoArm + 1.4,
                kServoArm + 1 + kServoBody.bottom() + 0.4};
    }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const double angle = part.value(QStringLiteral("angle")).toDouble();
        const double target = part.value(QStringLiteral("target")).toDouble();
        painter.setPen(QPen(QColor(0x14, 0x28, 0x60), 0.2));
        painter.setBrush(QColor(0x2A, 0x4C, 0xB0));
        painter.drawRoundedRect(kServoBody, 0.6, 0.6);
        painter.setBrush(QColor(0x22, 0x3E, 0x92));
        painter.drawEllipse(kServoShaft, 5, 5);
        painter.setPen(Qt::white);
        drawText(painter, QRectF(0.4, -3.2, 10.4, 2.8), Qt::AlignRight | Qt::AlignVCenter,
                 part.name, 2, true);
        drawText(painter, QRectF(0.4, 0.4, 10.4, 2.8), Qt::AlignRight | Qt::AlignVCenter,
                 QStringLiteral("%1°").arg(angle, 0, 'f', 0), 2.2);
        if (std::abs(angle - target) > 0.5) {
            painter.setPen(QPen(QColor(0xFF, 0xC0, 0x40), 0.4));
            painter.drawLine(tip(target, kServoArm - 1.4), tip(target, kServoArm));
        }
        painter.setPen(QPen(QColor(0x9A, 0x9E, 0xA2), 2.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(kServoShaft, tip(angle, kServoArm - 0.8));
        painter.setPen(QPen(QColor(0xF4, 0xF4, 0xF0), 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(kServoShaft, tip(angle, kServoArm - 0.8));
        painter.setPen(Qt::NoPen);
        painter.setBrush(part.value(QStringLiteral("active")).toBool() ? QColor(0x30, 0xA0, 0x50)
                                                                       : QColor(0x60, 0x60, 0x60));
        painter.drawEllipse(kServoShaft, 0.8, 0.8);
    }
};

} // namespace

std::unique_ptr<PartLook> makeServoLook()
{
    return std::make_unique<ServoLook>();
}

} // namespace perisphere::studio
