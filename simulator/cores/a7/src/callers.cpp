#include "callers.hpp"

#include "unwinder.hpp"

#include <algorithm>
#include <optional>

namespace perisphere::a7
{
namespace
{

/// Of the stack, behind which nothing of interest is expected.
constexpr std::uint32_t kSearchedBytes = 4096;
/// Tables that tell no more than that, tell nothing: the system call's own function.
constexpr std::size_t kFewCallers = 3;

std::optional<std::uint16_t> halfwordAt(const GuestMemory& memory, std::uint32_t address)
{
    return memory.load<std::uint16_t>(address);
}

/// BL or BLX in T32, encodings T1 and T2.
bool isBehindThumbCall(const GuestMemory& memory, std::uint32_t place)
{
    const auto first = halfwordAt(memory, place - 4);
    const auto second = halfwordAt(memory, place - 2);
    if (!first || !second)
        return false;
    return ((*first & 0xF800U) == 0xF000U && (*second & 0xC000U) == 0xC000U) ||
           (*second & 0xFF87U) == 0x4780U;
}

/// BL, BLX to a label and BLX by register in A32.
bool isBehindArmCall(const GuestMemory& memory, std::uint32_t place)
{
    const auto word = memory.load<std::uint32_t>(place - 4);
    return word && ((*word & 0x0F000000U) == 0x0B000000U || (*word & 0xFE000000U) == 0xFA000000U ||
                    (*word & 0x0FFFFFF0U) == 0x012FFF30U);
}

bool isReturnAddress(const GuestMemory& memory, std::uint32_t word)
{
    if (word < GuestMemory::kPageBytes || (memory.pageAt(word) & GuestMemory::kExecutable) == 0)
        return false;
    if ((word & 1U) != 0)
        return isBehindThumbCall(memory, word & ~1U);
    return word % 4 == 0 && isBehindArmCall(memory, word);
}

} // namespace

std::vector<std::uint32_t> likelyCallers(const GuestMemory& memory, const Registers& registers,
                                         std::size_t limit)
{
    auto callers = unwind(memory, registers, limit);
    if (callers.size() > kFewCallers || callers.empty())
        return callers;
    callers.resize(1);
    const auto add = [&](std::uint32_t word) {
        const std::uint32_t place = word & ~1U;
        if (callers.size() < limit && place != callers.back() && isReturnAddress(memory, word))
            callers.push_back(place);
    };
    add(registers.r[14]);
    const std::uint32_t stack = registers.r[13];
    for (std::uint32_t offset = 0; offset < kSearchedBytes; offset += 4)
        if (const auto word = memory.load<std::uint32_t>(stack + offset))
            add(*word);
    return callers;
}

} // namespace perisphere::a7
