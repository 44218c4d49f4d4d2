// Any other part: a card with its name. What can be set in a range has a slider, one property at a
// time; space or a click on the title goes to the next one. Otherwise what can be read of it first.
#include "board/adjustment.hpp"
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>

#include <vector>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kCard(-7.5, -2.9, 15, 5.8);
constexpr QRectF kCardTitle(-7, -2.7, 14, 1.9);
constexpr QRectF kCardValue(-7, -0.9, 14, 1.7);
constexpr QRectF kCardTrack(-6.6, 1.55, 13.2, 0.4);
constexpr double kCardText = 1.3;
constexpr double kCardKnob = 0.75; ///< mm, radius

class GenericLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override { return kCard.adjusted(-0.2, -0.2, 0.2, 0.2); }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        painter.setPen(QPen(QColor(0x80, 0x88, 0x90), 0.15));
        painter.setBrush(QColor(0x22, 0x26, 0x2C));
        painter.drawRoundedRect(kCard, 0.5, 0.5);
        const auto settable = adjustables(part);
        painter.setPen(QColor(0xF0, 0xF0, 0xF0));
        drawText(painter, kCardTitle, Qt::AlignLeft | Qt::AlignVCenter, part.name, 1.6, true);
        painter.setPen(QColor(0xB8, 0xC8, 0xD8));
        if (settable.size() > 1)
            drawText(painter, kCardTitle, Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("%1/%2 ▸").arg(index(settable) + 1).arg(settable.size()), 1.3);
        const PartProperty* const shown =
            settable.empty() ? first(part) : settable[index(settable)];
        if (shown == nullptr)
            return;
        const QVariant value = part.value(shown->name);
        const QString text = textOf(*shown, value); // it is read in full, its name is cut
        drawText(painter, kCardValue, Qt::AlignRight | Qt::AlignVCenter, text, kCardText);
        const double left = kCardValue.width() - textWidth(text + QLatin1Char(' '), kCardText);
        drawText(painter, QRectF(kCardValue.topLeft(), QSizeF(left, kCardValue.height())),
                 Qt::AlignLeft | Qt::AlignVCenter, shown->name, kCardText);
        if (!settable.empty())
            paintSlider(painter, shareOf(*shown, value));
    }
    void press(const PartSight& part) override
    {
        if (adjustables(part).size() > 1)
            ++m_turn;
    }
    [[nodiscard]] bool isPressable() const override { return true; }
    bool grip(const PartSight& part, const QPointF& at) override
    {
        return at.y() > kCardValue.bottom() && !adjustables(part).empty();
    }
    void drag(const PartSight& part, const QPointF& at) override
    {
        if (const auto settable = adjustables(part); !settable.empty())
            setShare(part, *settable[index(settable)],
                     (at.x() - kCardTrack.left()) / kCardTrack.width());
    }
    bool adjust(const PartSight& part, int steps) override
    {
        const auto settable = adjustables(part);
        if (!settable.empty())
            stepBy(part, *settable[index(settable)], steps);
        return !settable.empty();
    }

private:
    using Properties = std::vector<const PartProperty*>;

    static Properties adjustables(const PartSight& part)
    {
        Properties found;
        if (const Part* const known = part.parts.find(part.name); known != nullptr)
            for (const PartProperty& property : known->properties)
                if (isAdjustable(property))
                    found.push_back(&property);
        return found;
    }
    static const PartProperty* first(const PartSight& part)
    {
        const Part* const known = part.parts.find(part.name);
        return known == nullptr || known->properties.empty() ? nullptr : &known->properties.front();
    }
    [[nodiscard]] std::size_t index(const Properties& settable) const
    {
        return m_turn % settable.size();
    }

    static void paintSlider(QPainter& painter, double share)
    {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0x4A, 0x52, 0x5C));
        painter.drawRoundedRect(kCardTrack, 0.2, 0.2);
        QRectF below = kCardTrack;
        below.setWidth(kCardTrack.width() * share);
        painter.setBrush(QColor(0xFF, 0xC0, 0x40));
        painter.drawRoundedRect(below, 0.2, 0.2);
        painter.setBrush(QColor(0xF0, 0xF0, 0xF0));
        painter.drawEllipse(QPointF(below.right(), kCardTrack.center().y()), kCardKnob, kCardKnob);
    }

    std::size_t m_turn = 0; ///< how often another property was asked for
};

} // namespace

std::unique_ptr<PartLook> makeGenericLook()
{
    return std::make_unique<GenericLook>();
}

} // namespace perisphere::studio
