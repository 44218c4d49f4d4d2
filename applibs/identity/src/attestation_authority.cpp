#include "perisphere/identity/attestation_authority.hpp"

#include "certificate_builder.hpp"
#include "p256.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"
#include "perisphere/identity/device_key.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace perisphere::identity
{
namespace
{

namespace fs = std::filesystem;

constexpr std::size_t kMaxOpenNonces = 64;
constexpr std::uint64_t kMaxCertificateFileBytes = 16'384;
constexpr std::uint64_t kMaxRegisterBytes = 4U * 1024 * 1024;
constexpr std::int64_t kAuthorityYears = 20;
constexpr std::int64_t kSecondsOfYear = 365LL * 86'400;

/// Certificates begin to count a little in the past: clocks differ.
constexpr std::int64_t kClockSkewSeconds = 300;

struct Tenant {
    PkeyPtr rootKey;
    PkeyPtr intermediateKey;
    X509Ptr root;
    X509Ptr intermediate;
};

struct KnownDevice {
    std::uint64_t counter = 0; ///< of its last evidence
    bool isBarred = false;
    std::map<std::string, std::set<std::uint64_t>> serials; ///< by tenant: what is not expired
};

/// What the authority remembers: "register.json".
struct Register {
    std::uint64_t lastSerial = 16; ///< below are the tenants' own
    std::map<std::string, KnownDevice, std::less<>> devices;
    std::map<std::string, std::set<std::uint64_t>, std::less<>> revoked; ///< by tenant
};

json::Value toJson(const Register& all)
{
    json::Value devices = json::Value::object();
    for (const auto& [id, device] : all.devices)
        devices[id] = {
            {"counter", device.counter}, {"barred", device.isBarred}, {"serials", device.serials}};
    return {{"lastSerial", all.lastSerial}, {"devices", devices}, {"revoked", all.revoked}};
}

Result<Register> registerFrom(const json::Value& root, const fs::path& path)
{
    try {
        Register all;
        all.lastSerial = root.at("lastSerial").get<std::uint64_t>();
        for (const auto& [id, device] : root.at("devices").items())
            all.devices[id] = {
                .counter = device.at("counter").get<std::uint64_t>(),
                .isBarred = device.at("barred").get<bool>(),
                .serials =
                    device.at("serials").get<std::map<std::string, std::set<std::uint64_t>>>()};
        for (const auto& [tenant, serials] : root.at("revoked").items())
            all.revoked[tenant] = serials.get<std::set<std::uint64_t>>();
        return all;
    } catch (const json::Value::exception& error) {
        return fail(Error{.code = ErrorCode::Corrupt,
                          .message = fmt::format("\"{}\" is not the authority's register: {}",
                                                 path.string(), error.what()),
                          .where = {.file = path.string()},
                          .advice = "remove the folder for a new authority"});
    }
}

Result<Register> readRegister(const fs::path& path)
{
    const auto text = readTextFile(path, kMaxRegisterBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return Register();
    if (!text)
        return fail(text.error());
    const auto document = json::Document::parse(*text, path.string());
    if (!document)
        return fail(document.error());
    return registerFrom(document->root(), path);
}

/// The certificate in a file, which is made when it is not there.
template <class Make>
Result<X509Ptr> certificateInFile(const fs::path& path, const Make& make)
{
    const auto text = readTextFile(path, kMaxCertificateFileBytes);
    if (text) {
        X509Ptr certificate(
            PEM_read_bio_X509(certificates::readFrom(*text).get(), nullptr, nullptr, nullptr));
        if (!certificate)
            return fail(cryptoFailure(fmt::format("reading \"{}\"", path.string())));
        return certificate;
    }
    if (text.error().code != ErrorCode::NotFound)
        return fail(text.error());
    auto certificate = make();
    if (!certificate)
        return certificate;
    const auto pem = pemOfCertificate(**certificate);
    if (!pem)
        return fail(pem.error());
    if (const auto written = replaceFile(path, *pem); !written)
        return fail(written.error());
    return certificate;
}

/// Of the folder and of those of its tenants.
Result<> removeUnfinishedIn(const fs::path& folder)
{
    if (auto removed = removeUnfinished(folder); !removed)
        return removed;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
        if (entry->is_directory(error))
            if (auto removed = removeUnfinished(entry->path()); !removed)
                return removed;
    if (error)
        return fail(systemError(error.value(), "read directory", folder.string()));
    return {};
}

bool isTenantId(std::string_view text)
{
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return text.size() == kForm.size() &&
           std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
               return form == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

tl::unexpected<Error> untrusted(const std::string& message)
{
    return fail(ErrorCode::Untrusted, "the device's evidence does not hold: " + message);
}

} // namespace

std::array<std::uint8_t, 32> evidenceDigest(const Evidence& evidence)
{
    const std::string text = fmt::format(
        "perisphere evidence 1\n{}\n{}\n{}\n{}\n{}\n", evidence.tenant, toHex(evidence.publicKey),
        toHex(evidence.nonce), evidence.counter, toHex(evidence.measurement));
    return sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

struct AttestationAuthority::Data {
    fs::path folder;
    AuthorityOptions options;
    Register all;
    std::map<std::string, Tenant, std::less<>> tenants;
    std::deque<Nonce> nonces; ///< not answered yet
    std::uint64_t noncesMade = 0;

    [[nodiscard]] fs::path registerFile() const { return folder / "register.json"; }
    [[nodiscard]] Result<> save(const Register& changed);
    [[nodiscard]] Result<Tenant*> tenant(std::string_view id);
    [[nodiscard]] Result<Tenant> openTenant(const std::string& id);
    [[nodiscard]] Result<PkeyPtr> check(const Evidence& evidence);
    [[nodiscard]] Result<IssuedCertificate> issue(const Evidence& evidence, EVP_PKEY& deviceKey);
    [[nodiscard]] Result<> setBarred(std::string_view deviceId, bool isBarred);
};

AttestationAuthority::AttestationAuthority(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

AttestationAuthority::~AttestationAuthority() = default;

Result<std::unique_ptr<AttestationAuthority>> AttestationAuthority::open(const fs::path& folder,
                                                                         AuthorityOptions options)
{
    if (const auto made = makeFolder(folder); !made)
        return fail(made.error());
    if (const auto removed = removeUnfinishedIn(folder); !removed)
        return fail(removed.error().during("open the attestation authority"));
    auto data = std::make_unique<Data>(Data{
        .folder = folder, .options = std::move(options), .all = {}, .tenants = {}, .nonces = {}});
    auto all = readRegister(data->registerFile());
    if (!all)
        return fail(all.error().during("open the attestation authority"));
    data->all = std::move(*all);
    return std::unique_ptr<AttestationAuthority>(new AttestationAuthority(std::move(data)));
}

Result<> AttestationAuthority::Data::save(const Register& changed)
{
    if (auto written = replaceFile(registerFile(), toJson(changed).dump() + "\n", 0600); !written)
        return written;
    all = changed;
    return {};
}

Result<Tenant*> AttestationAuthority::Data::tenant(std::string_view id)
{
    if (!isTenantId(id))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("\"{}\" is no tenant", id),
                          .expected = "a UUID in lower case"});
    const auto found = tenants.find(id);
    if (found != tenants.end())
        return &found->second;
    auto opened = openTenant(std::string(id));
    if (!opened)
        return fail(opened.error().during("open a tenant"));
    return &tenants.emplace(std::string(id), std::move(*opened)).first->second;
}

Result<Tenant> AttestationAuthority::Data::openTenant(const std::string& id)
{
    const fs::path place = folder / id;
    if (const auto made = makeFolder(place); !made)
        return fail(made.error());
    auto rootKey = keyInFile(place / "root.key", options.seed, "root " + id);
    if (!rootKey)
        return fail(rootKey.error());
    auto intermediateKey =
        keyInFile(place / "intermediate.key", options.seed, "intermediate " + id);
    if (!intermediateKey)
        return fail(intermediateKey.error());
    const std::int64_t from = options.time() - kClockSkewSeconds;
    const std::int64_t until = from + kAuthorityYears * kSecondsOfYear;
    auto root = certificateInFile(place / "root.pem", [&] {
        return buildCertificate({.role = CertificateRole::Root,
                                 .commonName = fmt::format("Perisphere tenant {} root", id),
                                 .organisation = "Perisphere",
                                 .serial = 1,
                                 .notBefore = from,
                                 .notAfter = until},
                                **rootKey, nullptr, **rootKey);
    });
    if (!root)
        return fail(root.error());
    auto intermediate = certificateInFile(place / "intermediate.pem", [&] {
        return buildCertificate({.role = CertificateRole::Intermediate,
                                 .commonName = fmt::format("Perisphere tenant {} devices", id),
                                 .organisation = "Perisphere",
                                 .serial = 2,
                                 .notBefore = from,
                                 .notAfter = until},
                                **intermediateKey, root->get(), **rootKey);
    });
    if (!intermediate)
        return fail(intermediate.error());
    return Tenant{std::move(*rootKey), std::move(*intermediateKey), std::move(*root),
                  std::move(*intermediate)};
}

Result<Nonce> AttestationAuthority::challenge()
{
    Nonce nonce{};
    const auto& seed = m_data->options.seed;
    // The register's serial goes on over restarts, so that no seeded nonce comes twice.
    if (seed)
        nonce =
            derive(*seed, fmt::format("nonce {} {}", m_data->all.lastSerial, m_data->noncesMade++));
    else if (RAND_bytes(nonce.data(), static_cast<int>(nonce.size())) != 1)
        return fail(cryptoFailure("making a nonce"));
    m_data->nonces.push_back(nonce);
    if (m_data->nonces.size() > kMaxOpenNonces)
        m_data->nonces.pop_front();
    return nonce;
}

/// The device's key, when the evidence holds.
Result<PkeyPtr> AttestationAuthority::Data::check(const Evidence& evidence)
{
    const auto nonce = std::find(nonces.begin(), nonces.end(), evidence.nonce);
    if (nonce == nonces.end())
        return untrusted("its nonce is none that was asked");
    nonces.erase(nonce); // whatever comes of it
    const unsigned char* at = evidence.publicKey.data();
    PkeyPtr key(d2i_PUBKEY(nullptr, &at, static_cast<long>(evidence.publicKey.size())));
    char group[32] = {};
    if (!key || at != evidence.publicKey.data() + evidence.publicKey.size() ||
        EVP_PKEY_get_group_name(key.get(), group, sizeof group, nullptr) != 1 ||
        std::string_view(group) != "prime256v1") {
        ERR_clear_error();
        return untrusted("its public key is no P-256 key");
    }
    if (!isSignedBy(*key, evidenceDigest(evidence), evidence.signature))
        return untrusted("its signature is wrong");
    const auto known = all.devices.find(deviceIdOf(evidence.publicKey));
    if (known == all.devices.end())
        return key;
    if (evidence.counter <= known->second.counter)
        return untrusted("its counter went back");
    if (known->second.isBarred)
        return fail(ErrorCode::PermissionDenied, "the device is barred");
    return key;
}

Result<IssuedCertificate> AttestationAuthority::Data::issue(const Evidence& evidence,
                                                            EVP_PKEY& deviceKey)
{
    const auto issuer = tenant(evidence.tenant);
    if (!issuer)
        return fail(issuer.error());
    const std::string deviceId = deviceIdOf(evidence.publicKey);
    const std::int64_t now = options.time();
    Register changed = all;
    const std::uint64_t serial = ++changed.lastSerial;
    KnownDevice& device = changed.devices[deviceId];
    device.counter = evidence.counter;
    device.serials[evidence.tenant].insert(serial);
    // On the disk before the certificate is out: what cannot be revoked must not be about.
    if (const auto saved = save(changed); !saved)
        return fail(saved.error());
    const std::int64_t notAfter =
        now + std::chrono::duration_cast<std::chrono::seconds>(options.validity).count();
    const auto certificate =
        buildCertificate({.role = CertificateRole::Client,
                          .commonName = deviceId,
                          .organisation = {},
                          .serial = serial,
                          .notBefore = now - kClockSkewSeconds,
                          .notAfter = notAfter},
                         deviceKey, (*issuer)->intermediate.get(), *(*issuer)->intermediateKey);
    if (!certificate)
        return fail(certificate.error());
    const auto leaf = pemOfCertificate(**certificate);
    const auto intermediate = pemOfCertificate(*(*issuer)->intermediate);
    if (!leaf || !intermediate)
        return fail(leaf ? intermediate.error() : leaf.error());
    return IssuedCertificate{.chain = *leaf + *intermediate, .notAfter = notAfter};
}

Result<IssuedCertificate> AttestationAuthority::attest(const Evidence& evidence)
{
    const auto key = m_data->check(evidence);
    if (!key)
        return fail(key.error());
    return m_data->issue(evidence, **key);
}

Result<std::string> AttestationAuthority::rootCertificate(std::string_view tenant)
{
    const auto found = m_data->tenant(tenant);
    return found ? pemOfCertificate(*(*found)->root) : fail(found.error());
}

Result<std::string> AttestationAuthority::intermediateCertificate(std::string_view tenant)
{
    const auto found = m_data->tenant(tenant);
    return found ? pemOfCertificate(*(*found)->intermediate) : fail(found.error());
}

Result<std::string> AttestationAuthority::revocationList(std::string_view tenant)
{
    const auto found = m_data->tenant(tenant);
    if (!found)
        return fail(found.error());
    const auto revoked = m_data->all.revoked.find(tenant);
    static const std::set<std::uint64_t> kNone;
    return buildRevocationList(revoked == m_data->all.revoked.end() ? kNone : revoked->second,
                               m_data->options.time() - kClockSkewSeconds, *(*found)->intermediate,
                               *(*found)->intermediateKey);
}

Result<> AttestationAuthority::Data::setBarred(std::string_view deviceId, bool isBarred)
{
    Register changed = all;
    KnownDevice& device = changed.devices[std::string(deviceId)];
    device.isBarred = isBarred;
    if (isBarred) {
        for (const auto& [tenant, serials] : device.serials)
            changed.revoked[tenant].insert(serials.begin(), serials.end());
        device.serials.clear();
    }
    return save(changed);
}

Result<> AttestationAuthority::bar(std::string_view deviceId)
{
    return m_data->setBarred(deviceId, true);
}

Result<> AttestationAuthority::admit(std::string_view deviceId)
{
    return m_data->setBarred(deviceId, false);
}

} // namespace perisphere::identity
