// Changes of files that outlive a loss of power: what a device makes of its state on the disk goes
// through these functions, and an observer is told of each before it happens.
//
// So a test can look at the disk as a power cut at that instant would leave it (`perisphere test
// --power-cut`). replaceFile() and createFile() of atomic_file.hpp end in one of these. Without an
// observer each costs one load more than the bare system call. scripts/checks/persistence refuses
// the bare calls in device code.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace perisphere::persistence
{

enum class ChangeKind : std::uint8_t {
    Replace,    ///< another file takes the name, by one rename
    Create,     ///< a whole file gets a new name, by one link
    Rename,     ///< the file or folder gets another name, by one rename
    Remove,     ///< one file goes
    RemoveTree, ///< a folder goes with all in it, entry by entry
    Write,      ///< bytes of the file itself, in place
    Resize,     ///< of the file itself
};

/// "replace", "create" ... as in "replace apps/records/x.json".
[[nodiscard]] std::string_view name(ChangeKind kind);

struct Change {
    ChangeKind kind = ChangeKind::Replace;
    std::filesystem::path path;           ///< what is there afterwards; for removals, what goes
    std::uint64_t offset = 0;             ///< Write: of the first byte; Resize: the new size
    std::span<const std::byte> data = {}; ///< Write: what comes there, where it is known
};

class Observer
{
public:
    virtual ~Observer() = default;

    /// Called on the thread that makes the change, which waits for the return. Several at once.
    virtual void before(const Change& change) = 0;
};

/// nullptr: nobody. Not while changes are under way; it outlives its stay here.
void setObserver(Observer* observer);
[[nodiscard]] bool isObserved();

/// A change that somebody else is about to make: an app, by a system call.
void announce(const Change& change);

/// rename(2); `kind` is Replace or Rename. Errors: "replace PATH", "rename PATH".
[[nodiscard]] Result<> renameFile(const std::filesystem::path& from,
                                  const std::filesystem::path& to,
                                  ChangeKind kind = ChangeKind::Rename);
/// link(2) under a name that is free. AlreadyExists.
[[nodiscard]] Result<> linkFile(const std::filesystem::path& from, const std::filesystem::path& to);
/// unlink(2). NotFound when there is none.
[[nodiscard]] Result<> removeFile(const std::filesystem::path& path);
/// Also folders that nobody may write to. No error when there is nothing.
[[nodiscard]] Result<> removeTree(const std::filesystem::path& folder);

} // namespace perisphere::persistence
