#include "return_predictions.hpp"

#include <algorithm>
#include <atomic>
#include <span>

namespace perisphere::a7
{
namespace
{

constexpr std::uint64_t kNowhere = ~std::uint64_t{0}; ///< no code's location

/// The registers come first in the recompiler's state, which is longer than that.
constexpr std::size_t kWords = 0x200 / sizeof(std::uint64_t);

} // namespace

/// Nothing is predicted yet, and there is no code for it: so many locations that are nowhere, then
/// as many null pointers.
ReturnPredictions ReturnPredictions::of(const std::array<std::uint32_t, 16>& registers)
{
    const auto* const begin = reinterpret_cast<const std::uint64_t*>(registers.data());
    const std::span state(begin, kWords);
    ReturnPredictions found;
    for (std::size_t at = 0; at + 2 * kCount <= kWords; ++at) {
        const auto locations = state.subspan(at, kCount);
        const auto code = state.subspan(at + kCount, kCount);
        const bool isIt =
            std::ranges::all_of(locations, [](std::uint64_t one) { return one == kNowhere; }) &&
            std::ranges::all_of(code, [](std::uint64_t one) { return one == 0; });
        if (isIt)
            found.m_locations = const_cast<std::uint64_t*>(locations.data());
    }
    return found;
}

void ReturnPredictions::forget()
{
    for (std::size_t i = 0; m_locations != nullptr && i < kCount; ++i)
        std::atomic_ref(m_locations[i]).store(kNowhere, std::memory_order_relaxed);
}

} // namespace perisphere::a7
