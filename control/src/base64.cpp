#include "perisphere/control/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace perisphere::control
{

std::string toBase64(std::span<const std::byte> bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0'); // the engine ends it with a NUL
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::vector<std::byte>> fromBase64(std::string_view text)
{
    // The engine skips white space at the ends, which would spoil the arithmetic below.
    if (text.size() % 4 != 0 || text.find_first_of(" \t\r\n") != std::string_view::npos)
        return std::nullopt;
    std::vector<std::byte> bytes(text.size() / 4 * 3);
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    if (length < 0)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    return bytes;
}

} // namespace perisphere::control
