#include "support/board_view.hpp"

#include "perisphere/base/ascii.hpp"
#include "perisphere/parts/part_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace perisphere::tools
{

using engine::Access;
using engine::PropertyType;
using parts::Shape;

namespace
{

constexpr std::string_view kDim = "2";
constexpr std::string_view kBold = "1";

/// A text in one look.
struct Span {
    std::string text;
    std::string sgr = {}; ///< parameters of Select Graphic Rendition, empty for the plain look
};
using Line = std::vector<Span>;

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// In columns; every character is taken to need one.
std::size_t widthOf(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !isContinuation(c); }));
}

std::size_t widthOf(const Line& line)
{
    std::size_t width = 0;
    for (const Span& span : line)
        width += widthOf(span.text);
    return width;
}

/// The first characters that fit.
std::string_view cut(std::string_view text, std::size_t width)
{
    std::size_t end = 0;
    for (std::size_t used = 0; end < text.size(); ++end) {
        if (isContinuation(text[end]))
            continue;
        if (used++ == width)
            break;
    }
    return text.substr(0, end);
}

std::string toText(const Line& line, const ViewStyle& style)
{
    std::string result;
    // The last column stays free: writing there makes some terminals wrap.
    std::size_t left = style.columns > 0 ? style.columns - 1 : 0;
    for (const Span& span : line) {
        const std::string_view text = cut(span.text, left);
        left -= widthOf(text);
        if (span.sgr.empty() || !style.isColoured)
            result += text;
        else
            result += fmt::format("\x1b[{}m{}\x1b[0m", span.sgr, text);
    }
    return result;
}

/// In the 6x6x6 cube that terminals have; dark light is lifted so that it is seen to be on.
std::string sgrOf(engine::Colour colour)
{
    const int strongest = std::max({int{colour.red}, int{colour.green}, int{colour.blue}, 1});
    const double lift = std::max(1.0, 0x80 / static_cast<double>(strongest));
    const auto level = [&](std::uint8_t channel) {
        return std::min(5, static_cast<int>(std::lround(channel * lift / 51)));
    };
    return fmt::format("38;5;{}",
                       16 + 36 * level(colour.red) + 6 * level(colour.green) + level(colour.blue));
}

template <class T>
const T* valueOf(const ViewPart& part, std::string_view property)
{
    const ViewProperty* const found = part.find(property);
    return found == nullptr ? nullptr : std::get_if<T>(&found->value);
}

std::string printed(const ViewProperty& property)
{
    struct Printer {
        std::string operator()(bool value) const { return value ? "yes" : "no"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return fmt::format("{:.6g}", value); }
        std::string operator()(const std::string& value) const
        {
            return fmt::format("\"{}\"", withoutControls(value));
        }
        std::string operator()(const engine::Colour& value) const
        {
            return fmt::format("#{:02x}{:02x}{:02x}", value.red, value.green, value.blue);
        }
        std::string operator()(const engine::ByteArray& value) const
        {
            return fmt::format("{} bytes", value.size());
        }
        std::string operator()(const engine::Image& value) const
        {
            return fmt::format("{}x{}", value.width, value.height);
        }
    };
    std::string text = std::visit(Printer{}, property.value);
    if (!property.description.unit.empty())
        text += " " + property.description.unit;
    return text;
}

std::string titleOf(const ViewPart& part)
{
    return part.label.empty() ? part.name : part.name + " " + part.label;
}

Line keyed(const ViewPart& part)
{
    if (part.key == 0)
        return {};
    if (part.secondKey == 0)
        return {{fmt::format("[{}]", part.key), std::string(kBold)}, {" "}};
    return {{fmt::format("[{}-][{}+]", part.key, part.secondKey), std::string(kBold)}, {" "}};
}

Line lightCell(const ViewPart& part, const ViewStyle& style)
{
    const auto* const colour = valueOf<engine::Colour>(part, "colour");
    const auto* const brightness = valueOf<double>(part, "brightness");
    const engine::Colour shown = colour != nullptr ? *colour : engine::Colour{255, 255, 255};
    const bool isOn = brightness != nullptr ? *brightness > 0 : shown != engine::Colour{};
    const std::string_view glyph = style.isUnicode ? (isOn ? "●" : "○") : (isOn ? "*" : "o");
    if (!isOn)
        return {{fmt::format("{} {}", glyph, titleOf(part)), std::string(kDim)}};
    std::string more;
    if (brightness == nullptr)
        more = fmt::format(" #{:02x}{:02x}{:02x}", shown.red, shown.green, shown.blue);
    else if (*brightness < 1)
        more = fmt::format(" {:.0f} %", *brightness * 100);
    return {{std::string(glyph), sgrOf(shown)}, {" " + titleOf(part) + more}};
}

