// What the Wi-Fi supplicant asks the certificate store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::network
{

struct Certificate {
    std::string identifier; ///< in the store
    std::string subject;    ///< one line
    std::string issuer;
    std::int64_t notBefore = 0; ///< seconds since 1970
    std::int64_t notAfter = 0;
    bool hasPrivateKey = false;
};

/// Implemented by the certificate store. Machine thread only.
class CertificateLookup
{
public:
    virtual ~CertificateLookup() = default;

    /// All that is stored now. Taken when the supplicant starts and reloads, not in between: that
    /// is why apps have to call WifiConfig_ReloadConfig after they changed the store.
    [[nodiscard]] virtual std::vector<Certificate> certificates() const = 0;
};

/// A store without certificates.
class NoCertificates final : public CertificateLookup
{
public:
    [[nodiscard]] std::vector<Certificate> certificates() const override { return {}; }
};

} // namespace perisphere::network
