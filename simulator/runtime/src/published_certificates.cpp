#include "published_certificates.hpp"

#include <utility>

namespace perisphere::runtime
{

PublishedCertificates::PublishedCertificates(std::unique_ptr<certificates::CertificateStore> store)
    : m_store(std::move(store))
{
    static_cast<void>(publish({}));
}

device::Outcome<> PublishedCertificates::publish(device::Outcome<> outcome)
{
    if (!outcome)
        return outcome;
    std::vector<network::Certificate> all;
    for (const certificates::StoredCertificate& one : m_store->all()) {
        const auto facts = m_store->facts(one.identifier);
        if (facts)
            all.push_back({.identifier = one.identifier,
                           .subject = facts->subject,
                           .issuer = facts->issuer,
                           .notBefore = facts->notBefore,
                           .notAfter = facts->notAfter,
                           .hasPrivateKey = one.hasPrivateKey});
    }
    const std::lock_guard lock(m_mutex);
    m_published = std::move(all);
    return outcome;
}

device::Outcome<> PublishedCertificates::installClient(std::string_view identifier,
                                                       const device::ClientCertificate& client)
{
    return publish(m_store->installClient(identifier, client));
}

device::Outcome<> PublishedCertificates::installRootCa(std::string_view identifier,
                                                       std::string_view certificate)
{
    return publish(m_store->installRootCa(identifier, certificate));
}

device::Outcome<> PublishedCertificates::remove(std::string_view identifier)
{
    return publish(m_store->remove(identifier));
}

device::Outcome<> PublishedCertificates::move(std::string_view source, std::string_view destination)
{
    return publish(m_store->move(source, destination));
}

std::vector<network::Certificate> PublishedCertificates::certificates() const
{
    const std::lock_guard lock(m_mutex);
    return m_published;
}

} // namespace perisphere::runtime
