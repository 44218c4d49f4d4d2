#include "base_writeback.hpp"

#include "arm_shift.hpp"

#include <optional>

namespace perisphere::a7
{
namespace
{

struct Writeback {
    unsigned base = 0;
    std::uint32_t offset = 0;
    bool isAdded = false;
};

bool hasBit(std::uint32_t word, unsigned number)
{
    return (word >> number & 1U) != 0;
}

/// VLDM and VSTM, in both sets.
std::optional<Writeback> ofVectorMultiple(std::uint32_t word)
{
    if ((word & 0x0E000E00U) != 0x0C000A00U || !hasBit(word, 21))
        return std::nullopt;
    return Writeback{
        .base = word >> 16 & 15U, .offset = (word & 0xFFU) * 4, .isAdded = hasBit(word, 23)};
}

std::optional<Writeback> ofA32(const std::array<std::uint32_t, 16>& r, std::uint32_t word,
                               std::uint32_t cpsr)
{
    if (word >> 28 == 15)
        return std::nullopt;
    const bool writesBack = !hasBit(word, 24) || hasBit(word, 21);
    Writeback result{.base = word >> 16 & 15U, .isAdded = hasBit(word, 23)};
    const std::uint32_t m = r[word & 15U];
    switch (word >> 25 & 7U) {
    case 0: // halfwords, signed bytes, two words
        if ((word & 0x90U) != 0x90U || (word & 0x60U) == 0)
            return std::nullopt;
        result.offset = hasBit(word, 22) ? (word >> 4 & 0xF0U) | (word & 0xFU) : m;
        break;
    case 2:
        result.offset = word & 0xFFFU;
        break;
    case 3:
        if (hasBit(word, 4))
            return std::nullopt;
        result.offset =
            shiftedByImmediate(m, word >> 5 & 3U, word >> 7 & 31U, (cpsr & kCarry) != 0);
        break;
    default:
        return ofVectorMultiple(word);
    }
    return writesBack ? std::optional(result) : std::nullopt;
}

} // namespace

void undoWriteback(std::array<std::uint32_t, 16>& r, std::uint32_t word, bool isThumb,
                   std::uint32_t cpsr)
{
    const auto writeback = isThumb ? ofVectorMultiple(word) : ofA32(r, word, cpsr);
    if (writeback)
        r[writeback->base] += writeback->isAdded ? 0 - writeback->offset : writeback->offset;
}

} // namespace perisphere::a7
