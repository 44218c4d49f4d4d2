// A program of the daemon's own that does one thing and ends: what needs a large library, or should
// not be done by root.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app_process.hpp"
#include "perisphere/device/loop_poll.hpp"
#include "perisphere/device/timers.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <uv.h>
#include <vector>

namespace perisphere::daemon
{

/// A file without a name below the folder, gone with its descriptor.
[[nodiscard]] Result<UniqueFd> makeUnnamedFile(const std::filesystem::path& folder);

/// Destroying it ends the program, and nobody is told.
class HelperProcess
{
public:
    struct Order {
        std::string name;                   ///< of the program
        std::vector<std::string> arguments; ///< without argv[0]
        int output = -1;                    ///< its standard output
        std::uint64_t maxFileBytes = 0;     ///< of that
        std::chrono::nanoseconds limit{};   ///< it is killed then
        std::filesystem::path scratch;      ///< for what it says
    };
    struct End {
        int code = 0;     ///< its exit code; -1 where it was ended
        std::string said; ///< on its standard error stream, its first line
    };

    /// `done` is called once, from the loop.
    [[nodiscard]] static Result<std::unique_ptr<HelperProcess>>
    start(uv_loop_t& loop, device::Timers& timers, const Order& order,
          std::function<void(const End&)> done);

private:
    HelperProcess() = default;
    void onExit();

    UniqueFd m_said;
    std::function<void(const End&)> m_done;
    bool m_isLate = false;
    std::unique_ptr<device::AppProcess> m_process;
    std::unique_ptr<device::LoopPoll> m_poll; // of the process, so it goes before it
    std::unique_ptr<device::Timer> m_limit;
};

} // namespace perisphere::daemon
