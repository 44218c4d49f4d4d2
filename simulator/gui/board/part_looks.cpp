// Which look is of which kind.
#include "board/part_looks.hpp"

#include <array>

namespace perisphere::studio
{
namespace
{

struct Row {
    QLatin1StringView kind;
    std::unique_ptr<PartLook> (*make)();
};

constexpr std::array<Row, 10> kLooks{{
    {QLatin1StringView("led"), makeLedLook},
    {QLatin1StringView("rgb-led"), makeRgbLedLook},
    {QLatin1StringView("button"), makeButtonLook},
    {QLatin1StringView("switch"), makeSwitchLook},
    {QLatin1StringView("potentiometer"), makeKnobLook},
    {QLatin1StringView("ssd1306"), makeImageLook},
    {QLatin1StringView("rgb-lcd"), makeCharacterLook},
    {QLatin1StringView("relay"), makeRelayLook},
    {QLatin1StringView("servo"), makeServoLook},
    {QLatin1StringView("buzzer"), makeBuzzerLook},
}};

} // namespace

std::unique_ptr<PartLook> makeLook(const QString& kind)
{
    for (const Row& row : kLooks)
        if (row.kind == kind)
            return row.make();
    return makeGenericLook();
}

QString PartLook::text(const PartSight& part) const
{
    const Part* const known = part.parts.find(part.name);
    if (known == nullptr)
        return {};
    QStringList lines;
    for (const PartProperty& property : known->properties)
        if (property.type != PropertyType::Bytes)
            lines.append(property.name + QStringLiteral(": ") +
                         textOf(property, part.value(property.name)));
    return lines.join('\n');
}

} // namespace perisphere::studio
