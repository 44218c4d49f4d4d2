// A display of two lines of 16 characters with a coloured backlight. Its properties have the text;
// the eight characters that a program draws itself come as patterns.
#include "board/millimetre_text.hpp"
#include "board/part_looks.hpp"

#include <QColor>
#include <QTextBoundaryFinder>

namespace perisphere::studio
{
namespace
{

constexpr QRectF kLcdBody(-41.5, -22, 83, 44);
constexpr QRectF kLcdFrame(-36.5, -13.5, 73, 27);
constexpr QRectF kLcdGlass(-32.5, -8.5, 65, 17);
constexpr int kLcdColumns = 16;
constexpr int kLcdLines = 2;
constexpr double kLcdGap = 0.6; ///< mm, between characters

constexpr int kOwnCharacters = 8; ///< shown in a text as a zero to a seven in a circle
constexpr int kPatternRows = 8;
constexpr int kPatternColumns = 5;

/// What one sees as a character may be several code points.
QStringList charactersOf(const QString& text)
{
    QStringList characters;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype begin = 0, end = finder.toNextBoundary(); end > begin;
         begin = end, end = finder.toNextBoundary())
        characters.append(text.mid(begin, end - begin));
    return characters;
}

/// Which of the program's own characters it is; -1: none.
int ownCharacter(const QString& character)
{
    constexpr char16_t kCircledZero = u'\u24EA';
    constexpr char16_t kCircledOne = u'\u2460';
    const char16_t code = character.at(0).unicode();
    if (code == kCircledZero)
        return 0;
    return code >= kCircledOne && code < kCircledOne + kOwnCharacters - 1 ? code - kCircledOne + 1
                                                                          : -1;
}

QRectF cell(int line, int column)
{
    const double width = kLcdGlass.width() / kLcdColumns;
    const double height = kLcdGlass.height() / kLcdLines;
    return QRectF(kLcdGlass.left() + column * width, kLcdGlass.top() + line * height, width, height)
        .adjusted(kLcdGap / 2, kLcdGap / 2, -kLcdGap / 2, -kLcdGap / 2);
}

class CharacterLook final : public PartLook
{
public:
    [[nodiscard]] QRectF bounds() const override { return kLcdBody.adjusted(-0.3, -0.3, 0.3, 0.3); }
    [[nodiscard]] QRectF labelArea() const override { return {-20, kLcdBody.bottom() - 5, 40, 3}; }
    void paint(QPainter& painter, const PartSight& part) const override
    {
        painter.setPen(QPen(QColor(0x0A, 0x40, 0x20), 0.3));
        painter.setBrush(QColor(0x12, 0x5A, 0x34));
        painter.drawRoundedRect(kLcdBody, 1, 1);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(0x1C, 0x1E, 0x20));
        painter.drawRoundedRect(kLcdFrame, 0.8, 0.8);
        const QColor light = part.value(QStringLiteral("colour")).value<QColor>();
        const QColor glass = glassOf(light);
        painter.setBrush(glass);
        painter.drawRect(kLcdGlass.adjusted(-1, -1, 1, 1));
        const bool isOn = part.value(QStringLiteral("on")).toBool();
        const QByteArray patterns =
            QByteArray::fromBase64(part.value(QStringLiteral("patterns")).toString().toLatin1());
        const QColor shade = glass.darker(108); // of a character's cell
        const QColor ink =
            glass.lightness() > 80 ? QColor(0x10, 0x14, 0x18) : QColor(0x50, 0x56, 0x5C);
        for (int line = 0; line < kLcdLines; ++line) {
            const QStringList text =
                charactersOf(part.value(QStringLiteral("line%1").arg(line + 1)).toString());
            for (int column = 0; column < kLcdColumns; ++column) {
                const QRectF area = cell(line, column);
                painter.setPen(Qt::NoPen);
                painter.setBrush(shade);
                painter.drawRect(area);
                if (!isOn || column >= text.size())
                    continue;
                painter.setPen(ink);
                if (const int own = ownCharacter(text.at(column)); own >= 0)
                    paintPattern(painter, area, ink,
                                 patterns.mid(own * kPatternRows, kPatternRows));
                else
                    drawText(painter, area, Qt::AlignCenter, text.at(column), area.height() * 0.8);
            }
        }
        paintCursor(painter, part, ink);
    }

private:
    /// Without backlight it is what reflects a little.
    static QColor glassOf(const QColor& light)
    {
        constexpr int kUnlit = 0x34;
        if (!light.isValid())
            return {kUnlit, kUnlit + 6, kUnlit};
        const auto mix = [](int channel) { return kUnlit + channel * (255 - kUnlit) / 255; };
        return {mix(light.red()), mix(light.green()), mix(light.blue())};
    }

    static void paintPattern(QPainter& painter, const QRectF& area, const QColor& ink,
                             const QByteArray& pattern)
    {
        const double width = area.width() / kPatternColumns;
        const double height = area.height() / kPatternRows;
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        for (qsizetype row = 0; row < pattern.size(); ++row)
            for (int column = 0; column < kPatternColumns; ++column)
                if ((pattern.at(row) >> (kPatternColumns - 1 - column) & 1) != 0)
                    painter.drawRect(QRectF(area.left() + column * width,
                                            area.top() + static_cast<double>(row) * height,
                                            width * 0.9, height * 0.9));
    }

    static void paintCursor(QPainter& painter, const PartSight& part, const QColor& ink)
    {
        const QString look = part.value(QStringLiteral("cursor")).toString();
        const int column = part.value(QStringLiteral("cursorColumn")).toInt();
        const int line = part.value(QStringLiteral("cursorLine")).toInt();
        if (look.isEmpty() || look == QStringLiteral("hidden") || column < 0 ||
            column >= kLcdColumns || line < 0 || line >= kLcdLines)
            return;
        QRectF area = cell(line, column);
        if (!look.contains(QStringLiteral("block")))
            area.setTop(area.bottom() - 0.6);
        QColor colour = ink;
        colour.setAlphaF(0.7F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRect(area);
    }
};

} // namespace

std::unique_ptr<PartLook> makeCharacterLook()
{
    return std::make_unique<CharacterLook>();
}

} // namespace perisphere::studio
