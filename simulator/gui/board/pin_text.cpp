#include "board/pin_text.hpp"

#include <QCoreApplication>

namespace perisphere::studio
{
namespace
{

constexpr qsizetype kMostNamed = 8; ///< of the pins on a net: GND has dozens

QString pinTr(const char* text)
{
    return QCoreApplication::translate("PinText", text);
}

QString levelText(PinLevel level)
{
    switch (level) {
    case PinLevel::High:
        return pinTr("high");
    case PinLevel::Low:
        return pinTr("low");
    case PinLevel::Floating:
        break;
    }
    return pinTr("floating");
}

} // namespace

QString pinText(const NetsModel& nets, const QString& pin, const QString& function)
{
    QStringList lines{function.isEmpty() ? pin : QStringLiteral("%1 – %2").arg(pin, function)};
    const auto net = nets.netOf(pin);
    if (net == nullptr) {
        lines.append(pinTr("not on the device yet: start it again with this board"));
        return lines.join('\n');
    }
    lines.append(pinTr("%1, %2 V").arg(levelText(net->level)).arg(net->volts, 0, 'f', 2));
    for (const NetsModel::Owner& owner : nets.ownersOf(pin))
        lines.append(pinTr("used by %1 as %2").arg(nets.appName(owner.app), owner.function));
    QStringList others = net->pins;
    others.removeAll(pin);
    const qsizetype more = others.size() - kMostNamed;
    QString joined = others.mid(0, kMostNamed).join(QStringLiteral(", "));
    if (more > 0)
        joined += pinTr(" and %1 more").arg(more);
    if (!others.isEmpty())
        lines.append(pinTr("joined with %1").arg(joined));
    if (net->isInConflict)
        lines.append(pinTr("drivers disagree"));
    return lines.join('\n');
}

QColor pinColour(const NetsModel& nets, const QString& pin)
{
    const auto net = nets.netOf(pin);
    if (net == nullptr)
        return {0x70, 0x70, 0x70};
    switch (net->level) {
    case PinLevel::High:
        return {0xE5, 0x48, 0x3A};
    case PinLevel::Low:
        return {0x2F, 0x6F, 0xB5};
    case PinLevel::Floating:
        break;
    }
    return {0xB9, 0xA0, 0x4A};
}

} // namespace perisphere::studio
