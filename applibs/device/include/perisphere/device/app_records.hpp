// Files that the emulated application core writes about an app.
#pragma once

#include <filesystem>

namespace perisphere::device
{

/// Empty: not written. Those that are there are replaced.
struct AppRecords {
    std::filesystem::path core;     ///< a core file for gdb, when the app crashes
    std::filesystem::path profile;  ///< instructions by function, in callgrind's format
    std::filesystem::path folded;   ///< the same as folded stacks
    std::filesystem::path coverage; ///< how often lines have run, as a tracefile of lcov
    std::filesystem::path calls;    ///< system calls as text
    /// The program before it was stripped, for the names and lines in the others.
    std::filesystem::path elf;

    bool operator==(const AppRecords&) const = default;
};

} // namespace perisphere::device
