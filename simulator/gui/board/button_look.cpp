// Buttons: held for as long as the mouse or the space key is.
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr double kBody = 4.0;   ///< mm
constexpr double kRadius = 1.3; ///< of the plunger

class ButtonLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return {-kBody / 2 - 0.3, -kBody / 2 - 0.3, kBody + 0.6, kBody + 0.6};
    }
    [[nodiscard]] QRectF labelArea() const override { return {-7, kBody / 2 + 0.2, 14, 1.8}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const bool isPressed = part.value(QStringLiteral("pressed")).toBool();
        painter.setPen(QPen(QColor(0x60, 0x60, 0x60), 0.15));
        painter.setBrush(QColor(0xC8, 0xC8, 0xC8));
        painter.drawRoundedRect(QRectF(-kBody / 2, -kBody / 2, kBody, kBody), 0.4, 0.4);
        painter.setBrush(isPressed ? QColor(0x60, 0x60, 0x60) : QColor(0x28, 0x28, 0x28));
        const double radius = isPressed ? kRadius * 0.88 : kRadius;
        painter.drawEllipse(QPointF(0, 0), radius, radius);
    }
    void press(const PartSight& part) override
    {
        part.parts.set(part.name, QStringLiteral("pressed"), true);
    }
    void release(const PartSight& part) override
    {
        part.parts.set(part.name, QStringLiteral("pressed"), false);
    }
    [[nodiscard]] bool isPressable() const override { return true; }
};

} // namespace

std::unique_ptr<PartLook> makeButtonLook()
{
    return std::make_unique<ButtonLook>();
}

} // namespace perisphere::studio
