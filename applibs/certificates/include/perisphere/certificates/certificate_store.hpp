// The certificate store of a device, simulated or real, in a folder of the host's file system.
//
// One file an entry. Installing and replacing take effect by one rename, moving is one, deleting is
// one unlink: ended at any instant, also by a power cut, the next open() finds each entry as it was
// before or as it is after. Files are readable by their owner only. Private keys come in and never
// go out. docs/device/certificates.md tells what is accepted.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/services/cert_store_service.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::certificates
{

inline constexpr std::size_t kStoreBytes = 24'576; ///< for all certificates and keys

/// What others than apps may see of an entry: Wi-Fi, the device's tools.
struct StoredCertificate {
    std::string identifier;
    bool hasPrivateKey = false; ///< a client certificate; else a root CA
    std::string certificate;    ///< PEM
};

/// For one thread.
class CertificateStore final : public device::CertStoreService
{
public:
    /// Opens or creates.
    [[nodiscard]] static Result<std::unique_ptr<CertificateStore>>
    open(const std::filesystem::path& folder);
    CertificateStore(const CertificateStore&) = delete;
    CertificateStore& operator=(const CertificateStore&) = delete;
    ~CertificateStore() override;

    /// Asked at each call of an app; until it says so the answer is EAGAIN. Without it: ready.
    void setReadiness(std::function<bool()> isReady);

    [[nodiscard]] std::vector<StoredCertificate> all() const; ///< by identifier; whole ones only
    [[nodiscard]] std::vector<std::string> damaged() const;   ///< identifiers of the others

    // Where entries are, for programs of the device's own that read them by themselves. nullopt:
    // there is none of that kind, or it is damaged.
    /// PEM: the certificate, its key, which is not encrypted.
    [[nodiscard]] std::optional<std::filesystem::path>
    clientFile(std::string_view identifier) const;
    [[nodiscard]] std::optional<std::filesystem::path> rootFile(std::string_view identifier) const;
    /// In which they are.
    [[nodiscard]] const std::filesystem::path& folder() const;

    [[nodiscard]] device::Outcome<> installClient(std::string_view identifier,
                                                  const device::ClientCertificate& client) override;
    [[nodiscard]] device::Outcome<> installRootCa(std::string_view identifier,
                                                  std::string_view certificate) override;
    [[nodiscard]] device::Outcome<> remove(std::string_view identifier) override;
    [[nodiscard]] device::Outcome<> move(std::string_view source,
                                         std::string_view destination) override;
    [[nodiscard]] device::Outcome<std::size_t> count() override;
    [[nodiscard]] device::Outcome<std::string> identifierAt(std::size_t index) override;
    [[nodiscard]] device::Outcome<std::size_t> availableSpace() override;
    [[nodiscard]] device::Outcome<device::CertificateFacts>
    facts(std::string_view identifier) override;

private:
    struct Data;
    explicit CertificateStore(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

} // namespace perisphere::certificates
