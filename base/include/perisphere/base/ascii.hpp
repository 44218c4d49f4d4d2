// Letter case of ASCII text, whatever the locale; other bytes stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace perisphere
{

[[nodiscard]] constexpr char lowerCase(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] std::string lowerCase(std::string text);
[[nodiscard]] bool equalIgnoringCase(std::string_view a, std::string_view b);

} // namespace perisphere
