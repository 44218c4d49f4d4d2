#include "terminal/terminal_colours.hpp"

#include <array>
#include <utility>

namespace perisphere::studio
{
namespace
{

using Sixteen = std::array<QRgb, 16>;

/// As text on white and on near black; each has a contrast of at least 4.5 where it is used.
constexpr Sixteen kOnLight{0xFF1C1F24, 0xFFB3261E, 0xFF1E7B34, 0xFF855A00, 0xFF1F5FB4, 0xFF8A2BA8,
                           0xFF00707A, 0xFF5A6068, 0xFF5A6068, 0xFFD0342C, 0xFF23823B, 0xFF946500,
                           0xFF2A6FD0, 0xFFA03CC0, 0xFF007A86, 0xFF1C1F24};
constexpr Sixteen kOnDark{0xFF7C828A, 0xFFF28B82, 0xFF81C995, 0xFFE2C08D, 0xFF8AB4F8, 0xFFD7AEFB,
                          0xFF78D9EC, 0xFFE6E8EB, 0xFF9AA0A6, 0xFFFFA79F, 0xFFA8DAB5, 0xFFF4D7A3,
                          0xFFAECBFA, 0xFFE3C8FC, 0xFFA1E4F2, 0xFFFFFFFF};
/// As backgrounds they are what they are called.
constexpr Sixteen kBackgrounds{
    0xFF000000, 0xFFB3261E, 0xFF1E7B34, 0xFFB58900, 0xFF1F5FB4, 0xFF8A2BA8, 0xFF00838F, 0xFFD0D4D8,
    0xFF5A6068, 0xFFE5534B, 0xFF3FB950, 0xFFE2C08D, 0xFF58A6FF, 0xFFBC8CFF, 0xFF39C5CF, 0xFFFFFFFF};

QColor fromCube(std::uint32_t index)
{
    constexpr std::array<int, 6> kLevels{0, 95, 135, 175, 215, 255};
    if (index >= 232) {
        const int grey = 8 + 10 * static_cast<int>(index - 232);
        return {grey, grey, grey};
    }
    const std::uint32_t place = index - 16;
    return {kLevels[place / 36], kLevels[place / 6 % 6], kLevels[place % 6]};
}

QColor colourOf(const TerminalColour& colour, const Sixteen& sixteen)
{
    if (colour.kind == TerminalColour::Kind::Rgb)
        return QColor(static_cast<QRgb>(colour.value | 0xFF000000U));
    return colour.value < sixteen.size() ? QColor(sixteen[colour.value]) : fromCube(colour.value);
}

} // namespace

TerminalColours coloursOf(const TerminalStyle& style, const QPalette& palette)
{
    using Kind = TerminalColour::Kind;
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const bool hasBackground = style.background.kind != Kind::Default;
    const QColor background = hasBackground ? colourOf(style.background, kBackgrounds) : QColor();
    const QColor& under = hasBackground ? background : base;
    const bool isDark = under.lightnessF() < 0.5F;
    QColor foreground;
    if (style.foreground.kind != Kind::Default)
        foreground = colourOf(style.foreground, isDark ? kOnDark : kOnLight);
    else if (hasBackground)
        foreground = isDark ? Qt::white : QColor(kOnLight[0]);
    else
        foreground = text;
    if (!style.isInverse)
        return {foreground, background};
    return {under, foreground};
}

} // namespace perisphere::studio
