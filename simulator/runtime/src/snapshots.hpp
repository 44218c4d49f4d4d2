// Snapshots of a device: copies of its folder, and of what can be set around it.
//
// They are in the device's folder, in "snapshots". Going back is noted there and done when the
// device starts next, before anything of its state is read: so a crash on the way leaves the
// snapshot and the note, and the next start does it again.
#pragma once

#include "access_points.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/control/snapshots_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/json/document.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::runtime
{

/// What was around a device.
struct KeptAround {
    json::Value values;       ///< of what can be set, by "PART.PROPERTY"
    json::Value accessPoints; ///< of those that were added: AccessPoints::kept()
};

/// What a folder is to become, if somebody wants that: it becomes it. What was around the device;
/// nullopt where nothing is to be done.
[[nodiscard]] Result<std::optional<KeptAround>>
finishRestore(const std::filesystem::path& deviceFolder);

/// What is not there any more, on a board that has changed, is left out.
void setAround(control::PartsTarget& parts, const json::Value& values);

/// For the loop's thread.
class Snapshots final : public control::SnapshotsTarget
{
public:
    static constexpr std::size_t kMost = 32;

    /// All outlive it.
    struct Parts {
        std::filesystem::path folder; ///< of the device
        engine::Machine& machine;
        control::PartsTarget& parts;
        const AccessPoints& accessPoints;
        std::function<std::vector<std::string>()> apps; ///< names of what is installed
        std::function<void()> restart;                  ///< of the device, once it is answered
    };
    explicit Snapshots(Parts parts)
        : m_parts(std::move(parts))
    {
    }

    [[nodiscard]] Result<std::vector<control::SnapshotInfo>> list() override;
    Result<control::SnapshotInfo> take(const std::optional<std::string>& name) override;
    Result<> restore(const std::string& name) override;
    Result<> remove(const std::string& name) override;

private:
    [[nodiscard]] Result<std::filesystem::path> find(const std::string& name) const;

    Parts m_parts;
};

} // namespace perisphere::runtime
