#include "perisphere/engine/property_value.hpp"

namespace perisphere::engine
{

std::string_view name(PixelFormat format)
{
    switch (format) {
    case PixelFormat::Mono1:
        return "mono1";
    case PixelFormat::Rgb565:
        return "rgb565";
    case PixelFormat::Rgb888:
        return "rgb888";
    }
    return "unknown";
}

std::string_view name(PropertyType type)
{
    switch (type) {
    case PropertyType::Bool:
        return "bool";
    case PropertyType::Integer:
        return "integer";
    case PropertyType::Number:
        return "number";
    case PropertyType::Text:
        return "text";
    case PropertyType::Choice:
        return "choice";
    case PropertyType::Colour:
        return "colour";
    case PropertyType::Bytes:
        return "bytes";
    case PropertyType::Image:
        return "image";
    }
    return "unknown";
}

} // namespace perisphere::engine
