// Any other part: a card with its name and what can be read of it first.
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kCard(-7.5, -2.4, 15, 4.8);

class GenericLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override { return kCard.adjusted(-0.2, -0.2, 0.2, 0.2); }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        painter.setPen(QPen(QColor(0x80, 0x88, 0x90), 0.15));
        painter.setBrush(QColor(0x22, 0x26, 0x2C));
        painter.drawRoundedRect(kCard, 0.5, 0.5);
        painter.setPen(QColor(0xF0, 0xF0, 0xF0));
        drawText(painter, kCard.adjusted(0.5, 0.3, -0.5, -2.4), Qt::AlignLeft | Qt::AlignVCenter,
                 part.name, 1.6, true);
        painter.setPen(QColor(0xB8, 0xC8, 0xD8));
        drawText(painter, kCard.adjusted(0.5, 2.3, -0.5, -0.3), Qt::AlignLeft | Qt::AlignVCenter,
                 firstValue(part), 1.35);
    }

private:
    [[nodiscard]] static QString firstValue(const PartSight& part)
    {
        const Part* const known = part.parts.find(part.name);
        if (known == nullptr || known->properties.empty())
            return {};
        const PartProperty& first = known->properties.front();
        return first.name + QStringLiteral(" ") + textOf(first, part.value(first.name));
    }
};

} // namespace

std::unique_ptr<PartLook> makeGenericLook()
{
    return std::make_unique<GenericLook>();
}

} // namespace perisphere::studio
