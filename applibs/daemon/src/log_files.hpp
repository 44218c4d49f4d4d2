// The log on the device's own medium: files that take turns, so that it never grows beyond a limit.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/daemon/configuration.hpp"

#include <cstdint>
#include <string_view>

namespace perisphere::daemon
{

/// FOLDER/device.log is written to; device.log.1 is the one before, and so on.
class LogFiles
{
public:
    /// Goes on with the file that is there.
    [[nodiscard]] static Result<LogFiles> open(Configuration::LogFolder options);

    /// One line with the time of day (UTC, to the millisecond) and who says it. What cannot be
    /// written is lost.
    [[nodiscard]] Result<> add(std::string_view who, std::string_view text);

private:
    LogFiles(Configuration::LogFolder options, UniqueFd file, std::uint64_t bytes);
    [[nodiscard]] Result<> turn();

    Configuration::LogFolder m_options;
    UniqueFd m_file;
    std::uint64_t m_bytes = 0;
};

} // namespace perisphere::daemon
