// Offsets and constants of ASXipFS, as measured on existing packages.
#pragma once

#include "perisphere/image/file_system.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace perisphere::image::layout
{

inline constexpr std::uint32_t kMagic = 0x28CD3D45;
inline constexpr std::uint32_t kFlags = 3; ///< FSID version 2, sorted directories
inline constexpr std::string_view kSignature = "Compressed ROMFS";
inline constexpr std::string_view kVolumeName = "Compressed";

inline constexpr std::size_t kSizeOffset = 4;
inline constexpr std::size_t kFlagsOffset = 8;
inline constexpr std::size_t kSignatureOffset = 16;
inline constexpr std::size_t kCrcOffset = 32;
inline constexpr std::size_t kInodesOffset = 44;
inline constexpr std::size_t kRootOffset = 64;

inline constexpr std::size_t kInodeBytes = 12;
inline constexpr std::size_t kFirstEntryOffset = kRootOffset + kInodeBytes; // 0x4C

inline constexpr std::uint16_t kTypeMask = 0170000;
inline constexpr std::uint16_t kDirectory = 0040000;
inline constexpr std::uint16_t kRegular = 0100000;
inline constexpr std::uint16_t kExecuteInPlace =
    01000; ///< the sticky bit; every regular file has it
inline constexpr std::uint16_t kPermissions = 0777;

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxInodes = 65536;

constexpr std::size_t roundUp(std::size_t value, std::size_t unit)
{
    return (value + unit - 1) / unit * unit;
}

} // namespace perisphere::image::layout
