// A display with pixels.
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr double kImageHalf = 13.5;                     ///< mm, of the module's side
constexpr QRectF kImageGlass(-12.6, -8.6, 25.2, 17.6);  ///< black, with the light in it
constexpr QRectF kImagePixels(-11.2, -6.4, 22.4, 11.2); ///< where light is, two to one

class ImageLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return {-kImageHalf - 0.3, -kImageHalf - 0.3, 2 * kImageHalf + 0.6, 2 * kImageHalf + 0.6};
    }
    [[nodiscard]] QRectF labelArea() const override { return {-8, kImageHalf - 3.6, 16, 2}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        painter.setPen(QPen(QColor(0x30, 0x50, 0x78), 0.2));
        painter.setBrush(QColor(0x14, 0x2A, 0x48));
        painter.drawRoundedRect(QRectF(-kImageHalf, -kImageHalf, 2 * kImageHalf, 2 * kImageHalf),
                                0.8, 0.8);
        painter.setBrush(QColor(0x1F, 0x3E, 0x66)); // holes for its screws
        for (const double x : {-kImageHalf + 1.6, kImageHalf - 1.6})
            for (const double y : {-kImageHalf + 1.6, kImageHalf - 1.6})
                painter.drawEllipse(QPointF(x, y), 0.9, 0.9);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0x05, 0x06, 0x08));
        painter.drawRect(kImageGlass);
        const QImage& image = part.parts.image(part.name);
        if (image.isNull())
            return;
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(kImagePixels, image);
    }
};

} // namespace

std::unique_ptr<PartLook> makeImageLook()
{
    return std::make_unique<ImageLook>();
}

} // namespace perisphere::studio
