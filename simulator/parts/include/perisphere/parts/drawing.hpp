// What a client needs in order to draw a part: data only, no drawing code.
#pragma once

#include <span>
#include <string_view>

namespace perisphere::parts
{

/// The families of symbols that a client has to know. A new part takes one of them.
enum class Shape {
    Light,        ///< glows with a "brightness" or "colour" property
    Button,       ///< pressed while held
    Switch,       ///< stays where it is put
    Knob,         ///< turned from 0 to 1
    Sounder,      ///< a buzzer
    Chip,         ///< a package with pins
    Display,      ///< shows an image property, or else its texts
    Terminal,     ///< a text window
    Jumper,       ///< a piece of wire
    Surroundings, ///< not on the board but around it, without pins: a network
};

[[nodiscard]] std::string_view name(Shape shape);

/// What a pin does to its net, as far as wiring cares.
enum class PinRole {
    Passive, ///< a contact, a resistance, a diode
    Input,   ///< only listens
    Output,  ///< drives high and low by itself: the only one of its kind on a net
    Shared,  ///< open-drain, or silent unless selected: of a bus
};

[[nodiscard]] std::string_view name(PinRole role);

/// A pin and where it sits.
struct PinHint {
    std::string_view name;        ///< as the datasheet prints it, unique in the part
    std::string_view description; ///< one line, no full stop
    double x = 0;                 ///< mm from the part's left edge, before rotation
    double y = 0;                 ///< mm from the part's lower edge
    PinRole role = PinRole::Passive;
};

struct Drawing {
    Shape shape = Shape::Chip;
    double width = 0;  ///< mm
    double height = 0; ///< mm
    /// sRGB as "#rrggbb"; of the body. What glows takes its colour from its properties.
    std::string_view body;
    std::span<const PinHint> pins; ///< all pins of the part, in datasheet order
};

} // namespace perisphere::parts
