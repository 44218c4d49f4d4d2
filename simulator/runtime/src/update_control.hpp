// Updates for the control API.
#pragma once

#include "perisphere/control/update_target.hpp"
#include "perisphere/device/update_coordinator.hpp"
#include "system_software.hpp"

namespace perisphere::runtime
{

/// For the loop's thread.
class UpdateControl final : public control::UpdateTarget
{
public:
    UpdateControl(device::UpdateCoordinator& updates, const SystemSoftware& software)
        : m_updates(updates)
        , m_software(software)
    {
    }

    [[nodiscard]] Result<control::UpdateStatus>
    offerApp(const std::filesystem::path& package) override;
    [[nodiscard]] Result<control::UpdateStatus> offerSystem(const std::string& version) override;
    [[nodiscard]] control::UpdateStatus status() override;

private:
    device::UpdateCoordinator& m_updates;
    const SystemSoftware& m_software;
};

} // namespace perisphere::runtime
