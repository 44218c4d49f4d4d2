// The program of a real-time core: an ELF file as real-time capable apps have it.
//
// Its entry point is the vector table. Nothing is relocated; what lies at the flash window is
// executed in place, the rest is copied to where it runs.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace perisphere::realtime
{

inline constexpr std::uint32_t kTcmBase = 0x00100000;
inline constexpr std::uint32_t kTcmBytes = 192 * 1024;
inline constexpr std::uint32_t kFlashBase = 0x10000000;
inline constexpr std::uint32_t kFlashBytes = 1024 * 1024;
inline constexpr std::uint32_t kSysramBase = 0x22000000;
inline constexpr std::uint32_t kSysramBytes = 64 * 1024;

struct FirmwareSegment {
    std::uint32_t address = 0;           ///< where it runs
    std::span<const std::uint8_t> bytes; ///< of the file
    std::uint32_t memoryBytes = 0;       ///< zeros follow the bytes up to this
    bool isInPlace = false;              ///< in the flash window
};

struct FirmwareImage {
    std::uint32_t vectorTable = 0;
    std::vector<FirmwareSegment> segments;

    /// `name` is the file's, for messages. The image refers to `bytes`.
    [[nodiscard]] static Result<FirmwareImage> parse(std::span<const std::uint8_t> bytes,
                                                     std::string_view name);
};

} // namespace perisphere::realtime
