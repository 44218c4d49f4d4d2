#include "fixes.hpp"

namespace perisphere::differential
{
namespace
{

/// imm3:imm2
unsigned splitFive(std::uint32_t word)
{
    return (word >> 12 & 7U) << 2 | (word >> 6 & 3U);
}

} // namespace

bool fixParallelA32(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 5 & 7U;
    return (word >> 20 & 3U) != 0 && (operation < 5 || operation == 7);
}

bool fixParallelT32(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 20 & 7U;
    return operation != 3 && operation != 7 && (word >> 4 & 3U) != 3;
}

bool fixExtendA32(std::uint32_t& word, Generator&)
{
    const unsigned operation = word >> 20 & 7U;
    return operation != 1 && operation != 5;
}

bool fixExtendT32(std::uint32_t& word, Generator&)
{
    return (word >> 20 & 7U) < 6;
}

bool fixExtractA32(std::uint32_t& word, Generator&)
{
    return (word >> 7 & 31U) + (word >> 16 & 31U) < 32;
}

bool fixExtractT32(std::uint32_t& word, Generator&)
{
    return splitFive(word) + (word & 31U) < 32;
}

bool fixInsertA32(std::uint32_t& word, Generator&)
{
    return (word >> 16 & 31U) >= (word >> 7 & 31U);
}

bool fixInsertT32(std::uint32_t& word, Generator&)
{
    return (word & 31U) >= splitFive(word);
}

bool fixShift(std::uint32_t& word, Generator&)
{
    return (word & 0xFFC0U) != 0;
}

/// Shifted right by nothing it is the form for halfwords, of four bits.
bool fixSaturate(std::uint32_t& word, Generator&)
{
    return (word >> 21 & 1U) == 0 || splitFive(word) != 0 || (word & 0x10U) == 0;
}

bool fixHighDestination(std::uint32_t& word, Generator& generator)
{
    const unsigned d = generator.destination();
    word = (word & ~0x87U) | (d >> 3) << 7 | (d & 7U);
    return true;
}

bool fixExpandImmediate(std::uint32_t& word, Generator&)
{
    const bool isRepeated =
        (word >> 26 & 1U) == 0 && (word >> 14 & 1U) == 0 && (word & 0x3000U) != 0;
    if (isRepeated && (word & 0xFFU) == 0)
        word |= 1U;
    return true;
}

/// CMN and CMP, of the four that are there.
bool fixCompareImmediate(std::uint32_t& word, Generator& generator)
{
    const unsigned operation = word >> 21 & 15U;
    return (operation == 8 || operation == 13) && fixExpandImmediate(word, generator);
}

/// ADDW, SUBW.
bool fixAddWide(std::uint32_t& word, Generator&)
{
    return (word >> 23 & 1U) == (word >> 21 & 1U);
}

} // namespace perisphere::differential
