// Files below /proc that tell of a process: the program sees its own there, not the emulator's.
#pragma once

#include "process_impl.hpp"

#include <optional>
#include <string>

namespace perisphere::a7
{

/// A descriptor of what the file with that path holds, or -errno; nullopt: the file is not of that
/// kind. `isWriting`: it is opened for writing, which none of them can be.
[[nodiscard]] std::optional<int> openProcFile(Process::Impl& process, const std::string& path,
                                              bool isWriting);

/// What the link /proc/self/exe says; nullopt: it is another.
[[nodiscard]] std::optional<std::string> procLink(const Process::Impl& process,
                                                  const std::string& path);

/// Whether an open file is of a process' insides, by whatever name it was reached: memory,
/// mappings.
[[nodiscard]] bool isProcessMemory(int fd);

} // namespace perisphere::a7
