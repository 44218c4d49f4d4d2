#include "perisphere/base/ascii.hpp"

#include <algorithm>

namespace perisphere
{

std::string lowerCase(std::string text)
{
    for (char& c : text)
        c = lowerCase(c);
    return text;
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lowerCase(x) == lowerCase(y); });
}

} // namespace perisphere
