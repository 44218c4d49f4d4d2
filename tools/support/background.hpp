// Processes that go on when the command that started them has ended.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::tools
{

/// Runs `program` in a session of its own, with "--ready-fd N" behind `arguments`, and waits until
/// it calls detachFromStarter() (then 0) or ends (then its exit code; 1 if that was 0). Until then
/// what it prints goes to our standard error stream.
[[nodiscard]] Result<int> startProcess(const std::filesystem::path& program,
                                       const std::vector<std::string>& arguments);

/// In the process started: all is well; from here on what it prints goes to `log`, and it keeps
/// neither the starter's streams nor its folder.
[[nodiscard]] Result<> detachFromStarter(int readyFd, const std::filesystem::path& log);

} // namespace perisphere::tools
