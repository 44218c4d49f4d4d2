#include "known_differences.hpp"

#include <algorithm>

namespace perisphere::differential
{
namespace
{

// FPSCR
constexpr std::uint32_t kIoc = 1U << 0;
constexpr std::uint32_t kDzc = 1U << 1;
constexpr std::uint32_t kOfc = 1U << 2;
constexpr std::uint32_t kUfc = 1U << 3;
constexpr std::uint32_t kIxc = 1U << 4;
constexpr std::uint32_t kIdc = 1U << 7;
constexpr std::uint32_t kCumulative = kIoc | kDzc | kOfc | kUfc | kIxc | kIdc;
constexpr std::uint32_t kFlushToZero = 1U << 24;
// CPSR
constexpr std::uint32_t kQ = 1U << 27;

bool has(const Sequence& sequence, std::initializer_list<std::string_view> forms)
{
    return std::ranges::any_of(sequence.forms, [&](std::string_view form) {
        return std::ranges::find(forms, form) != forms.end();
    });
}

bool hasVectors(const Sequence& sequence)
{
    return has(sequence, {"three same", "two", "scalar", "shift imm"});
}

/// The cumulative flags that differ, when nothing else does: in FPSCR, and where VMRS read it.
std::uint32_t differingFlags(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const bool isRead = has(sequence, {"vmrs"});
    std::uint32_t flags = 0;
    for (unsigned word = 0; word < kRecordWords; ++word) {
        const std::uint32_t differing = qemu[word] ^ core[word];
        if (differing == 0)
            continue;
        const bool mayDiffer = word == kRecordFpscr || (isRead && word <= kRecordLr);
        if (!mayDiffer || (differing & ~kCumulative) != 0)
            return 0;
        flags |= differing;
    }
    return flags;
}

/// Those that an operand or result flushed to zero may make differ.
std::uint32_t flagsOfFlushing(const Sequence& sequence)
{
    const bool flushes = (sequence.record[kRecordFpscr] & kFlushToZero) != 0;
    return flushes || hasVectors(sequence) ? kIdc | kIxc | kUfc : 0;
}

std::uint32_t flagsOfConversions(const Sequence& sequence)
{
    const bool converts =
        has(sequence, {"vcvt to int", "vcvt fixed", "vcvt half", "two", "shift imm"});
    return converts ? kIoc | kIxc | kOfc : 0;
}

/// Whether there is an instruction of Advanced SIMD with these bits, as A32 has them.
bool hasVectorInstruction(const Sequence& sequence, std::uint32_t mask, std::uint32_t value)
{
    for (std::size_t i = 0; i + 1 < sequence.code.size(); ++i) {
        std::uint32_t word = sequence.code[i] | std::uint32_t{sequence.code[i + 1]} << 16;
        if (sequence.isThumb) {
            word = std::uint32_t{sequence.code[i]} << 16 | sequence.code[i + 1];
            if ((word & 0xEF000000U) != 0xEF000000U)
                continue;
            word = 0xF2000000U | (word >> 4 & 0x01000000U) | (word & 0x00FFFFFFU);
        }
        if ((word & mask) == value)
            return true;
    }
    return false;
}

bool hasStep(const Sequence& sequence)
{
    return hasVectorInstruction(sequence, 0xFF800F10, 0xF2000F10);
}

std::uint32_t flagsOfEstimates(const Sequence& sequence)
{
    const bool hasEstimate = hasVectorInstruction(sequence, 0xFFB30E10, 0xF3B30400);
    return hasEstimate || hasStep(sequence) ? kCumulative : 0;
}

/// The recompiler has double registers in the low half of the host's; in the other half are zeros.
/// And it looks for the greater one in its own way.
std::uint32_t flagsOfLanes(const Sequence& sequence)
{
    // VMAX, VMIN and their pairwise kin
    const bool hasExtreme = hasVectorInstruction(sequence, 0xFE800F10, 0xF2000F00);
    return hasExtreme || has(sequence, {"scalar"}) ? kIoc : 0;
}

bool differInFlushing(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = differingFlags(sequence, qemu, core);
    return flags != 0 && (flags & ~flagsOfFlushing(sequence)) == 0;
}

bool differInConversions(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = differingFlags(sequence, qemu, core);
    return flags != 0 && (flags & ~(flagsOfConversions(sequence) | flagsOfFlushing(sequence))) == 0;
}

bool differInEstimates(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = differingFlags(sequence, qemu, core);
    return flags != 0 &&
           (flags & ~(flagsOfEstimates(sequence) | flagsOfConversions(sequence))) == 0;
}

bool differInUnderflow(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = differingFlags(sequence, qemu, core);
    return flags != 0 &&
           (flags & ~(kUfc | flagsOfConversions(sequence) | flagsOfFlushing(sequence))) == 0;
}

bool differInLanes(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = differingFlags(sequence, qemu, core);
    return flags != 0 && (flags & ~(flagsOfLanes(sequence) | flagsOfFlushing(sequence))) == 0;
}

/// Flags that differ were read and worked on.
bool differBehindRead(const Sequence& sequence, const Record& qemu, const Record& core)
{
    const std::uint32_t flags = qemu[kRecordFpscr] ^ core[kRecordFpscr];
    return has(sequence, {"vmrs"}) && (flags & ~kCumulative) == 0;
}

bool differInSteps(const Sequence& sequence, const Record& qemu, const Record& core)
{
    for (unsigned word = 0; word < kRecordWords; ++word)
        if (qemu[word] != core[word] && word != kRecordFpscr && word < kRecordSingles)
            return false;
    return hasStep(sequence);
}

bool hasSaturationTooMuch(const Sequence& sequence, const Record& qemu, const Record& core)
{
    Record theirs = qemu;
    theirs[kRecordApsr] |= kQ;
    theirs[kRecordFpscr] = core[kRecordFpscr] & kCumulative;
    theirs[kRecordFpscr] |= qemu[kRecordFpscr] & ~kCumulative;
    return has(sequence, {"smlad"}) && theirs == core;
}

/// A fault behind the first of several registers that are loaded.
bool isLoadedInPart(const Sequence& sequence, const Record& qemu, const Record& core)
{
    if (qemu[kRecordSignal] == 0 || !has(sequence, {"vld1 to vst4"}))
        return false;
    Record theirs = qemu;
    std::copy_n(core.begin() + kRecordSingles, 64, theirs.begin() + kRecordSingles);
    theirs[kRecordFpscr] = (qemu[kRecordFpscr] & ~kCumulative) | (core[kRecordFpscr] & kCumulative);
    return theirs == core;
}

constexpr KnownDifference kKnown[] = {
    {"registers of a VLD1 to VLD4 that faults",
     "they are UNKNOWN then; the load is made again after the handler", isLoadedInPart, 20'000},
    {"this core: no IDC, and IXC, where denormals are flushed to zero",
     "the host's arithmetic flushes without a flag of its own", differInFlushing, 60'000},
    {"this core: IXC or nothing for IOC where a conversion saturates",
     "the recompiler clamps before it converts", differInConversions, 25'000},
    {"this core: other flags of VRECPE, VRSQRTE, VRECPS and VRSQRTS",
     "they are made of other operations", differInEstimates, 2'000},
    {"this core: UFC after rounding",
     "the host's arithmetic looks then, the manual before (FPRound)", differInUnderflow, 1'000},
    {"this core: IOC of infinity times zero where a double register is multiplied by a scalar, "
     "none "
     "of a signalling NaN in VMAX and VMIN",
     "the host multiplies four lanes, and compares otherwise", differInLanes, 150},
    {"what was made of flags that differ", "as above", differBehindRead, 100},
    {"this core: VRECPS and VRSQRTS round once",
     "ARMv8's do, ARMv7's twice: the step's error is 2^-23 either way", differInSteps, 1'500},
    {"this core: Q of SMLAD where both products are 2^30 and the accumulator is negative",
     "the recompiler looks at the products' sum alone", hasSaturationTooMuch, 200},
};

} // namespace

std::span<const KnownDifference> knownDifferences()
{
    return kKnown;
}

} // namespace perisphere::differential
