#include "bytes.hpp"

#include <boost/crc.hpp>
#include <boost/endian/conversion.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::image
{
namespace
{

const unsigned char* raw(std::span<const std::byte> bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

template <class T>
void append(std::vector<std::byte>& out, T value)
{
    std::array<unsigned char, sizeof(T)> bytes{};
    boost::endian::endian_store<T, sizeof(T), boost::endian::order::little>(bytes.data(), value);
    appendBytes(out, bytes);
}

} // namespace

Result<std::span<const std::byte>> ByteReader::bytes(std::size_t offset, std::size_t count,
                                                     std::string_view what) const
{
    if (offset > m_data.size() || count > m_data.size() - offset)
        return fail(error(ErrorCode::Corrupt, std::min(offset, m_data.size()),
                          fmt::format("the {} is cut short", what),
                          fmt::format("{} bytes at this offset", count)));
    return m_data.subspan(offset, count);
}

Result<std::uint16_t> ByteReader::u16(std::size_t offset, std::string_view what) const
{
    const auto found = bytes(offset, 2, what);
    if (!found)
        return fail(found.error());
    return boost::endian::load_little_u16(raw(*found));
}

Result<std::uint32_t> ByteReader::u32(std::size_t offset, std::string_view what) const
{
    const auto found = bytes(offset, 4, what);
    if (!found)
        return fail(found.error());
    return boost::endian::load_little_u32(raw(*found));
}

Error ByteReader::error(ErrorCode code, std::size_t offset, std::string message,
                        std::string expected) const
{
    return Error{.code = code,
                 .message = std::move(message),
                 .where = {.file = m_inputName, .offset = m_offsetInFile + offset},
                 .expected = std::move(expected)};
}

std::uint32_t loadU32(std::span<const std::byte, 4> bytes)
{
    return boost::endian::load_little_u32(raw(bytes));
}

void appendU16(std::vector<std::byte>& out, std::uint16_t value)
{
    append(out, value);
}

void appendU32(std::vector<std::byte>& out, std::uint32_t value)
{
    append(out, value);
}

void appendU64(std::vector<std::byte>& out, std::uint64_t value)
{
    append(out, value);
}

void appendBytes(std::vector<std::byte>& out, std::span<const std::uint8_t> bytes)
{
    const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
    out.insert(out.end(), first, first + bytes.size());
}

void storeU32(std::span<std::byte> at, std::uint32_t value)
{
    boost::endian::store_little_u32(reinterpret_cast<unsigned char*>(at.data()), value);
}

std::uint32_t crc32(std::span<const std::span<const std::byte>> pieces)
{
    boost::crc_32_type crc;
    for (const auto piece : pieces)
        crc.process_bytes(piece.data(), piece.size());
    return crc.checksum();
}

} // namespace perisphere::image
