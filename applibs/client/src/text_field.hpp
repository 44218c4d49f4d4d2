// Texts between the C API and the fixed fields of messages.
#pragma once

#include <cstddef>
#include <cstring>

namespace perisphere::client
{

/// Whether a NUL comes within the first `maxLength` + 1 bytes.
[[nodiscard]] inline bool isAtMost(const char* text, std::size_t maxLength)
{
    return ::strnlen(text, maxLength + 1) <= maxLength;
}

/// As much of a text as fits; the rest of the field is NULs. A longer one fills the field.
template <std::size_t N>
void copyText(char (&field)[N], const char* text)
{
    const std::size_t length = ::strnlen(text, N);
    std::memset(field, 0, N);
    std::memcpy(field, text, length); // NOLINT(bugprone-not-null-terminated-result): as it says
}

} // namespace perisphere::client
