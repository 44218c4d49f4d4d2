// "Did you mean ...?"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace perisphere
{

/// The candidate nearest to a mistyped word: fewest insertions, deletions, replacements and swaps
/// of neighbours, case ignored. nullopt when none is near: more than a third of the word's letters
/// (at least one, at most four) would have to change. Of equally near ones the first wins.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

/// `did you mean "x"?`, or empty when nothing is near.
[[nodiscard]] std::string suggestion(std::string_view word,
                                     std::span<const std::string_view> candidates);

} // namespace perisphere
