// The checksums of SD cards (Physical Layer Simplified Specification, section 4.5).
#pragma once

#include <cstdint>
#include <span>

namespace perisphere::parts
{

/// Of commands and registers: x^7 + x^3 + 1, as it is sent, with the end bit below it.
[[nodiscard]] constexpr std::uint8_t sdCrc7(std::span<const std::uint8_t> bytes)
{
    unsigned crc = 0; // in the upper seven bits of a byte
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x80U) != 0 ? (crc << 1U) ^ (0x09U << 1U) : crc << 1U;
        crc &= 0xFFU;
    }
    return static_cast<std::uint8_t>(crc | 1U);
}

/// Of data blocks: x^16 + x^12 + x^5 + 1.
[[nodiscard]] constexpr std::uint16_t sdCrc16(std::span<const std::uint8_t> bytes)
{
    unsigned crc = 0;
    for (const std::uint8_t byte : bytes) {
        crc ^= unsigned{byte} << 8U;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
        crc &= 0xFFFFU;
    }
    return static_cast<std::uint16_t>(crc);
}

} // namespace perisphere::parts
