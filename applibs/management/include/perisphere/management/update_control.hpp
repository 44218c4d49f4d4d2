// Updates for the control API.
#pragma once

#include "perisphere/control/update_target.hpp"
#include "perisphere/device/update_coordinator.hpp"

#include <functional>
#include <string>
#include <utility>

namespace perisphere::management
{

/// For the loop's thread.
class UpdateControl final : public control::UpdateTarget
{
public:
    struct System {
        std::function<std::string()> version;      ///< that runs
        std::function<Result<std::string>()> next; ///< what an update is that names no version
    };

    /// The coordinator outlives it.
    UpdateControl(device::UpdateCoordinator& updates, System system)
        : m_updates(updates)
        , m_system(std::move(system))
    {
    }

    [[nodiscard]] Result<control::UpdateStatus> offerApp(control::PackageSource package) override;
    [[nodiscard]] Result<control::UpdateStatus> offerSystem(const std::string& version) override;
    [[nodiscard]] control::UpdateStatus status() override;

private:
    device::UpdateCoordinator& m_updates;
    System m_system;
};

} // namespace perisphere::management
