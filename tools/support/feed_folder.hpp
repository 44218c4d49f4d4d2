// The folder that a web server shows as an update feed.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/feed/metadata.hpp"
#include "support/fleet.hpp"

#include <chrono>
#include <filesystem>

namespace perisphere::tools
{

/// For how long metadata count after they are signed.
struct Lifetimes {
    std::chrono::days timestamp{14};
    std::chrono::days snapshot{365};
    std::chrono::days targets{365};
};

/// A file's size and SHA-256.
struct FileFacts {
    std::uint64_t bytes = 0;
    std::string sha256;
};
[[nodiscard]] Result<FileFacts> factsOf(const std::filesystem::path& file);

/// Puts a target's file into the feed, under its name there. Nothing is done when it is there.
[[nodiscard]] Result<> addTargetFile(const std::filesystem::path& feedFolder,
                                     const feed::Target& target, const std::filesystem::path& file);

/// How much is signed anew: what is after it in this list is as well.
enum class Renewal : std::uint8_t { Targets, Snapshot, Timestamp };

/// Signs the next version with the fleet's keys and writes it to both folders: first everything
/// that nobody looks for yet, last the timestamp, so that a device sees the old feed or the new.
/// NotFound when the file of a target is not in the feed.
[[nodiscard]] Result<> publish(Fleet& fleet, const std::filesystem::path& feedFolder,
                               Renewal renewal, feed::Time now, const Lifetimes& lifetimes);

} // namespace perisphere::tools
