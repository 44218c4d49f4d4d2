// What one sequence starts with and ends with, as it lies in the guest's memory. driver.s reads the
// inputs from it and writes the outputs over them; the numbers here are those there.
#pragma once

#include <array>
#include <cstdint>

namespace perisphere::differential
{

inline constexpr unsigned kRecordLr = 14;
inline constexpr unsigned kRecordEntry = 13; ///< the sequence's address, with bit 0 set
inline constexpr unsigned kRecordApsr = 15;
inline constexpr unsigned kRecordFpscr = 16;
inline constexpr unsigned kRecordSingles = 17; ///< s0 to s31
inline constexpr unsigned kRecordSp = 49;      ///< output only
inline constexpr unsigned kRecordFault = 50;   ///< output only: CFSR, when the sequence faulted
inline constexpr unsigned kRecordScratch = 52;
inline constexpr unsigned kScratchWords = 64;
inline constexpr unsigned kRecordWords = kRecordScratch + kScratchWords;
inline constexpr std::uint32_t kScratchBytes = kScratchWords * 4;
inline constexpr std::uint32_t kRecordBytes = kRecordWords * 4;

using Record = std::array<std::uint32_t, kRecordWords>;

// The memory of mps2-an386.
inline constexpr std::uint32_t kCodeBase = 0x00000000;
inline constexpr std::uint32_t kCodeBytes = 4U << 20;
inline constexpr std::uint32_t kDataBase = 0x20000000;
inline constexpr std::uint32_t kDataBytes = 4U << 20;
inline constexpr std::uint32_t kRecordBase = 0x21000000;
inline constexpr std::uint32_t kRecordAreaBytes = 16U << 20;

inline constexpr std::uint32_t kFinish = 0x100;         ///< where a sequence branches at its end
inline constexpr std::uint32_t kFirstSequence = 0x1000; ///< the driver is below
/// After the driver's LDM; from there the sequence's first instruction moves it into the scratch.
inline constexpr std::uint32_t kEntrySp = 14 * 4;

} // namespace perisphere::differential