Line contactCell(const ViewPart& part)
{
    Line line = keyed(part);
    line.push_back({titleOf(part)});
    const ViewProperty* const state = part.find(PropertyType::Bool, Access::Settable);
    if (state == nullptr)
        return line;
    const bool isSet = std::get<bool>(state->value);
    // "pressed" for a button, "on" for a switch: the property says it.
    line.push_back({fmt::format(" {}{}", isSet ? "" : "not ", state->description.name),
                    std::string(isSet ? "7" : kDim)});
    return line;
}

Line soundCell(const ViewPart& part)
{
    const auto* const frequency = valueOf<double>(part, "frequency");
    const bool isOn = frequency != nullptr && *frequency > 0;
    if (!isOn)
        return {{titleOf(part) + " silent", std::string(kDim)}};
    return {{fmt::format("{} {:.6g} Hz", titleOf(part), *frequency), std::string(kBold)}};
}

/// All that it has to say.
Line valuesCell(const ViewPart& part)
{
    Line line = keyed(part);
    line.push_back({titleOf(part) + ":", std::string(part.key == 0 ? kDim : "")});
    bool isFirst = true;
    for (const ViewProperty& property : part.properties) {
        if (property.description.type == PropertyType::Image)
            continue;
        line.push_back({fmt::format("{} {} {}", std::exchange(isFirst, false) ? "" : ",",
                                    property.description.name, printed(property))});
    }
    return line;
}

/// Cells beside each other in columns of equal width.
void flow(std::vector<Line>& lines, const std::vector<Line>& cells, const ViewStyle& style)
{
    std::size_t widest = 1;
    for (const Line& cell : cells)
        widest = std::max(widest, widthOf(cell) + 3);
    const std::size_t perLine = std::max<std::size_t>(1, style.columns / widest);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i % perLine == 0)
            lines.emplace_back();
        else
            lines.back().push_back({std::string(widest - widthOf(cells[i - 1]), ' ')});
        lines.back().insert(lines.back().end(), cells[i].begin(), cells[i].end());
    }
}

std::string utf8(unsigned codePoint) // of the basic plane, from U+0800
{
    return {static_cast<char>(0xE0U | codePoint >> 12U),
            static_cast<char>(0x80U | (codePoint >> 6U & 0x3FU)),
            static_cast<char>(0x80U | (codePoint & 0x3FU))};
}

/// Two columns and four rows of pixels a character.
void picture(std::vector<Line>& lines, const ViewPart& part, const engine::Image& image,
             const ViewStyle& style)
{
    constexpr unsigned kBraille = 0x2800;
    // Bits of the dots, row by row.
    constexpr unsigned kDots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const std::size_t stride = (image.width + 7U) / 8U;
    const auto isLit = [&](unsigned x, unsigned y) {
        const std::size_t at = y * stride + x / 8U;
        return x < image.width && y < image.height && at < part.pixels.size() &&
               (std::to_integer<unsigned>(part.pixels[at]) >> (7U - x % 8U) & 1U) != 0;
    };
    for (unsigned top = 0; top < image.height; top += 4) {
        std::string text = style.isUnicode ? "│" : "|";
        for (unsigned left = 0; left < image.width; left += 2) {
            unsigned dots = 0;
            for (unsigned y = 0; y < 4; ++y)
                for (unsigned x = 0; x < 2; ++x)
                    if (isLit(left + x, top + y))
                        dots |= kDots[y][x];
            text += style.isUnicode ? utf8(kBraille + dots) : std::string(dots == 0 ? " " : "#");
        }
        text += style.isUnicode ? "│" : "|";
        lines.push_back({{std::move(text)}});
    }
}

void displayBlock(std::vector<Line>& lines, const ViewPart& part, const ViewStyle& style)
{
    lines.push_back(valuesCell(part));
    const ViewProperty* const property = part.find(PropertyType::Image, Access::Observable);
    if (property == nullptr)
        return;
    const auto& image = std::get<engine::Image>(property->value);
    if (image.format == engine::PixelFormat::Mono1)
        picture(lines, part, image, style);
}

