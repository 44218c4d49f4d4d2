// What keeps the random bits of a form away from encodings that have no defined meaning.
#pragma once

#include "generator.hpp"

namespace perisphere::differential
{

bool fixParallelA32(std::uint32_t& word, Generator& generator);
bool fixParallelT32(std::uint32_t& word, Generator& generator);
bool fixExtendA32(std::uint32_t& word, Generator& generator);
bool fixExtendT32(std::uint32_t& word, Generator& generator);
bool fixExtractA32(std::uint32_t& word, Generator& generator);
bool fixExtractT32(std::uint32_t& word, Generator& generator);
bool fixInsertA32(std::uint32_t& word, Generator& generator);
bool fixInsertT32(std::uint32_t& word, Generator& generator);
/// LSL by 0 is MOVS, which may not stand in an IT block.
bool fixShift(std::uint32_t& word, Generator& generator);
bool fixSaturate(std::uint32_t& word, Generator& generator);
bool fixHighDestination(std::uint32_t& word, Generator& generator);
/// An immediate of 0 is not to be repeated.
bool fixExpandImmediate(std::uint32_t& word, Generator& generator);
bool fixCompareImmediate(std::uint32_t& word, Generator& generator);
bool fixAddWide(std::uint32_t& word, Generator& generator);

} // namespace perisphere::differential
