// Which of the host's files a process may use: rules of Landlock, made by the parent, that the
// child enters before it executes a program. They hold for all that the child starts, and nothing
// takes them off. Asked are the contents of files and folders; what stat, chmod, chown, utime and
// setxattr do is not.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace perisphere::device
{

enum class FileUse : std::uint8_t {
    Read,    ///< and list
    Execute, ///< and read, and list
    Write,   ///< and read; what is there already
    Change,  ///< all of it, with making and removing
};

/// A file, or a folder with all that is below it. Links are followed.
struct FileGrant {
    std::filesystem::path path;
    FileUse use = FileUse::Read;
    bool isOptional = false; ///< left out where it is not there
};

struct FileRules {
    UniqueFd descriptor; ///< none where the kernel has no Landlock
    int error = 0;       ///< why not: an errno
};

/// Everything else is refused with EACCES. Errors name what is granted and not there.
[[nodiscard]] Result<FileRules> makeFileRules(std::span<const FileGrant> grants);

/// The version of the kernel's Landlock; from 3 on truncate(2) is asked about. 0: it has none.
[[nodiscard]] int fileRulesVersion();

/// For the child between fork and execve, as all below: grants it to read its own /proc/PID. While
/// somebody holds that folder open, the kernel knows it again.
[[nodiscard]] bool grantOwnProcess(int rules);

/// False with errno.
[[nodiscard]] bool enterFileRules(int rules);

} // namespace perisphere::device
