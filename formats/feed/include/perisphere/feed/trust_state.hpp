// What a device remembers of its feed, so that nobody can take it back.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/feed/metadata.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::feed
{

inline constexpr std::size_t kMaxStateBytes = std::size_t{256} * 1024;

struct TrustState {
    std::string givenRoot;       ///< SHA-256 of the root file that trust began with
    std::string root;            ///< the newest root file, whole
    std::uint64_t timestamp = 0; ///< newest versions; 0: none yet
    std::uint64_t snapshot = 0;
    std::uint64_t targets = 0;
    Time clock{}; ///< the newest time that trusted metadata were issued at
    bool operator==(const TrustState&) const = default;
};

/// As JSON, for a file.
[[nodiscard]] std::string write(const TrustState& state);
[[nodiscard]] Checked<TrustState> parseTrustState(std::string_view text, std::string_view fileName);

} // namespace perisphere::feed
