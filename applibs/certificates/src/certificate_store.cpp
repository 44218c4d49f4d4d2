#include "perisphere/certificates/certificate_store.hpp"

#include "entry_file.hpp"
#include "pem.hpp"
#include "pem_certificate.hpp"
#include "pem_private_key.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/base/persistence.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace perisphere::certificates
{
namespace
{

namespace fs = std::filesystem;
using device::Outcome;
using device::refuse;

constexpr std::string_view kSuffix = ".pem";

/// An entry, as far as it can be understood.
struct Item {
    std::optional<Entry> entry; ///< none: its file is damaged
    Result<device::CertificateFacts> facts;

    [[nodiscard]] std::size_t room() const { return entry ? entry->room : 0; }
};

Result<device::CertificateFacts> factsOfPem(std::string_view pem)
{
    const auto certificate = readCertificate(pem);
    if (!certificate)
        return fail(certificate.error());
    return factsOf(**certificate);
}

Item readItem(const fs::path& path)
{
    auto entry = readEntry(path);
    if (!entry)
        return {.entry = {}, .facts = fail(entry.error())};
    auto facts = factsOfPem(entry->certificate);
    return {.entry = std::move(*entry), .facts = std::move(facts)};
}

Result<> syncStoreFolder(const fs::path& folder)
{
    const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || (::fsync(fd.get()) != 0 && errno != EINVAL))
        return fail(systemError(errno, "sync", folder.string()));
    return {};
}

/// The disk's failures have no errno of their own in the API.
tl::unexpected<device::Refusal> notReady(const Error& error)
{
    return refuse(EAGAIN, error.during("change the certificate store").toString());
}

} // namespace

struct CertificateStore::Data {
    fs::path folder;
    std::map<std::string, Item, std::less<>> items;
    std::function<bool()> isReady;

    [[nodiscard]] fs::path pathOf(std::string_view identifier) const
    {
        return folder / fmt::format("{}{}", identifier, kSuffix);
    }
    [[nodiscard]] Result<> load();
    [[nodiscard]] std::optional<fs::path> fileOf(std::string_view identifier,
                                                 bool hasPrivateKey) const;
    [[nodiscard]] Outcome<> ready() const;
    [[nodiscard]] std::size_t used() const;
    [[nodiscard]] Outcome<> install(std::string_view identifier, Item item);
};

/// Whatever else lies there was left by a write that did not come to its end.
Result<> CertificateStore::Data::load()
{
    std::error_code error;
    for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (name.ends_with(kSuffix))
            items.insert_or_assign(name.substr(0, name.size() - kSuffix.size()),
                                   readItem(at->path()));
        else
            static_cast<void>(persistence::removeFile(at->path())); // or by the next open()
    }
    if (error)
        return fail(systemError(error.value(), "read directory", folder.string()));
    return {};
}

std::optional<fs::path> CertificateStore::Data::fileOf(std::string_view identifier,
                                                       bool hasPrivateKey) const
{
    const auto found = items.find(identifier);
    if (found == items.end() || !found->second.entry || !found->second.facts ||
        found->second.entry->key.has_value() != hasPrivateKey)
        return std::nullopt;
    return pathOf(identifier);
}

Outcome<> CertificateStore::Data::ready() const
{
    if (!isReady || isReady())
        return {};
    return refuse(EAGAIN);
}

std::size_t CertificateStore::Data::used() const
{
    std::size_t bytes = 0;
    for (const auto& [identifier, item] : items)
        bytes += item.room();
    return bytes;
}

Outcome<> CertificateStore::Data::install(std::string_view identifier, Item item)
{
    const auto old = items.find(identifier);
    const std::size_t others = used() - (old == items.end() ? 0 : old->second.room());
    if (others + item.room() > kStoreBytes)
        return refuse(ENOSPC,
                      fmt::format("the certificate \"{}\" has {} bytes with its key and "
                                  "{} of the store's {} bytes are free; delete others",
                                  identifier, item.room(), kStoreBytes - others, kStoreBytes));
    if (const auto written = writeEntry(pathOf(identifier), *item.entry); !written)
        return notReady(written.error());
    items.insert_or_assign(std::string(identifier), std::move(item));
    return {};
}

