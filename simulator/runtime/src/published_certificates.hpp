// The certificate store as apps use it, and as the Wi-Fi supplicant on the machine thread sees it.
#pragma once

#include "perisphere/certificates/certificate_store.hpp"
#include "perisphere/network/certificate_lookup.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace perisphere::runtime
{

/// The store's functions are for the loop's thread; after each change the supplicant's copy is
/// made anew.
class PublishedCertificates final : public device::CertStoreService,
                                    public network::CertificateLookup
{
public:
    /// Before the store has a readiness: the first copy is made here.
    explicit PublishedCertificates(std::unique_ptr<certificates::CertificateStore> store);

    [[nodiscard]] certificates::CertificateStore& store() { return *m_store; }

    [[nodiscard]] device::Outcome<> installClient(std::string_view identifier,
                                                  const device::ClientCertificate& client) override;
    [[nodiscard]] device::Outcome<> installRootCa(std::string_view identifier,
                                                  std::string_view certificate) override;
    [[nodiscard]] device::Outcome<> remove(std::string_view identifier) override;
    [[nodiscard]] device::Outcome<> move(std::string_view source,
                                         std::string_view destination) override;
    [[nodiscard]] device::Outcome<std::size_t> count() override { return m_store->count(); }
    [[nodiscard]] device::Outcome<std::string> identifierAt(std::size_t index) override
    {
        return m_store->identifierAt(index);
    }
    [[nodiscard]] device::Outcome<std::size_t> availableSpace() override
    {
        return m_store->availableSpace();
    }
    [[nodiscard]] device::Outcome<device::CertificateFacts>
    facts(std::string_view identifier) override
    {
        return m_store->facts(identifier);
    }

    /// Any thread.
    [[nodiscard]] std::vector<network::Certificate> certificates() const override;

private:
    device::Outcome<> publish(device::Outcome<> outcome);

    std::unique_ptr<certificates::CertificateStore> m_store;
    mutable std::mutex m_mutex;
    std::vector<network::Certificate> m_published;
};

} // namespace perisphere::runtime
