// The device's identity for the control API: its id, and what its apps' tenants see of it.
#pragma once

#include "identity_store.hpp"
#include "perisphere/control/identity_target.hpp"
#include "perisphere/device/app_manager.hpp"

#include <optional>

namespace perisphere::daemon
{

/// For the loop's thread. Certificates are the owner's to change, by "perisphered identity".
class IdentityControl final : public control::IdentityTarget
{
public:
    /// @param store nullopt: the device was given no identity
    IdentityControl(std::optional<IdentityStore> store, const device::AppManager& manager)
        : m_store(std::move(store))
        , m_manager(manager)
    {
    }

    [[nodiscard]] control::IdentityStatus status() override;
    [[nodiscard]] Result<control::IdentityStatus> change(control::IdentityAction action) override;

private:
    [[nodiscard]] control::TenantStatus statusFor(const std::string& tenant) const;

    std::optional<IdentityStore> m_store;
    const device::AppManager& m_manager;
};

} // namespace perisphere::daemon
