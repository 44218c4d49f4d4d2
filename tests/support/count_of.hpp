// How often a text has another one in it.
#pragma once

#include <cstddef>
#include <string>

namespace perisphere::test
{

inline std::size_t countOf(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

} // namespace perisphere::test
