#include "identity_control.hpp"

namespace perisphere::runtime
{

using control::IdentityAction;

control::IdentityStatus IdentityControl::status()
{
    control::IdentityStatus status{.deviceId = m_root.deviceId(), .tenants = {}};
    for (const identity::TenantStatus& one : m_authentication.tenants())
        status.tenants.push_back({.tenant = one.tenant,
                                  .state = std::string(identity::name(one.state)),
                                  .notAfter = one.notAfter,
                                  .lastError = one.lastError});
    return status;
}

Result<control::IdentityStatus> IdentityControl::change(IdentityAction action)
{
    Result<> done;
    switch (action) {
    case IdentityAction::Expire:
        m_authentication.expire();
        break;
    case IdentityAction::Renew:
        m_authentication.renew();
        break;
    case IdentityAction::Bar:
        done = m_authority.bar(m_root.deviceId());
        break;
    case IdentityAction::Admit:
        done = m_authority.admit(m_root.deviceId());
        break;
    }
    if (!done)
        return fail(done.error());
    return status();
}

} // namespace perisphere::runtime
