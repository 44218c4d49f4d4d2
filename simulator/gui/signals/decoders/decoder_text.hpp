// How decoders write what they read.
#pragma once

#include "signals/signal_store.hpp"

#include <QString>

#include <cstdint>

namespace perisphere::studio
{

inline constexpr double kDecodedNanoseconds = 1e9; ///< a second

/// "4F"
[[nodiscard]] QString decodedByte(unsigned byte);
/// "4F 'O'", where it is a character that can be seen.
[[nodiscard]] QString decodedCharacter(unsigned byte);

/// What floats counts as high: lines that are watched idle there.
[[nodiscard]] bool isDecodedHigh(const Track& line, std::int64_t time);

} // namespace perisphere::studio