void terminalBlock(std::vector<Line>& lines, const ViewPart& part, const BoardState& state,
                   const ViewStyle& style)
{
    constexpr std::size_t kShownLines = 4;
    Line title = keyed(part);
    title.push_back({titleOf(part)});
    lines.push_back(std::move(title));
    std::vector<std::string> text(1);
    if (const auto* const log = valueOf<std::string>(part, "log")) {
        for (const char c : *log) {
            if (c == '\n')
                text.emplace_back();
            else
                text.back() += c;
        }
    }
    if (text.back().empty())
        text.pop_back();
    const std::size_t first = text.size() > kShownLines ? text.size() - kShownLines : 0;
    const std::string bar = style.isUnicode ? "│ " : "| ";
    for (std::size_t i = first; i < text.size(); ++i)
        lines.push_back({{bar + withoutControls(text[i])}});
    if (state.typing && state.typing->part == part.name)
        lines.push_back({{"> " + withoutControls(state.typing->text) + "_", std::string(kBold)}});
}

using Cell = Line (*)(const ViewPart&);

void section(std::vector<Line>& lines, const BoardState& state, const ViewStyle& style,
             std::initializer_list<Shape> shapes, Cell cell)
{
    std::vector<Line> cells;
    for (const ViewPart& part : state.parts)
        if (std::find(shapes.begin(), shapes.end(), part.shape) != shapes.end())
            cells.push_back(cell(part));
    flow(lines, cells, style);
}

Line titleLine(const BoardState& state, const ViewStyle& style)
{
    const double seconds = static_cast<double>(engine::toNanoseconds(state.time)) / 1e9;
    const std::string bar = style.isUnicode ? "─" : "-";
    Line line = {{bar + bar + " "},
                 {state.title, std::string(kBold)},
                 {fmt::format(" {} {:.1f} s ", bar, seconds)}};
    std::string rest;
    for (std::size_t width = widthOf(line); width < style.columns; ++width)
        rest += bar;
    line.push_back({std::move(rest)});
    return line;
}

Line helpLine(const BoardState& state)
{
    if (state.typing)
        return {{"Enter sends, Esc does not", std::string(kDim)}};
    const bool hasKeys = std::any_of(state.parts.begin(), state.parts.end(),
                                     [](const ViewPart& part) { return part.key != 0; });
    return {{hasKeys ? "a letter presses, as a capital it holds; q quits" : "q quits",
             std::string(kDim)}};
}

/// Lines that do not fit are left out above the last one.
void crop(std::vector<Line>& lines, std::size_t most)
{
    if (lines.size() <= most)
        return;
    const Line help = lines.back();
    const std::size_t kept = most > 2 ? most - 2 : 0;
    const std::size_t missing = lines.size() - kept - 1;
    lines.resize(kept);
    if (most > 1)
        lines.push_back(
            {{fmt::format("{} more lines; make the terminal higher", missing), std::string(kDim)}});
    if (most > 0)
        lines.push_back(help);
}

/// Until the first value comes.
engine::PropertyValue blank(PropertyType type)
{
    switch (type) {
    case PropertyType::Bool:
        return false;
    case PropertyType::Integer:
        return std::int64_t{0};
    case PropertyType::Number:
        return 0.0;
    case PropertyType::Text:
    case PropertyType::Choice:
        return std::string();
    case PropertyType::Colour:
        return engine::Colour{};
    case PropertyType::Bytes:
        return engine::ByteArray();
    case PropertyType::Image:
        return engine::Image{};
    }
    return false;
}

bool isMoved(Shape shape)
{
    return shape == Shape::Button || shape == Shape::Switch || shape == Shape::Jumper ||
           shape == Shape::Knob || shape == Shape::Terminal;
}

void giveKeys(BoardState& state)
{
    constexpr std::string_view kKeys = "abcdefghijklmnoprstuvwxyz"; // q quits
    std::size_t next = 0;
    const auto take = [&] { return next < kKeys.size() ? kKeys[next++] : '\0'; };
    for (ViewPart& part : state.parts) {
        if (!isMoved(part.shape))
            continue;
        part.key = take();
        if (part.shape == Shape::Knob)
            part.secondKey = take();
    }
}

KeyAction turn(const ViewPart& part, int direction)
{
    const ViewProperty* const property = part.find(PropertyType::Number, Access::Settable);
    if (property == nullptr)
        return {};
    const engine::Range& range = property->description.range;
    const double low = range.minimum.value_or(0);
    const double high = range.maximum.value_or(1);
    // Twenty key strokes from end to end; rounded, so that 0.05 twenty times is 1.
    const double step = (high - low) / 20;
    const double value =
        std::round((std::get<double>(property->value) - low) / step + direction) * step + low;
    return {.kind = KeyAction::Kind::Set,
            .path = {part.name, property->description.name},
            .value = std::clamp(value, low, high)};
}

