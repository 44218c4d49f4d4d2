// A knob to turn, three quarters of a turn from stop to stop.
#include "board/adjustment.hpp"
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>
#include <QLineF>

#include <cmath>
#include <numbers>

namespace perisphere::studio
{
namespace
{

constexpr double kKnobHalf = 5;     ///< mm, of the body's side
constexpr double kKnobRadius = 3.4; ///< of the knob
constexpr double kKnobTravel = 270; ///< degrees
constexpr double kKnobFirst = 225;  ///< the left stop: degrees, counter-clockwise from the right
constexpr int kKnobSixteenths = 16; ///< of a degree, in Qt's arcs

QPointF onCircle(double radius, double degrees)
{
    const double radians = degrees * std::numbers::pi / 180;
    return {radius * std::cos(radians), -radius * std::sin(radians)};
}

class KnobLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return {-kKnobHalf - 0.3, -kKnobHalf - 0.3, 2 * kKnobHalf + 0.6, 2 * kKnobHalf + 0.6};
    }
    [[nodiscard]] QRectF labelArea() const override { return {-8, kKnobHalf + 0.3, 16, 1.8}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        painter.setPen(QPen(QColor(0x10, 0x28, 0x50), 0.2));
        painter.setBrush(QColor(0x20, 0x50, 0xA0));
        painter.drawRoundedRect(QRectF(-kKnobHalf, -kKnobHalf, 2 * kKnobHalf, 2 * kKnobHalf), 0.6,
                                0.6);
        const PartProperty* const property = propertyOf(part);
        const double share =
            property == nullptr ? 0 : shareOf(*property, part.value(property->name));
        const QRectF ring(-kKnobRadius - 0.6, -kKnobRadius - 0.6, 2 * kKnobRadius + 1.2,
                          2 * kKnobRadius + 1.2);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0x12, 0x2C, 0x5C), 0.5));
        painter.drawArc(ring, static_cast<int>(kKnobFirst * kKnobSixteenths),
                        static_cast<int>(-kKnobTravel * kKnobSixteenths));
        painter.setPen(QPen(QColor(0xFF, 0xC0, 0x40), 0.5));
        painter.drawArc(ring, static_cast<int>(kKnobFirst * kKnobSixteenths),
                        static_cast<int>(-kKnobTravel * share * kKnobSixteenths));
        painter.setPen(QPen(QColor(0x90, 0x94, 0x98), 0.15));
        painter.setBrush(QColor(0xE8, 0xEA, 0xEC));
        painter.drawEllipse(QPointF(0, 0), kKnobRadius, kKnobRadius);
        const double angle = kKnobFirst - kKnobTravel * share;
        painter.setPen(QPen(QColor(0x20, 0x24, 0x28), 0.5, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(onCircle(kKnobRadius * 0.62, angle), onCircle(kKnobRadius * 0.9, angle));
        if (property == nullptr)
            return;
        painter.setPen(QColor(0x20, 0x24, 0x28));
        drawText(painter, QRectF(-2.2, -1, 4.4, 2), Qt::AlignCenter,
                 QStringLiteral("%1 %").arg(std::lround(share * 100)), 1.4);
    }
    bool grip(const PartSight& part, const QPointF& at) override
    {
        return propertyOf(part) != nullptr && QLineF(QPointF(0, 0), at).length() <= kKnobRadius + 1;
    }
    void drag(const PartSight& part, const QPointF& at) override
    {
        const PartProperty* const property = propertyOf(part);
        if (property == nullptr || QLineF(QPointF(0, 0), at).length() < kKnobRadius / 5)
            return; // in the middle every angle is near
        const double degrees = std::atan2(-at.y(), at.x()) * 180 / std::numbers::pi;
        double turned = std::fmod(kKnobFirst - degrees + 360, 360);
        if (turned > kKnobTravel) // between the stops
            turned = turned > (kKnobTravel + 360) / 2 ? 0 : kKnobTravel;
        setShare(part, *property, turned / kKnobTravel);
    }
    bool adjust(const PartSight& part, int steps) override
    {
        const PartProperty* const property = propertyOf(part);
        if (property != nullptr)
            stepBy(part, *property, steps);
        return property != nullptr;
    }

private:
    static const PartProperty* propertyOf(const PartSight& part)
    {
        const Part* const known = part.parts.find(part.name);
        return known == nullptr ? nullptr : known->find(QStringLiteral("position"));
    }
};

} // namespace

std::unique_ptr<PartLook> makeKnobLook()
{
    return std::make_unique<KnobLook>();
}

} // namespace perisphere::studio
