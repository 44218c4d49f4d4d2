// What the control API asks of snapshots: a device as it was, to go back to.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perisphere::control
{

struct SnapshotInfo {
    std::string name;
    engine::VirtualTime time;      ///< since the device started, when it was taken
    std::vector<std::string> apps; ///< names of those that are installed in it
};

/// A snapshot holds what a device remembers without power, and how the world around it stands. What
/// apps have in memory is not in it: they begin anew.
class SnapshotsTarget
{
public:
    virtual ~SnapshotsTarget() = default;

    /// Oldest first.
    [[nodiscard]] virtual Result<std::vector<SnapshotInfo>> list() = 0;
    /// nullopt: a name that is free. InvalidArgument, AlreadyExists, LimitExceeded.
    virtual Result<SnapshotInfo> take(const std::optional<std::string>& name) = 0;
    /// Ends the device, and starts it again as it was. The caller is answered first. NotFound.
    virtual Result<> restore(const std::string& name) = 0;
    /// NotFound.
    virtual Result<> remove(const std::string& name) = 0;
};

} // namespace perisphere::control
