// Little-endian numbers out of bytes, within bounds: after the end all is 0, and isGood() false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace perisphere::program
{

class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] bool isAtEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] std::size_t offset() const { return m_at; }
    [[nodiscard]] std::size_t left() const { return m_bytes.size() - m_at; }

    std::uint8_t u8() { return static_cast<std::uint8_t>(fixed(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(fixed(2)); }
    std::uint32_t u32() { return fixed(4); }

    std::uint64_t uleb()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; m_isGood; shift += 7) {
            const std::uint8_t byte = u8();
            if (shift < 64)
                value |= std::uint64_t{byte & 0x7FU} << shift;
            if ((byte & 0x80U) == 0)
                break;
        }
        return value;
    }

    std::int64_t sleb()
    {
        std::uint64_t value = 0;
        unsigned shift = 0;
        std::uint8_t byte = 0x80;
        while (m_isGood && (byte & 0x80U) != 0) {
            byte = u8();
            if (shift < 64)
                value |= std::uint64_t{byte & 0x7FU} << shift;
            shift += 7;
        }
        if (shift < 64 && (byte & 0x40U) != 0)
            value |= ~std::uint64_t{0} << shift;
        return static_cast<std::int64_t>(value);
    }

    /// Up to the NUL, which is passed over.
    std::string_view text()
    {
        const auto* const begin = reinterpret_cast<const char*>(m_bytes.data()) + m_at;
        const std::string_view rest(begin, left());
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos) {
            m_isGood = false;
            m_at = m_bytes.size();
            return {};
        }
        m_at += end + 1;
        return rest.substr(0, end);
    }

    std::span<const std::byte> take(std::uint64_t count)
    {
        if (count > left()) {
            m_isGood = false;
            count = left();
        }
        const auto taken = m_bytes.subspan(m_at, static_cast<std::size_t>(count));
        m_at += taken.size();
        return taken;
    }

private:
    std::uint32_t fixed(unsigned bytes)
    {
        std::uint32_t value = 0;
        if (left() < bytes) {
            m_isGood = false;
            m_at = m_bytes.size();
            return 0;
        }
        for (unsigned i = 0; i < bytes; ++i)
            value |= std::to_integer<std::uint32_t>(m_bytes[m_at++]) << (8 * i);
        return value;
    }

    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
    bool m_isGood = true;
};

} // namespace perisphere::program
