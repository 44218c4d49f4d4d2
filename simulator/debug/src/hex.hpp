// Hexadecimal digits, in which the protocol writes nearly everything.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::debug
{

/// 0..15; nullopt for what is no digit.
[[nodiscard]] std::optional<unsigned> hexDigit(char c);

/// Two lower-case digits a byte.
[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string toHex(std::string_view text);
/// The `bytes` lowest bytes of `value`, lowest first, as registers are sent.
[[nodiscard]] std::string toHex(std::uint64_t value, unsigned bytes);

/// nullopt unless all are pairs of digits.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> fromHex(std::string_view digits);
[[nodiscard]] std::uint64_t littleEndian(std::span<const std::uint8_t> bytes);

/// The arguments of a packet, read from the left.
class Arguments
{
public:
    explicit Arguments(std::string_view text)
        : m_rest(text)
    {
    }

    /// One to sixteen digits, the number's highest first.
    [[nodiscard]] std::optional<std::uint64_t> number();
    /// A number that is an address, at most 32 bits.
    [[nodiscard]] std::optional<std::uint32_t> address();
    /// Whether `c` is next; it is read then.
    [[nodiscard]] bool skip(char c);
    /// Up to `c`, which is read, or to the end.
    [[nodiscard]] std::string_view until(char c);
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace perisphere::debug
