#include "control/identity_control.hpp"

#include "perisphere/identity/tenant.hpp"

#include <set>

namespace perisphere::daemon
{

control::TenantStatus IdentityControl::statusFor(const std::string& tenant) const
{
    control::TenantStatus status{
        .tenant = tenant, .state = "failed", .notAfter = 0, .lastError = {}};
    if (!m_store) {
        status.lastError = "the device's configuration gives it no identity";
        return status;
    }
    const auto facts = m_store->read(m_store->fileFor(tenant));
    if (!facts) {
        status.lastError = facts.error().toString();
        return status;
    }
    status.state = "ready";
    status.notAfter = facts->notAfter;
    return status;
}

control::IdentityStatus IdentityControl::status()
{
    control::IdentityStatus status;
    if (m_store)
        if (const auto key = m_store->publicKey())
            status.deviceId = identity::deviceIdOf(*key);
    std::set<std::string> tenants;
    for (const auto& app : m_manager.apps())
        if (auto tenant = identity::tenantOf(*app))
            tenants.insert(std::move(*tenant));
    for (const std::string& tenant : tenants)
        status.tenants.push_back(statusFor(tenant));
    return status;
}

Result<control::IdentityStatus> IdentityControl::change(control::IdentityAction /*action*/)
{
    return fail(ErrorCode::Unsupported, "what a real device's certificates are decides who gives "
                                        "them; see \"perisphered identity\"");
}

} // namespace perisphere::daemon
