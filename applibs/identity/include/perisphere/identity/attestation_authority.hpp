// An attestation authority of one's own: a CA hierarchy for each tenant, in a folder. It stands in
// for the cloud service that the original device attests to; servers that devices talk to trust
// its tenants' root certificates.
#pragma once

#include "perisphere/identity/attestation.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::identity
{

struct AuthorityOptions {
    std::optional<std::string> seed;    ///< keys and nonces follow from it; else they are random
    std::chrono::hours validity{24};    ///< of client certificates
    std::function<std::int64_t()> time; ///< seconds since 1970 UTC, of the devices' world
};

/// For one thread.
class AttestationAuthority final : public AttestationService
{
public:
    /// Opens or creates.
    [[nodiscard]] static Result<std::unique_ptr<AttestationAuthority>>
    open(const std::filesystem::path& folder, AuthorityOptions options);
    AttestationAuthority(const AttestationAuthority&) = delete;
    AttestationAuthority& operator=(const AttestationAuthority&) = delete;
    ~AttestationAuthority() override;

    [[nodiscard]] Result<Nonce> challenge() override;
    [[nodiscard]] Result<IssuedCertificate> attest(const Evidence& evidence) override;

    /// PEM. A tenant is there from the first time that it is asked for.
    [[nodiscard]] Result<std::string> rootCertificate(std::string_view tenant);
    [[nodiscard]] Result<std::string> intermediateCertificate(std::string_view tenant);

    /// PEM, signed by the intermediate: what was revoked of the tenant's.
    [[nodiscard]] Result<std::string> revocationList(std::string_view tenant);

    /// Revokes all certificates of a device and gives it no more, until admit().
    [[nodiscard]] Result<> bar(std::string_view deviceId);
    [[nodiscard]] Result<> admit(std::string_view deviceId);

private:
    struct Data;
    explicit AttestationAuthority(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::identity
