#include "perisphere/base/suggest.hpp"

#include "perisphere/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace perisphere
{
namespace
{

constexpr std::size_t kMaxWordBytes = 64; // the comparison is quadratic

/// Damerau-Levenshtein distance (optimal string alignment), three rows at a time.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> older(b.size() + 1);
    std::vector<std::size_t> old(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        old[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lowerCase(a[i - 1]) == lowerCase(b[j - 1]);
            row[j] = std::min({old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && lowerCase(a[i - 1]) == lowerCase(b[j - 2]) &&
                                 lowerCase(a[i - 2]) == lowerCase(b[j - 1]);
            if (swapped)
                row[j] = std::min(row[j], older[j - 2] + 1);
        }
        std::swap(older, old);
        std::swap(old, row);
    }
    return old[b.size()];
}

} // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates)
{
    if (word.size() > kMaxWordBytes)
        return std::nullopt;
    std::size_t best = std::clamp<std::size_t>(word.size() / 3, 1, 4) + 1;
    std::optional<std::string_view> found;
    for (const std::string_view candidate : candidates) {
        if (candidate.empty() || candidate.size() > kMaxWordBytes)
            continue;
        if (const std::size_t apart = distance(word, candidate); apart < best) {
            best = apart;
            found = candidate;
        }
    }
    return found;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates)
{
    const auto found = nearest(word, candidates);
    return found ? fmt::format("did you mean \"{}\"?", *found) : std::string();
}

} // namespace perisphere