KeyAction move(const ViewPart& part, bool isCapital)
{
    if (part.shape == Shape::Knob)
        return turn(part, -1);
    if (part.shape == Shape::Terminal) {
        const ViewProperty* const text = part.find(PropertyType::Text, Access::Settable);
        return text == nullptr ? KeyAction{}
                               : KeyAction{.kind = KeyAction::Kind::Type,
                                           .path = {part.name, text->description.name}};
    }
    const ViewProperty* const contact = part.find(PropertyType::Bool, Access::Settable);
    if (contact == nullptr)
        return {};
    const bool isMomentary = part.shape == Shape::Button && !isCapital;
    return {.kind = isMomentary ? KeyAction::Kind::Press : KeyAction::Kind::Set,
            .path = {part.name, contact->description.name},
            .value = isMomentary || !std::get<bool>(contact->value)};
}

} // namespace

const ViewProperty* ViewPart::find(std::string_view property) const
{
    for (const ViewProperty& one : properties)
        if (one.description.name == property)
            return &one;
    return nullptr;
}

const ViewProperty* ViewPart::find(PropertyType type, Access access) const
{
    for (const ViewProperty& one : properties)
        if (one.description.type == type &&
            (access == Access::Observable || one.description.access == access))
            return &one;
    return nullptr;
}

ViewProperty* BoardState::find(const control::PropertyPath& path)
{
    for (ViewPart& part : parts)
        if (part.name == path.part)
            for (ViewProperty& property : part.properties)
                if (property.description.name == path.property)
                    return &property;
    return nullptr;
}

BoardState boardState(const boards::Board& board,
                      const std::vector<control::PartDescription>& parts)
{
    BoardState state{.title = board.name, .parts = {}, .typing = {}};
    for (const control::PartDescription& described : parts) {
        ViewPart part{.name = described.name, .label = {}, .properties = {}, .pixels = {}};
        for (const boards::BoardPart& placed : board.parts)
            if (placed.name == described.name)
                part.label = placed.label;
        if (const auto type = parts::findPartType(described.kind))
            part.shape = (*type)->drawing.shape;
        for (const engine::PropertyDescription& property : described.properties)
            part.properties.push_back({property, blank(property.type)});
        state.parts.push_back(std::move(part));
    }
    giveKeys(state);
    return state;
}

std::vector<std::string> renderBoard(const BoardState& state, const ViewStyle& style)
{
    std::vector<Line> lines = {titleLine(state, style)};
    std::vector<Line> lights;
    for (const ViewPart& part : state.parts)
        if (part.shape == Shape::Light)
            lights.push_back(lightCell(part, style));
    flow(lines, lights, style);
    section(lines, state, style, {Shape::Button, Shape::Switch, Shape::Jumper}, contactCell);
    section(lines, state, style, {Shape::Knob, Shape::Chip}, valuesCell);
    section(lines, state, style, {Shape::Sounder}, soundCell);
    for (const ViewPart& part : state.parts)
        if (part.shape == Shape::Display)
            displayBlock(lines, part, style);
    for (const ViewPart& part : state.parts)
        if (part.shape == Shape::Terminal)
            terminalBlock(lines, part, state, style);
    lines.push_back(helpLine(state));
    crop(lines, style.rows > 2 ? style.rows - 2 : 0);
    std::vector<std::string> texts;
    texts.reserve(lines.size());
    for (const Line& line : lines)
        texts.push_back(toText(line, style));
    return texts;
}

std::string withoutControls(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        // The second set of control characters, U+0080 to U+009F, is C2 80 to C2 9F.
        const bool isSecondSet =
            c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (isSecondSet)
            ++i;
        result += isSecondSet || c < 0x20 || c == 0x7F ? (c == '\t' ? ' ' : '?') : text[i];
    }
    return result;
}

KeyAction actionOf(const BoardState& state, char key)
{
    if (key == 'q' || key == 'Q')
        return {.kind = KeyAction::Kind::Quit, .path = {}};
    const bool isCapital = std::isupper(static_cast<unsigned char>(key)) != 0;
    const char lower = lowerCase(key);
    for (const ViewPart& part : state.parts) {
        if (part.secondKey != 0 && lower == part.secondKey)
            return turn(part, 1);
        if (part.key != 0 && lower == part.key)
            return move(part, isCapital);
    }
    return {};
}

} // namespace perisphere::tools
