// Which of its images an app is: the file whose replacement is the moment an installation counts.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>

namespace perisphere::device
{

struct AppRecord {
    std::string currentImage;  ///< image id
    std::string previousImage; ///< what a roll-back returns to; empty: nothing
    bool isOnTrial = false;    ///< the current one has still to show that it runs
    bool operator==(const AppRecord&) const = default;
};

[[nodiscard]] Result<AppRecord> readRecord(const std::filesystem::path& path);

/// By one rename: at any instant a reader, or the next start, sees the old record or the new.
[[nodiscard]] Result<> writeRecord(const std::filesystem::path& path, const AppRecord& record);

} // namespace perisphere::device
