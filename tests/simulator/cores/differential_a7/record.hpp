// What one sequence starts with and ends with, as it lies in the guest's memory. guest/driver.S
// reads the inputs from it and writes the outputs over them; the numbers here are those there and
// in guest/guest.c.
#pragma once

#include <array>
#include <cstdint>

namespace perisphere::differential
{

inline constexpr unsigned kRecordSp = 13; ///< r0 to r14 are words 0 to 14
inline constexpr unsigned kRecordLr = 14;
inline constexpr unsigned kRecordEntry = 15; ///< the sequence's address, with bit 0 set for T32
inline constexpr unsigned kRecordApsr = 16;  ///< NZCVQ and GE
inline constexpr unsigned kRecordFpscr = 17;
inline constexpr unsigned kRecordSignal = 18;       ///< output: of the fault that ended it, or 0
inline constexpr unsigned kRecordFaultAddress = 19; ///< output: si_addr; PC is in kRecordEntry
inline constexpr unsigned kRecordSingles = 20;      ///< d0 to d31 as words
inline constexpr unsigned kRecordScratch = 84;
inline constexpr unsigned kScratchWords = 128;
inline constexpr unsigned kRecordWords = kRecordScratch + kScratchWords;
inline constexpr std::uint32_t kScratchBytes = kScratchWords * 4;
inline constexpr std::uint32_t kRecordBytes = kRecordWords * 4;

using Record = std::array<std::uint32_t, kRecordWords>;

// Where the guest maps a batch's file. Code comes first, records after it.
inline constexpr std::uint32_t kCodeBase = 0x10000000;
inline constexpr std::uint32_t kCodeBytes = 8U << 20;
inline constexpr std::uint32_t kRecordBase = kCodeBase + kCodeBytes;
inline constexpr std::uint32_t kFinishA32 = kCodeBase; ///< the driver's veneers, in front of all
inline constexpr std::uint32_t kFinishT32 = kCodeBase + 16;
inline constexpr std::uint32_t kFirstSequence = kCodeBase + 64;
inline constexpr std::uint32_t kUnmapped = 0x50000000; ///< for faults

} // namespace perisphere::differential
