// The device's identity for the control API.
#pragma once

#include "perisphere/control/identity_target.hpp"
#include "perisphere/identity/attestation_authority.hpp"
#include "perisphere/identity/device_authentication.hpp"
#include "perisphere/identity/root_of_trust.hpp"

namespace perisphere::runtime
{

/// For the loop's thread.
class IdentityControl final : public control::IdentityTarget
{
public:
    IdentityControl(identity::RootOfTrust& root, identity::AttestationAuthority& authority,
                    identity::DeviceAuthentication& authentication)
        : m_root(root)
        , m_authority(authority)
        , m_authentication(authentication)
    {
    }

    [[nodiscard]] control::IdentityStatus status() override;
    [[nodiscard]] Result<control::IdentityStatus> change(control::IdentityAction action) override;

private:
    identity::RootOfTrust& m_root;
    identity::AttestationAuthority& m_authority;
    identity::DeviceAuthentication& m_authentication;
};

} // namespace perisphere::runtime
