// The certificates that Wi-Fi uses, shared by all apps of a device.
#pragma once

#include "perisphere/device/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::device
{

/// What a certificate says of itself. Times are seconds since 1970 UTC, names on one line.
struct CertificateFacts {
    std::string subject;
    std::string issuer;
    std::int64_t notBefore = 0;
    std::int64_t notAfter = 0;
    bool operator==(const CertificateFacts&) const = default;
};

/// A certificate with its private key, as an app hands them in: PEM texts.
struct ClientCertificate {
    std::string_view certificate;
    std::string_view privateKey;
    std::optional<std::string_view> password; ///< of an encrypted key
};

/// Identifiers and sizes are checked already. EAGAIN from all while the store is not ready.
class CertStoreService
{
public:
    virtual ~CertStoreService() = default;

    /// Both replace what has that identifier. EINVAL for what is no certificate, a key that is not
    /// the certificate's or does not open with the password; ENOSPC.
    [[nodiscard]] virtual Outcome<> installClient(std::string_view identifier,
                                                  const ClientCertificate& client) = 0;
    [[nodiscard]] virtual Outcome<> installRootCa(std::string_view identifier,
                                                  std::string_view certificate) = 0;

    /// ENOENT.
    [[nodiscard]] virtual Outcome<> remove(std::string_view identifier) = 0;

    /// In one step; what has the name `destination` is gone then. ENOENT when there is no `source`.
    [[nodiscard]] virtual Outcome<> move(std::string_view source, std::string_view destination) = 0;

    [[nodiscard]] virtual Outcome<std::size_t> count() = 0;

    /// ERANGE.
    [[nodiscard]] virtual Outcome<std::string> identifierAt(std::size_t index) = 0;

    [[nodiscard]] virtual Outcome<std::size_t> availableSpace() = 0; ///< bytes

    /// ENOENT; EINVAL for an entry that is damaged.
    [[nodiscard]] virtual Outcome<CertificateFacts> facts(std::string_view identifier) = 0;
};

} // namespace perisphere::device
