// What the control API asks of the device's identity.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace perisphere::control
{

struct TenantStatus {
    std::string tenant;        ///< UUID, lower case
    std::string state;         ///< "ready" ...
    std::int64_t notAfter = 0; ///< of the certificate, seconds since 1970 UTC; 0: there is none
    std::string lastError;     ///< empty: the last attestation succeeded
};

struct IdentityStatus {
    std::string deviceId; ///< 128 hexadecimal digits
    std::vector<TenantStatus> tenants;
};

enum class IdentityAction : std::uint8_t {
    Expire, ///< certificates end now, until Renew
    Renew,
    Bar, ///< the authority revokes the device's certificates and gives no more, until Admit
    Admit,
};

class IdentityTarget
{
public:
    virtual ~IdentityTarget() = default;

    [[nodiscard]] virtual IdentityStatus status() = 0;
    [[nodiscard]] virtual Result<IdentityStatus> change(IdentityAction action) = 0;
};

} // namespace perisphere::control
