// Where lines of the log go besides the control API's clients: the standard output, for the
// journal, and files of the device's own.
#pragma once

#include "log_files.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/control/apps_target.hpp"
#include "perisphere/daemon/configuration.hpp"

#include <optional>

namespace perisphere::daemon
{

class LogOutput
{
public:
    /// nullopt: no files.
    [[nodiscard]] static Result<LogOutput>
    open(const std::optional<Configuration::LogFolder>& folder);

    /// What cannot be written to the files, because the disk is full for one, is told once, on the
    /// standard output alone.
    void write(const control::LogLine& line);

private:
    std::optional<LogFiles> m_files;
    bool m_hasToldOfFiles = false;
};

} // namespace perisphere::daemon
