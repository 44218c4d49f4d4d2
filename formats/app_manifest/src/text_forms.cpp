#include "text_forms.hpp"

#include <cstddef>

namespace perisphere::manifest
{

bool isGuid(std::string_view text)
{
    if (text.size() != kZeroGuid.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool isHex =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (kZeroGuid[i] == '-' ? c != '-' : !isHex)
            return false;
    }
    return true;
}

} // namespace perisphere::manifest
