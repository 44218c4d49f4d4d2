#include "eap_certificates.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace perisphere::target
{
namespace
{

constexpr std::string_view kSuffix = ".pem";
constexpr const char* kNowhere = "/nonexistent"; // Debian Policy: such a folder is never there

std::string fileOr(const std::optional<std::filesystem::path>& file, const std::string& identifier)
{
    if (file || identifier.empty())
        return file.value_or("").string();
    return fmt::format("{}/{}{}", kNowhere, identifier, kSuffix);
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

bool EapCertificates::isOurs(const std::string& file) const
{
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    return folder == m_store.folder() || folder == kNowhere;
}

/// Those that stay as they are keep their sessions.
void EapCertificates::takeAnew(WpaNetworks& all) const
{
    for (const WpaNetwork& one : all.all()) {
        const std::string ours = all.text(one.id, "client_cert");
        const std::string client = identifierOf(ours);
        if (isOurs(ours) && ours != fileOr(m_store.clientFile(client), client))
            (void)setClient(all, one.id, client);
        const std::string theirs = all.text(one.id, "ca_cert");
        const std::string root = identifierOf(theirs);
        if (isOurs(theirs) && theirs != fileOr(m_store.rootFile(root), root))
            (void)setRoot(all, one.id, root);
    }
}

std::optional<std::string> EapCertificates::missing(WpaNetworks& all, int id) const
{
    const std::string ours = all.text(id, "client_cert");
    std::string client = identifierOf(ours);
    if (client.empty() || (isOurs(ours) && !m_store.clientFile(client)))
        return client;
    const std::string theirs = all.text(id, "ca_cert");
    std::string root = identifierOf(theirs);
    if (isOurs(theirs) && !m_store.rootFile(root))
        return root;
    return std::nullopt;
}

} // namespace perisphere::target
