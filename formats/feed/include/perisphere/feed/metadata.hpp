// What an update feed says, in four kinds of metadata as The Update Framework 1.0 has them.
//
// root: whose signatures count for what. targets: what is to be installed. snapshot: which targets.
// timestamp: which snapshot is the newest. docs/formats/update-feed.md
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/feed/envelope.hpp"
#include "perisphere/feed/key.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::feed
{

enum class Role : std::uint8_t { Root, Timestamp, Snapshot, Targets };
inline constexpr std::array kRoles = {Role::Root, Role::Timestamp, Role::Snapshot, Role::Targets};

[[nodiscard]] std::string_view name(Role role); ///< "root", "timestamp" ...

/// The most bytes that a file of the role may have.
[[nodiscard]] std::size_t maxBytes(Role role);

/// "3.targets.json"; "timestamp.json", which has one name for all its versions.
[[nodiscard]] std::string fileName(Role role, std::uint64_t version);

using Time = std::chrono::sys_seconds;

[[nodiscard]] std::string toText(Time time); ///< "2026-11-30T12:00:00Z"

struct Header {
    std::uint64_t version = 1;
    Time issued{};  ///< a clock that is before this is not set
    Time expires{}; ///< it counts for nothing from then on
};

struct RoleKeys {
    std::vector<std::string> keyIds;
    std::size_t threshold = 1; ///< as many of the keys have to sign
    bool operator==(const RoleKeys&) const = default;
};

struct Root {
    Header header;
    std::map<std::string, PublicKey> keys; ///< by their ids
    std::array<RoleKeys, kRoles.size()> roles;

    [[nodiscard]] const RoleKeys& of(Role role) const
    {
        return roles[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] RoleKeys& of(Role role) { return roles[static_cast<std::size_t>(role)]; }
};

/// One version of a metadata file.
struct FileVersion {
    std::uint64_t version = 1;
    std::uint64_t bytes = 0;
    std::string sha256;
};

struct Timestamp {
    Header header;
    FileVersion snapshot;
};

struct Snapshot {
    Header header;
    FileVersion targets;
};

enum class TargetKind : std::uint8_t { App, System };

inline constexpr std::string_view kEveryGroup = "*";

/// Something to install.
struct Target {
    std::string name; ///< of its file, without the hash before it
    std::uint64_t bytes = 0;
    std::string sha256;
    TargetKind kind = TargetKind::App;
    std::string componentId; ///< of an app
    std::string version;     ///< the app's image id, or the system's version
    /// Devices of these groups get it; kEveryGroup: those for whose group there is no other.
    std::vector<std::string> groups;
};

struct Targets {
    Header header;
    std::vector<Target> targets; ///< in the order of their names
};

inline constexpr std::size_t kMaxTargets = 1000;

/// "targets/HASH.NAME": where a target's file is, from the feed's folder.
[[nodiscard]] std::string filePath(const Target& target);

/// Untrusted unless as many keys of the role as root asks for have signed it. This comes before
/// parsing.
[[nodiscard]] Result<> verifySignatures(const Envelope& envelope, const Root& root, Role role,
                                        std::string_view fileName);

[[nodiscard]] Checked<Root> parseRoot(const Envelope& envelope, std::string_view fileName);
[[nodiscard]] Checked<Timestamp> parseTimestamp(const Envelope& envelope,
                                                std::string_view fileName);
[[nodiscard]] Checked<Snapshot> parseSnapshot(const Envelope& envelope, std::string_view fileName);
/// Targets that are not for Perisphere's devices, or of a kind to come, are left out.
[[nodiscard]] Checked<Targets> parseTargets(const Envelope& envelope, std::string_view fileName);

/// The text that is signed; what was parsed and is written again has the same bytes, unless
/// something in it was not understood.
[[nodiscard]] std::string write(const Root& root);
[[nodiscard]] std::string write(const Timestamp& timestamp);
[[nodiscard]] std::string write(const Snapshot& snapshot);
[[nodiscard]] std::string write(const Targets& targets);

} // namespace perisphere::feed
