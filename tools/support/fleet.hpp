// The folder from which an update feed is published: keys, roots, and what was published last.
//
// It is private. The feed's own folder, which a web server shows, is only ever written: what
// somebody changed there must not be signed with the next version.
#pragma once

#include "command/services.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/feed/metadata.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace perisphere::tools
{

/// Where the root's keys are, in the fleet's folder, until somebody takes them elsewhere.
inline constexpr std::string_view kOfflineFolder = "offline";

struct Fleet {
    std::filesystem::path folder;
    std::map<std::uint64_t, std::string> roots; ///< all root files by their versions
    feed::Root root;                            ///< the newest
    // What was published last; version 0: nothing yet.
    feed::Targets targets{.header = {.version = 0}, .targets = {}};
    feed::Snapshot snapshot{.header = {.version = 0}, .targets = {}};
    feed::Timestamp timestamp{.header = {.version = 0}, .snapshot = {}};
    /// Whose files the newest root's keys have not signed: it has other keys for them.
    std::set<feed::Role> toSignAnew;
};

/// NotFound for a folder without a root.
[[nodiscard]] Result<Fleet> openFleet(const std::filesystem::path& folder);

/// $SOURCE_DATE_EPOCH, else the clock's.
[[nodiscard]] Result<feed::Time> publishingTime(const Services& services);

/// A new key in a file of its own, "ROLE-3.key.pem", that its owner alone can read. The number is
/// the first that is free.
[[nodiscard]] Result<feed::PrivateKey> makeKey(const std::filesystem::path& folder,
                                               feed::Role role);

/// All keys of the role in the folders that the root knows. PermissionDenied when others could read
/// one; NotFound when they are fewer than the root's threshold.
[[nodiscard]] Result<std::vector<feed::PrivateKey>>
loadKeys(const std::vector<std::filesystem::path>& folders, const feed::Root& root,
         feed::Role role);

[[nodiscard]] std::vector<const feed::PrivateKey*>
pointersTo(const std::vector<feed::PrivateKey>& keys);

/// Writes a new root file; AlreadyExists when there is one of that version.
[[nodiscard]] Result<> addRoot(const std::filesystem::path& folder, const feed::Root& root,
                               const std::vector<const feed::PrivateKey*>& keys);

} // namespace perisphere::tools
