// The colours that light-emitting diodes and bodies come in.
#pragma once

#include "perisphere/engine/property_value.hpp"

#include <string_view>

namespace perisphere::parts
{

/// What a diode of that colour ("red", "green", "blue", "yellow", "white") looks like at full
/// brightness; white for any other text.
[[nodiscard]] constexpr engine::Colour diodeColour(std::string_view name)
{
    if (name == "red")
        return {0xFF, 0x20, 0x20};
    if (name == "green")
        return {0x20, 0xE0, 0x40};
    if (name == "blue")
        return {0x30, 0x60, 0xFF};
    if (name == "yellow")
        return {0xFF, 0xD0, 0x20};
    return {0xFF, 0xFF, 0xFF};
}

} // namespace perisphere::parts
