#include "support/board_view.hpp"

#include <catch2/catch.hpp>

namespace perisphere::board_view_test
{

using namespace perisphere::tools;
using engine::Access;
using engine::PropertyType;
using parts::Shape;

namespace
{

ViewProperty property(std::string name, engine::PropertyValue value, PropertyType type,
                      Access access = Access::Observable)
{
    return {{.name = std::move(name), .type = type, .access = access}, std::move(value)};
}

ViewPart led(double brightness)
{
    return {.name = "D1",
            .label = "User LED",
            .shape = Shape::Light,
            .properties = {property("colour", engine::Colour{255, 0, 0}, PropertyType::Colour),
                           property("brightness", brightness, PropertyType::Number)},
            .pixels = {}};
}

ViewPart button(bool isPressed)
{
    return {.name = "SW2",
            .label = "Button A",
            .shape = Shape::Button,
            .properties = {property("pressed", isPressed, PropertyType::Bool, Access::Settable)},
            .pixels = {},
            .key = 'a'};
}

ViewPart knob(double position)
{
    ViewPart part{
        .name = "POT1",
        .label = {},
        .shape = Shape::Knob,
        .properties = {property("position", position, PropertyType::Number, Access::Settable)},
        .pixels = {},
        .key = 'b',
        .secondKey = 'c'};
    part.properties[0].description.range = {0, 1, 0.01};
    return part;
}

ViewPart terminal(std::string log)
{
    return {.name = "TERM1",
            .label = {},
            .shape = Shape::Terminal,
            .properties = {property("log", std::move(log), PropertyType::Text),
                           property("send", std::string(), PropertyType::Text, Access::Settable)},
            .pixels = {},
            .key = 't'};
}

/// The lines between title and help.
std::string shown(std::vector<ViewPart> parts, const ViewStyle& style)
{
    const auto lines =
        renderBoard({.title = "Board", .parts = std::move(parts), .typing = {}}, style);
    std::string text;
    for (std::size_t i = 1; i + 1 < lines.size(); ++i)
        text += lines[i] + "\n";
    return text;
}

constexpr ViewStyle kPlain{.columns = 60, .rows = 40, .isColoured = false, .isUnicode = false};
constexpr ViewStyle kRich{.columns = 60, .rows = 40, .isColoured = true, .isUnicode = true};

} // namespace

TEST_CASE("a light shows whether it is on and how bright")
{
    CHECK(shown({led(1)}, kPlain) == "* D1 User LED\n");
    CHECK(shown({led(0.4)}, kPlain) == "* D1 User LED 40 %\n");
    CHECK(shown({led(0)}, kPlain) == "o D1 User LED\n");
}

TEST_CASE("a light that is on has its colour in a terminal")
{
    CHECK(shown({led(1)}, kRich) == "\x1b[38;5;196m●\x1b[0m D1 User LED\n");
}

TEST_CASE("a button shows its key and whether it is pressed")
{
    CHECK(shown({button(false)}, kPlain) == "[a] SW2 Button A not pressed\n");
    CHECK(shown({button(true)}, kPlain) == "[a] SW2 Button A pressed\n");
}

TEST_CASE("what fits stands side by side")
{
    CHECK(shown({led(1), led(0), led(1), led(1)}, kPlain) ==
          "* D1 User LED   o D1 User LED   * D1 User LED\n* D1 User LED\n");
}

TEST_CASE("a display is drawn in dots, four rows a line")
{
    const engine::Image image{.width = 8, .height = 4, .format = engine::PixelFormat::Mono1};
    const ViewPart part{
        .name = "OLED1",
        .label = {},
        .shape = Shape::Display,
        .properties = {property("image", image, PropertyType::Image)},
        .pixels = {std::byte{0b10000001}, std::byte{}, std::byte{}, std::byte{0b00000001}}};
    CHECK(shown({part}, {.columns = 60, .rows = 40, .isColoured = false, .isUnicode = true}) ==
          "OLED1:\n│⠁⠀⠀⢈│\n");
    CHECK(shown({part}, kPlain) == "OLED1:\n|#  #|\n");
}

TEST_CASE("a terminal shows its latest lines, without control characters")
{
    CHECK(shown({terminal("one\ntwo\nthree\nfour\n\x1b[2Jfive")}, kPlain) ==
          "[t] TERM1\n| two\n| three\n| four\n| ?[2Jfive\n");
}

TEST_CASE("no line is as wide as the terminal")
{
    const ViewStyle narrow{.columns = 12, .rows = 40, .isColoured = false, .isUnicode = true};
    for (const std::string& line : renderBoard(
             {.title = "A long title", .parts = {led(1), button(true)}, .typing = {}}, narrow)) {
        CAPTURE(line);
        CHECK(std::count_if(line.begin(), line.end(), [](char c) {
                  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
              }) < 12);
    }
}

TEST_CASE("a low terminal says how many lines it lacks")
{
    const ViewStyle low{.columns = 20, .rows = 6, .isColoured = false, .isUnicode = false};
    const auto lines = renderBoard(
        {.title = "Board", .parts = {led(1), led(1), led(1), led(1)}, .typing = {}}, low);
    REQUIRE(lines.size() == 4);
    CHECK(lines[2].substr(0, 12) == "3 more lines");
}

TEST_CASE("text of others loses what moves the cursor")
{
    CHECK(withoutControls("a\x1b[H\tb\x7f") == "a?[H b?");
    CHECK(withoutControls("21 °C \xC2\x9B"
                          "5n") == "21 °C ?5n");
}

TEST_CASE("keys press, hold, turn, type and quit")
{
    const BoardState state{
        .title = {}, .parts = {button(false), knob(0.5), terminal("")}, .typing = {}};
    using Kind = KeyAction::Kind;
    CHECK(actionOf(state, 'q').kind == Kind::Quit);
    CHECK(actionOf(state, 'z').kind == Kind::None);
    const KeyAction press = actionOf(state, 'a');
    CHECK(press.kind == Kind::Press);
    CHECK(press.path.toString() == "SW2.pressed");
    const KeyAction hold = actionOf(state, 'A');
    CHECK(hold.kind == Kind::Set);
    CHECK(std::get<bool>(hold.value));
    CHECK(std::get<double>(actionOf(state, 'b').value) == Approx(0.45));
    CHECK(std::get<double>(actionOf(state, 'c').value) == Approx(0.55));
    const KeyAction type = actionOf(state, 't');
    CHECK(type.kind == Kind::Type);
    CHECK(type.path.toString() == "TERM1.send");
}

TEST_CASE("a knob stops at its ends")
{
    const BoardState state{.title = {}, .parts = {knob(1)}, .typing = {}};
    CHECK(std::get<double>(actionOf(state, 'c').value) == 1);
}

TEST_CASE("keys are given out in the order of the board, without q")
{
    std::vector<control::PartDescription> parts;
    for (int i = 0; i < 17; ++i)
        parts.push_back({"SW" + std::to_string(i), "button", "", {}});
    parts.push_back({"POT1", "potentiometer", "", {}});
    const BoardState state = boardState({}, parts);
    CHECK(state.parts[0].key == 'a');
    CHECK(state.parts[16].key == 'r');
    CHECK(state.parts[17].key == 's');
    CHECK(state.parts[17].secondKey == 't');
}

} // namespace perisphere::board_view_test
