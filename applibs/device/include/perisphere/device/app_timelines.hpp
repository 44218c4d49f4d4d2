// Where the emulated application core writes what an app does and when.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"

#include <memory>

namespace perisphere::device
{

/// Of one process; it goes with it. Loop's thread only.
class AppTimeline
{
public:
    virtual ~AppTimeline() = default;
    /// A file for lines (protocol/timeline_records.hpp). Once.
    [[nodiscard]] virtual UniqueFd takeFile() = 0;
};

class AppTimelines
{
public:
    virtual ~AppTimelines() = default;
    /// For a process that is about to be started; nullptr: nobody wants to know.
    [[nodiscard]] virtual Result<std::unique_ptr<AppTimeline>> open(const App& app) = 0;
};

} // namespace perisphere::device
