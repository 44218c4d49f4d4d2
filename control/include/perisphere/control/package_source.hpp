// An image package as a client hands it over: by its path, or uploaded.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace perisphere::control
{

struct PackageSource {
    PackageSource(std::filesystem::path file) // NOLINT(google-explicit-constructor): a path is one
        : path(std::move(file))
    {
    }

    std::filesystem::path path; ///< on the device's host; of an uploaded one, what it is called
    std::optional<std::vector<std::byte>> content; ///< of an uploaded one

    /// More than the device's whole flash; the store says what is too large for it.
    static constexpr std::uint64_t kMaxBytes = std::uint64_t{64} * 1024 * 1024;

    /// Its bytes, read from the path unless they were uploaded.
    [[nodiscard]] Result<std::vector<std::byte>> take();
};

} // namespace perisphere::control
