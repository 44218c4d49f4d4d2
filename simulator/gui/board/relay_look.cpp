// A relay: its coil, and its contact as a circuit diagram has it.
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kRelayBody(-9.5, -7.5, 19, 15);
constexpr QRectF kRelayCoil(-7, -3, 4, 6);
constexpr QPointF kCommon(-0.5, 0);
constexpr QPointF kNormallyClosed(6.5, -2.6);
constexpr QPointF kNormallyOpen(6.5, 2.6);

class RelayLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override
    {
        return kRelayBody.adjusted(-0.3, -0.3, 0.3, 0.3);
    }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        const bool isEnergized = part.value(QStringLiteral("energized")).toBool();
        const bool isOperated = part.value(QStringLiteral("operated")).toBool();
        painter.setPen(QPen(QColor(0x10, 0x30, 0x60), 0.2));
        painter.setBrush(QColor(0x1D, 0x55, 0x9C));
        painter.drawRoundedRect(kRelayBody, 0.6, 0.6);
        const QColor line(0xF0, 0xF4, 0xF8);
        const QColor live(0xFF, 0xC0, 0x40);
        painter.setPen(line);
        drawText(painter, QRectF(kRelayBody.left() + 0.6, kRelayBody.top() + 0.4, 18, 2.2),
                 Qt::AlignLeft | Qt::AlignVCenter, part.name, 1.8, true);
        painter.setPen(QPen(isEnergized ? live : line, 0.3));
        painter.setBrush(isEnergized ? QColor(0x7A, 0x5A, 0x18) : QColor(Qt::transparent));
        painter.drawRect(kRelayCoil);
        painter.drawLine(kRelayCoil.bottomLeft(), kRelayCoil.topRight());
        painter.setPen(QPen(line, 0.12, Qt::DashLine)); // what moves the contact
        painter.drawLine(QPointF(kRelayCoil.right(), 0), kCommon);
        painter.setPen(QPen(line, 0.35, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(kCommon, isOperated ? kNormallyOpen : kNormallyClosed);
        painter.setBrush(line);
        for (const QPointF& contact : {kCommon, kNormallyClosed, kNormallyOpen})
            painter.drawEllipse(contact, 0.45, 0.45);
        painter.setPen(line);
        drawText(painter, QRectF(4.6, -5.2, 4, 1.8), Qt::AlignCenter, QStringLiteral("nc"), 1.5);
        drawText(painter, QRectF(4.6, 3.5, 4, 1.8), Qt::AlignCenter, QStringLiteral("no"), 1.5);
    }
};

} // namespace

std::unique_ptr<PartLook> makeRelayLook()
{
    return std::make_unique<RelayLook>();
}

} // namespace perisphere::studio
