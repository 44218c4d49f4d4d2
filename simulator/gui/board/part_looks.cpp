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

constexpr std::array<Row, 3> kLooks{{
    {QLatin1StringView("led"), makeLedLook},
    {QLatin1StringView("rgb-led"), makeRgbLedLook},
    {QLatin1StringView("button"), makeButtonLook},
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
