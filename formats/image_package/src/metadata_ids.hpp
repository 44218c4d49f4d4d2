// Numbers and bounds of the metadata footer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace perisphere::image::ids
{

inline constexpr std::uint32_t kMetadataMagic = 0x4D345834; ///< the bytes "4X4M"

inline constexpr std::uint16_t kIdentity = 0x4449;          ///< "ID"
inline constexpr std::uint16_t kSignature = 0x4753;         ///< "SG"
inline constexpr std::uint16_t kDebug = 0x4244;             ///< "DB"
inline constexpr std::uint16_t kTemporaryImage = 0x5054;    ///< "TP"
inline constexpr std::uint16_t kAbiDepends = 0x444E;        ///< "ND"
inline constexpr std::uint16_t kAbiProvides = 0x504E;       ///< "NP"
inline constexpr std::uint16_t kLegacyAbiDepends = 0x4441;  ///< "AD"
inline constexpr std::uint16_t kLegacyAbiProvides = 0x5041; ///< "AP"
inline constexpr std::uint16_t kCompression = 0x4D43;       ///< "CM"
inline constexpr std::uint16_t kRequiredOffset = 0x4F52;    ///< "RO"
inline constexpr std::uint16_t kRevocation = 0x5652;        ///< "RV"
inline constexpr std::uint16_t kImagePolicy = 0x5049;       ///< "IP"
inline constexpr std::uint16_t kLegacy = 0x474C;            ///< "LG"

inline constexpr std::size_t kMaxMetadataBytes = std::size_t{64} * 1024;
inline constexpr std::size_t kDebugNameBytes = 32; ///< at least one of them NUL

inline constexpr std::uint32_t kRemoveAtBoot = 1; ///< flags of a Temporary Image section
inline constexpr std::uint32_t kUnderDevelopment = 2;

} // namespace perisphere::image::ids
