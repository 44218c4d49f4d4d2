#include "device_identity.hpp"

#include <ctime>
#include <utility>

namespace perisphere::runtime
{

Result<std::unique_ptr<DeviceIdentity>> DeviceIdentity::create(IdentityParts parts)
{
    // The calendar has to be the one of the servers that the device's certificate is shown to,
    // which is the host's, as the app's own CLOCK_REALTIME is; from the start on it goes with
    // virtual time.
    const std::function<std::int64_t()> time = [start = std::int64_t{std::time(nullptr)},
                                                uptime = std::move(parts.uptime)] {
        return start + uptime();
    };
    std::unique_ptr<DeviceIdentity> device(new DeviceIdentity);
    auto root = identity::FileRootOfTrust::open(parts.folder / "identity", parts.seed);
    if (!root)
        return fail(root.error());
    device->m_root = std::move(*root);
    auto authority = identity::AttestationAuthority::open(parts.folder / "attestation",
                                                          {.seed = parts.seed, .time = time});
    if (!authority)
        return fail(authority.error());
    device->m_authority = std::move(*authority);
    auto authentication =
        identity::DeviceAuthentication::create({.timers = parts.timers,
                                                .root = *device->m_root,
                                                .service = *device->m_authority,
                                                .log = parts.log,
                                                .folder = parts.folder / kCertificatesOfApps,
                                                .time = time,
                                                .isOnline = std::move(parts.isOnline),
                                                .measure = std::move(parts.measure)});
    if (!authentication)
        return fail(authentication.error());
    device->m_authentication = std::move(*authentication);
    return device;
}

void DeviceIdentity::setExpired(bool areExpired)
{
    if (areExpired)
        m_authentication->expire();
    else
        m_authentication->renew();
}

} // namespace perisphere::runtime