CertificateStore::CertificateStore(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

CertificateStore::~CertificateStore() = default;

Result<std::unique_ptr<CertificateStore>> CertificateStore::open(const fs::path& folder)
{
    if (const auto made = makeOwnFolder(folder); !made)
        return fail(made.error().during("open the certificate store"));
    auto data = std::make_unique<Data>();
    data->folder = folder;
    if (const auto loaded = data->load(); !loaded)
        return fail(loaded.error().during("open the certificate store"));
    return std::unique_ptr<CertificateStore>(new CertificateStore(std::move(data)));
}

void CertificateStore::setReadiness(std::function<bool()> isReady)
{
    m_data->isReady = std::move(isReady);
}

std::vector<StoredCertificate> CertificateStore::all() const
{
    std::vector<StoredCertificate> result;
    for (const auto& [identifier, item] : m_data->items)
        if (item.entry && item.facts)
            result.push_back({.identifier = identifier,
                              .hasPrivateKey = item.entry->key.has_value(),
                              .certificate = item.entry->certificate});
    return result;
}

std::vector<std::string> CertificateStore::damaged() const
{
    std::vector<std::string> result;
    for (const auto& [identifier, item] : m_data->items)
        if (!item.entry || !item.facts)
            result.push_back(identifier);
    return result;
}

std::optional<fs::path> CertificateStore::clientFile(std::string_view identifier) const
{
    return m_data->fileOf(identifier, true);
}

std::optional<fs::path> CertificateStore::rootFile(std::string_view identifier) const
{
    return m_data->fileOf(identifier, false);
}

const fs::path& CertificateStore::folder() const
{
    return m_data->folder;
}

Outcome<> CertificateStore::installClient(std::string_view identifier,
                                          const device::ClientCertificate& client)
{
    if (auto ready = m_data->ready(); !ready)
        return ready;
    const auto refuseFor = [&](const Error& error) {
        return refuse(EINVAL,
                      error.during(fmt::format("install the client certificate \"{}\"", identifier))
                          .toString());
    };
    const auto certificate = readCertificate(client.certificate);
    if (!certificate)
        return refuseFor(certificate.error());
    auto facts = factsOf(**certificate);
    if (!facts)
        return refuseFor(facts.error());
    const auto key = readPrivateKey(client.privateKey, client.password);
    if (!key)
        return refuseFor(key.error());
    if (const auto checked = checkKeyOf(**certificate, **key); !checked)
        return refuseFor(checked.error());
    auto plain = writePrivateKey(**key);
    if (!plain)
        return refuseFor(plain.error());
    return m_data->install(
        identifier, {.entry = Entry{.certificate = pemBlocks(client.certificate),
                                    .key = std::move(*plain),
                                    .room = client.certificate.size() + client.privateKey.size()},
                     .facts = std::move(facts)});
}

Outcome<> CertificateStore::installRootCa(std::string_view identifier, std::string_view certificate)
{
    if (auto ready = m_data->ready(); !ready)
        return ready;
    auto facts = factsOfPem(certificate);
    if (!facts)
        return refuse(EINVAL,
                      facts.error()
                          .during(fmt::format("install the root CA certificate \"{}\"", identifier))
                          .toString());
    return m_data->install(identifier, {.entry = Entry{.certificate = pemBlocks(certificate),
                                                       .key = {},
                                                       .room = certificate.size()},
                                        .facts = std::move(facts)});
}

Outcome<> CertificateStore::remove(std::string_view identifier)
{
    if (auto ready = m_data->ready(); !ready)
        return ready;
    const auto found = m_data->items.find(identifier);
    if (found == m_data->items.end())
        return refuse(ENOENT);
    const fs::path path = m_data->pathOf(identifier);
    if (const auto removed = persistence::removeFile(path);
        !removed && removed.error().code != ErrorCode::NotFound)
        return notReady(removed.error());
    m_data->items.erase(found);
    if (const auto synced = syncStoreFolder(m_data->folder); !synced)
        return notReady(synced.error());
    return {};
}

Outcome<> CertificateStore::move(std::string_view source, std::string_view destination)
{
    if (auto ready = m_data->ready(); !ready)
        return ready;
    const auto found = m_data->items.find(source);
    if (found == m_data->items.end())
        return refuse(ENOENT);
    if (source == destination)
        return {};
    if (const auto renamed =
            persistence::renameFile(m_data->pathOf(source), m_data->pathOf(destination));
        !renamed)
        return notReady(renamed.error());
    Item item = std::move(found->second);
    m_data->items.erase(found);
    m_data->items.insert_or_assign(std::string(destination), std::move(item));
    if (const auto synced = syncStoreFolder(m_data->folder); !synced)
        return notReady(synced.error());
    return {};
}

Outcome<std::size_t> CertificateStore::count()
{
    if (auto ready = m_data->ready(); !ready)
        return tl::unexpected(ready.error());
    return m_data->items.size();
}

Outcome<std::string> CertificateStore::identifierAt(std::size_t index)
{
    if (auto ready = m_data->ready(); !ready)
        return tl::unexpected(ready.error());
    if (index >= m_data->items.size())
        return refuse(ERANGE);
    return std::next(m_data->items.begin(), static_cast<std::ptrdiff_t>(index))->first;
}

Outcome<std::size_t> CertificateStore::availableSpace()
{
    if (auto ready = m_data->ready(); !ready)
        return tl::unexpected(ready.error());
    const std::size_t used = m_data->used();
    return used < kStoreBytes ? kStoreBytes - used : 0;
}

Outcome<device::CertificateFacts> CertificateStore::facts(std::string_view identifier)
{
    if (auto ready = m_data->ready(); !ready)
        return tl::unexpected(ready.error());
    const auto found = m_data->items.find(identifier);
    if (found == m_data->items.end())
        return refuse(ENOENT);
    const auto& facts = found->second.facts;
    if (!facts)
        return refuse(EINVAL, fmt::format("the certificate \"{}\" is damaged: {}; install it again",
                                          identifier, facts.error().message));
    return *facts;
}

} // namespace perisphere::certificates
