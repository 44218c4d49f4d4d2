// Which certificates a network with EAP-TLS has in wpa_supplicant's configuration.
//
// They are the files of the device's certificate store, which wpa_supplicant reads when it
// connects. One that the store does not have is a file that is not there, and whose name tells the
// certificate. Files elsewhere are those of a network that the system's maker has set up: they stay
// as they are.
#pragma once

#include "perisphere/certificates/certificate_store.hpp"
#include "wpa_networks.hpp"

#include <optional>
#include <string>

namespace perisphere::target
{

class EapCertificates
{
public:
    explicit EapCertificates(const certificates::CertificateStore& store)
        : m_store(store)
    {
    }

    /// With its key. Empty: none. false: wpa_supplicant has refused.
    [[nodiscard]] bool setClient(WpaNetworks& all, int id, const std::string& identifier) const;
    [[nodiscard]] bool setRoot(WpaNetworks& all, int id, const std::string& identifier) const;
    /// The identifier in the store; empty: none.
    [[nodiscard]] static std::string client(WpaNetworks& all, int id);
    [[nodiscard]] static std::string root(WpaNetworks& all, int id);

    /// Of all networks: the store may have more or less than when they were set.
    void takeAnew(WpaNetworks& all) const;
    /// The identifier of one of the store's that the network needs and the store does not have. A
    /// client certificate is always needed.
    [[nodiscard]] std::optional<std::string> missing(WpaNetworks& all, int id) const;

private:
    [[nodiscard]] bool isOurs(const std::string& file) const;
    const certificates::CertificateStore& m_store;
};

} // namespace perisphere::target
