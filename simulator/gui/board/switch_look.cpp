// A slide switch, which stays where it is put.
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kSwitchBody(-4.3, -2.15, 8.6, 4.3);
constexpr QRectF kSwitchSlot(-2.6, -0.9, 5.2, 1.8);
constexpr double kSliderWidth = 2.2; ///< mm

class SwitchLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return kSwitchBody.adjusted(-0.3, -0.3, 0.3, 0.3);
    }
    [[nodiscard]] QRectF labelArea() const override
    {
        return {-7, kSwitchBody.bottom() + 0.3, 14, 1.8};
    }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const bool isOn = part.value(QStringLiteral("on")).toBool();
        painter.setPen(QPen(QColor(0x70, 0x70, 0x70), 0.15));
        painter.setBrush(QColor(0x2A, 0x2C, 0x30));
        painter.drawRoundedRect(kSwitchBody, 0.4, 0.4);
        painter.setBrush(isOn ? QColor(0x2E, 0x7D, 0x46) : QColor(0x12, 0x12, 0x14));
        painter.drawRoundedRect(kSwitchSlot, 0.3, 0.3);
        painter.setBrush(QColor(0xE4, 0xE4, 0xE0));
        const double left = isOn ? kSwitchSlot.right() - kSliderWidth : kSwitchSlot.left();
        painter.drawRoundedRect(
            QRectF(left, kSwitchSlot.top() - 0.25, kSliderWidth, kSwitchSlot.height() + 0.5), 0.3,
            0.3);
        for (const double away : {-0.5, 0.0, 0.5}) // its grip
            painter.drawLine(QPointF(left + kSliderWidth / 2 + away, -0.6),
                             QPointF(left + kSliderWidth / 2 + away, 0.6));
    }
    void press(const PartSight& part) override { set(part, !part.value(kOn()).toBool()); }
    [[nodiscard]] bool isPressable() const override { return true; }
    bool adjust(const PartSight& part, int steps) override
    {
        set(part, steps > 0);
        return true;
    }

private:
    static QString kOn() { return QStringLiteral("on"); }
    static void set(const PartSight& part, bool isOn) { part.parts.set(part.name, kOn(), isOn); }
};

} // namespace

std::unique_ptr<PartLook> makeSwitchLook()
{
    return std::make_unique<SwitchLook>();
}

} // namespace perisphere::studio
