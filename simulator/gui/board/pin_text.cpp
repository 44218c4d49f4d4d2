#include "board/pin_text.hpp"

#include <QCollator>
#include <QCoreApplication>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr qsizetype kMostNamed = 8; ///< of the pins on a net: GND has dozens
constexpr qsizetype kFewNamed = 3;
constexpr int kVoltDecimals = 2;

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

QStringList stateOf(const NetsModel& nets, const NetSight& net, const QString& pin, qsizetype most)
{
    QStringList lines{
        pinTr("%1, %2 V").arg(levelText(net.level)).arg(net.volts, 0, 'f', kVoltDecimals)};
    for (const NetsModel::Owner& owner : nets.ownersOf(pin))
        lines.append(pinTr("used by %1 as %2").arg(nets.appName(owner.app), owner.function));
    QStringList others = net.pins;
    others.removeAll(pin);
    const qsizetype more = others.size() - most;
    QString joined = others.mid(0, most).join(QStringLiteral(", "));
    if (more > 0)
        joined += pinTr(" and %1 more").arg(more);
    if (!others.isEmpty())
        lines.append(pinTr("joined with %1").arg(joined));
    if (net.isInConflict)
        lines.append(pinTr("drivers disagree"));
    return lines;
}

/// GPIO9 before GPIO10.
QCollator naturalOrder()
{
    QCollator order;
    order.setNumericMode(true);
    return order;
}

} // namespace

QString pinText(const NetsModel& nets, const QString& pin, const QString& function)
{
    QStringList lines{function.isEmpty() ? pin : QStringLiteral("%1 – %2").arg(pin, function)};
    const auto net = nets.netOf(pin);
    if (net == nullptr)
        lines.append(pinTr("not on the device yet: start it again with this board"));
    else
        lines.append(stateOf(nets, *net, pin, kMostNamed));
    return lines.join('\n');
}

QString pinLine(const NetsModel& nets, const QString& part, const QString& pin)
{
    const QString end = part + '.' + pin;
    const auto net = nets.netOf(end);
    return net == nullptr
               ? QString()
               : pinTr("pin %1: %2").arg(pin, stateOf(nets, *net, end, kFewNamed).join("; "));
}

QString chipText(const NetsModel& nets, const QString& chip)
{
    QStringList lines;
    const QString prefix = chip + '.';
    for (auto one = nets.owners().cbegin(); one != nets.owners().cend(); ++one)
        if (one.key().startsWith(prefix))
            lines.append(pinTr("%1: used by %2 as %3")
                             .arg(one.key().mid(prefix.size()), nets.appName(one.value().app),
                                  one.value().function));
    std::ranges::sort(lines, naturalOrder());
    lines.prepend(chip);
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
