#include "eap_certificates.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace perisphere::target
{
namespace
{

constexpr std::string_view kSuffix = ".pem";

std::string fileOr(const std::optional<std::filesystem::path>& file, const std::string& identifier)
{
    if (file || identifier.empty())
        return file.value_or("").string();
    return fmt::format("/nonexistent/{}{}", identifier, kSuffix);
}

std::string identifierOf(const std::string& file)
{
    std::string name = std::filesystem::path(file).filename().string();
    if (name.ends_with(kSuffix))
        name.resize(name.size() - kSuffix.size());
    return name;
}

} // namespace

bool EapCertificates::setClient(WpaNetworks& all, int id, const std::string& identifier) const
{
    const std::string file = fileOr(m_store.clientFile(identifier), identifier);
    return all.setText(id, "client_cert", file) && all.setText(id, "private_key", file);
}

bool EapCertificates::setRoot(WpaNetworks& all, int id, const std::string& identifier) const
{
    return all.setText(id, "ca_cert", fileOr(m_store.rootFile(identifier), identifier));
}

std::string EapCertificates::client(WpaNetworks& all, int id)
{
    return identifierOf(all.text(id, "client_cert"));
}

std::string EapCertificates::root(WpaNetworks& all, int id)
{
    return identifierOf(all.text(id, "ca_cert"));
}

void EapCertificates::takeAnew(WpaNetworks& all) const
{
    for (const WpaNetwork& one : all.all()) { // those that stay as they are keep their sessions
        const std::string ours = client(all, one.id);
        if (fileOr(m_store.clientFile(ours), ours) != all.text(one.id, "client_cert"))
            (void)setClient(all, one.id, ours);
        const std::string theirs = root(all, one.id);
        if (fileOr(m_store.rootFile(theirs), theirs) != all.text(one.id, "ca_cert"))
            (void)setRoot(all, one.id, theirs);
    }
}

std::optional<std::string> EapCertificates::missing(WpaNetworks& all, int id) const
{
    if (std::string identifier = client(all, id); !m_store.clientFile(identifier))
        return identifier;
    if (std::string identifier = root(all, id);
        !identifier.empty() && !m_store.rootFile(identifier))
        return identifier;
    return std::nullopt;
}

} // namespace perisphere::target
