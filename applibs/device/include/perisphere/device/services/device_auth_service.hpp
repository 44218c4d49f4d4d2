// The certificate by which a device proves its identity for an app's tenant.
#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::device
{

using SignatureDone = std::function<void(Outcome<std::vector<std::uint8_t>>)>;

/// The tenant is the manifest's "DeviceAuthentication"; without one, or all zeros, there is no
/// certificate.
class DeviceAuthService
{
public:
    virtual ~DeviceAuthService() = default;

    [[nodiscard]] virtual bool isReady(const App& app) = 0;

    /// Where the app finds the certificate as a file, once it is ready. The same for as long as the
    /// app runs.
    [[nodiscard]] virtual std::string certificatePath(const App& app) = 0;

    /// PEM, the device's first, then what leads to the tenant's root. EINVAL without a tenant,
    /// EAGAIN while it is not ready.
    [[nodiscard]] virtual Outcome<std::string> certificate(const App& app) = 0;

    /// Calls `done` once, on the thread that calls the services, later or at once, with an ECDSA
    /// signature by the certificate's key, DER. `digest` has 20 to 64 bytes, and may be gone when
    /// the call returns, as may `app`. EINVAL, EAGAIN as above; EIO when the key cannot be used.
    virtual void sign(const App& app, std::span<const std::uint8_t> digest,
                      const SignatureDone& done) = 0;
};

} // namespace perisphere::device
