#include "identity_store.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"

#include <fmt/format.h>

#include <chrono>
#include <span>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxPublicKeyBytes = 128;
constexpr std::uint64_t kMaxChainFileBytes = 65'536;

std::span<const std::byte> bytesOf(const std::vector<std::uint8_t>& key)
{
    return std::as_bytes(std::span(key));
}

} // namespace

IdentityStore::IdentityStore(const Configuration& configuration, fs::path keysProgram)
    : m_program(std::move(keysProgram))
    , m_identity(configuration.identity.value_or(Configuration::Identity()))
    , m_folder(configuration.state / "identity")
    , m_certificates(configuration.state / "device-auth")
{
}

Result<std::unique_ptr<keys::KeyProgram>> IdentityStore::openKey(bool mayCreate) const
{
    if (mayCreate)
        if (auto made = makeOwnFolder(m_folder); !made)
            return fail(made.error());
    auto key = keys::KeyProgram::open({.program = m_program,
                                       .kind = m_identity.key,
                                       .file = m_folder / "device.key",
                                       .tpm = m_identity.tpm,
                                       .mayCreate = mayCreate});
    if (!key)
        return fail(key.error().during("open the device's key"));
    return key;
}

bool IdentityStore::isComplete() const
{
    std::error_code ignored;
    return fs::exists(deviceFile(), ignored) && publicKey();
}

/// The certificate goes last: where it is, all is.
Result<> IdentityStore::create() const
{
    if (auto made = makeFolder(m_certificates); !made)
        return made;
    const auto key = openKey(true);
    if (!key)
        return fail(key.error());
    const auto publicKey = (*key)->publicKey();
    if (auto written = replaceFile(m_folder / "public-key.der", bytesOf(publicKey)); !written)
        return written;
    if (read(deviceFile()))
        return {};
    const auto own =
        identity::makeOwnCertificate(**key, identity::deviceIdOf(publicKey), secondsNow());
    if (!own)
        return fail(own.error().during("make the device's certificate"));
    return replaceFile(deviceFile(), *own);
}

Result<std::vector<std::uint8_t>> IdentityStore::publicKey() const
{
    const auto bytes = readBinaryFile(m_folder / "public-key.der", kMaxPublicKeyBytes);
    if (!bytes && bytes.error().code == ErrorCode::NotFound)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "the device has no key yet",
                          .where = {},
                          .expected = {},
                          .advice = "\"perisphered identity create\" makes one"});
    if (!bytes)
        return fail(bytes.error());
    std::vector<std::uint8_t> key;
    key.reserve(bytes->size());
    for (const std::byte byte : *bytes)
        key.push_back(std::to_integer<std::uint8_t>(byte));
    return key;
}

Result<identity::ChainFacts> IdentityStore::install(std::string_view chain,
                                                    const std::string& fileName,
                                                    const std::optional<std::string>& tenant) const
{
    const auto key = publicKey();
    if (!key)
        return fail(key.error());
    auto facts = identity::readChain(chain, fileName, *key, secondsNow());
    if (!facts)
        return facts;
    if (auto made = makeFolder(m_certificates); !made)
        return fail(made.error());
    const fs::path file = tenant ? m_certificates / (*tenant + ".pem") : deviceFile();
    if (auto written = replaceFile(file, facts->chain); !written)
        return fail(written.error());
    return facts;
}

fs::path IdentityStore::fileFor(const std::string& tenant) const
{
    fs::path own = m_certificates / (tenant + ".pem");
    std::error_code ignored;
    return fs::exists(own, ignored) ? own : deviceFile();
}

Result<identity::ChainFacts> IdentityStore::read(const fs::path& file) const
{
    const auto key = publicKey();
    if (!key)
        return fail(key.error());
    const auto text = readTextFile(file, kMaxChainFileBytes);
    if (!text)
        return fail(text.error());
    return identity::readChain(*text, file.string(), *key, secondsNow());
}

std::int64_t secondsNow()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace perisphere::daemon
