// LEDs: a lens that glows with what the eye would see of its duty cycle.
#include "board/part_looks.hpp"

#include <QColor>
#include <QRadialGradient>

#include <algorithm>
#include <cmath>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kLens(-0.9, -0.6, 1.8, 1.2);
constexpr QRectF kLedBody(-1.1, -0.9, 2.2, 1.8);
constexpr double kGlow = 2.6; ///< mm, radius of the light around it

/// Eyes see a tenth of the light as a third of it.
double seen(double light)
{
    constexpr double kGamma = 2.2;
    return std::pow(std::clamp(light, 0.0, 1.0), 1 / kGamma);
}

void paintLens(QPainter& painter, const QColor& colour, double light)
{
    const double strength = seen(light);
    painter.setPen(QPen(QColor(0x50, 0x50, 0x50), 0.12));
    painter.setBrush(QColor(0xE8, 0xE6, 0xDC));
    painter.drawRoundedRect(kLens, 0.2, 0.2);
    if (strength <= 0)
        return;
    QColor core = colour;
    core.setAlphaF(static_cast<float>(strength));
    QColor edge = colour;
    edge.setAlphaF(0);
    QRadialGradient glow(QPointF(0, 0), kGlow);
    glow.setColorAt(0, core);
    glow.setColorAt(1, edge);
    painter.setPen(Qt::NoPen);
    painter.setBrush(glow);
    painter.drawEllipse(QPointF(0, 0), kGlow, kGlow);
    painter.setBrush(core);
    painter.drawRoundedRect(kLens, 0.2, 0.2);
}

/// LEDs are often as near to each other as 2.6 mm: then they have short names.
constexpr QRectF kLabel(-6, 0.75, 12, 1.35);

class LedLook final : public PartLook
{
public:
    [[nodiscard]] QRectF labelArea() const override { return kLabel; }
    [[nodiscard]] QRectF body() const override { return kLedBody; }
    [[nodiscard]] QRectF bounds() const override { return {-kGlow, -kGlow, 2 * kGlow, 2 * kGlow}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const auto colour = part.value(QStringLiteral("colour")).value<QColor>();
        paintLens(painter, colour.isValid() ? colour : QColor(Qt::red),
                  part.value(QStringLiteral("brightness")).toDouble());
    }
};

/// Its colour has the brightness in it.
class RgbLedLook final : public PartLook
{
public:
    [[nodiscard]] QRectF labelArea() const override { return kLabel; }
    [[nodiscard]] QRectF body() const override { return kLedBody; }
    [[nodiscard]] QRectF bounds() const override { return {-kGlow, -kGlow, 2 * kGlow, 2 * kGlow}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const auto shown = part.value(QStringLiteral("colour")).value<QColor>();
        const int strongest = std::max({shown.red(), shown.green(), shown.blue()});
        constexpr int kFull = 255;
        const QColor pure = strongest == 0 ? QColor(Qt::black)
                                           : QColor(shown.red() * kFull / strongest,
                                                    shown.green() * kFull / strongest,
                                                    shown.blue() * kFull / strongest);
        paintLens(painter, pure, static_cast<double>(strongest) / kFull);
    }
};

} // namespace

std::unique_ptr<PartLook> makeLedLook()
{
    return std::make_unique<LedLook>();
}

std::unique_ptr<PartLook> makeRgbLedLook()
{
    return std::make_unique<RgbLedLook>();
}

} // namespace perisphere::studio
