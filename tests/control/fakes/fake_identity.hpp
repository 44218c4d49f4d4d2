#pragma once

#include "perisphere/control/identity_target.hpp"

#include <string>

namespace perisphere::test
{

namespace c = control;

class FakeIdentity final : public control::IdentityTarget
{
public:
    c::IdentityStatus status() override { return m_status; }
    Result<c::IdentityStatus> change(c::IdentityAction action) override
    {
        m_status.tenants[0].state = action == c::IdentityAction::Expire ? "expired" : "ready";
        return m_status;
    }

private:
    c::IdentityStatus m_status{.deviceId = std::string(128, 'a'),
                               .tenants = {{.tenant = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
                                            .state = "ready",
                                            .notAfter = 1'700'000'000,
                                            .lastError = "none"}}};
};

} // namespace perisphere::test
