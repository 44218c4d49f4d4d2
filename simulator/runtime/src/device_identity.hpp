// The identity of a simulated device, with the authority that it attests to.
#pragma once

#include "perisphere/identity/attestation_authority.hpp"
#include "perisphere/identity/device_authentication.hpp"
#include "perisphere/identity/file_root_of_trust.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace perisphere::runtime
{

/// Below the device's folder. Apps read there.
inline constexpr const char* kCertificatesOfApps = "device-auth";

/// For the loop's thread. What it works with outlives it.
struct IdentityParts {
    std::filesystem::path folder; ///< the device's
    std::optional<std::string> seed;
    device::Timers& timers; ///< of virtual time
    device::AppLog& log;
    std::function<std::int64_t()> uptime; ///< virtual time in seconds
    std::function<bool()> isOnline;
    std::function<Result<identity::Measurement>()> measure;
};

class DeviceIdentity
{
public:
    /// Opens or creates what the device's folder has of it.
    [[nodiscard]] static Result<std::unique_ptr<DeviceIdentity>> create(IdentityParts parts);
    DeviceIdentity(const DeviceIdentity&) = delete;
    DeviceIdentity& operator=(const DeviceIdentity&) = delete;

    [[nodiscard]] identity::FileRootOfTrust& root() { return *m_root; }
    [[nodiscard]] identity::AttestationAuthority& authority() { return *m_authority; }
    [[nodiscard]] identity::DeviceAuthentication& authentication() { return *m_authentication; }

    /// Ends all certificates, until it is told otherwise.
    void setExpired(bool areExpired);

private:
    DeviceIdentity() = default;

    std::unique_ptr<identity::FileRootOfTrust> m_root;
    std::unique_ptr<identity::AttestationAuthority> m_authority;
    std::unique_ptr<identity::DeviceAuthentication> m_authentication;
};

} // namespace perisphere::runtime
