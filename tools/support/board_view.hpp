// A board as lines of text: what is on it, how it is, and which keys move it. No terminal in here.
//
// Parts are shown by the shape of their drawing and the types of their properties; none is known by
// name.
#pragma once

#include "perisphere/boards/board.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/parts/drawing.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::tools
{

struct ViewProperty {
    engine::PropertyDescription description;
    engine::PropertyValue value;
};

struct ViewPart {
    std::string name;  ///< "SW2"
    std::string label; ///< "Button A", may be empty
    parts::Shape shape = parts::Shape::Chip;
    std::vector<ViewProperty> properties;
    engine::ByteArray pixels; ///< of its image property
    char key = 0;             ///< lower case; 0 where there is nothing to move
    char secondKey = 0;       ///< of a knob: turns it up, where `key` turns it down

    [[nodiscard]] const ViewProperty* find(std::string_view property) const;
    /// The first property of this type that can be set or, for Access::Observable, any.
    [[nodiscard]] const ViewProperty* find(engine::PropertyType type, engine::Access access) const;
};

struct BoardState {
    std::string title;
    engine::VirtualTime time{};
    std::vector<ViewPart> parts; ///< in the order of the board
    /// What is being typed, and for which part.
    struct Typing {
        std::string part;
        std::string text;
    };
    std::optional<Typing> typing;

    /// nullptr for one that the board has not.
    [[nodiscard]] ViewProperty* find(const control::PropertyPath& path);
};

/// All parts with their first values, and keys given out in the order of the board.
[[nodiscard]] BoardState boardState(const boards::Board& board,
                                    const std::vector<control::PartDescription>& parts);

struct ViewStyle {
    std::size_t columns = 80;
    std::size_t rows = 24; ///< the board takes at most these less two, for the log
    bool isColoured = true;
    bool isUnicode = true;
};

/// No line is as wide as the terminal; control sequences are SGR only.
[[nodiscard]] std::vector<std::string> renderBoard(const BoardState& state, const ViewStyle& style);

/// A text of others, such as a line of a log, without what moves a terminal's cursor.
[[nodiscard]] std::string withoutControls(std::string_view text);

/// What a key does.
struct KeyAction {
    enum class Kind {
        None,
        Quit,
        Press, ///< for a moment
        Set,   ///< to `value`
        Type,  ///< what is typed until Enter goes to the property
    };
    Kind kind = Kind::None;
    control::PropertyPath path;
    engine::PropertyValue value = false;
};
[[nodiscard]] KeyAction actionOf(const BoardState& state, char key);

} // namespace perisphere::tools
