// Little-endian fields in byte buffers, and the errors of a buffer that does not hold them.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::image
{

/// Reads fields at checked offsets. Knows where it lies in the file, for its errors.
class ByteReader
{
public:
    ByteReader(std::span<const std::byte> data, std::string_view inputName,
               std::uint64_t offsetInFile = 0)
        : m_data(data)
        , m_inputName(inputName)
        , m_offsetInFile(offsetInFile)
    {
    }

    [[nodiscard]] std::size_t size() const { return m_data.size(); }

    /// `count` bytes at `offset`; Corrupt when they are not all there. `what` names them in the
    /// error.
    [[nodiscard]] Result<std::span<const std::byte>> bytes(std::size_t offset, std::size_t count,
                                                           std::string_view what) const;
    [[nodiscard]] Result<std::uint16_t> u16(std::size_t offset, std::string_view what) const;
    [[nodiscard]] Result<std::uint32_t> u32(std::size_t offset, std::string_view what) const;

    /// An error at an offset of this buffer.
    [[nodiscard]] Error error(ErrorCode code, std::size_t offset, std::string message,
                              std::string expected = {}) const;

private:
    std::span<const std::byte> m_data;
    std::string m_inputName;
    std::uint64_t m_offsetInFile;
};

[[nodiscard]] std::uint32_t loadU32(std::span<const std::byte, 4> bytes);

void appendU16(std::vector<std::byte>& out, std::uint16_t value);
void appendU32(std::vector<std::byte>& out, std::uint32_t value);
void appendU64(std::vector<std::byte>& out, std::uint64_t value);
void appendBytes(std::vector<std::byte>& out, std::span<const std::uint8_t> bytes);
void storeU32(std::span<std::byte> at, std::uint32_t value);

/// CRC-32 as zlib has it.
[[nodiscard]] std::uint32_t crc32(std::span<const std::span<const std::byte>> pieces);

} // namespace perisphere::image
