// One file holds key and certificate, so that the two appear in one step and always belong
// together; the certificate's own file is a copy to hand out. What the key file says counts.

#include "support/developer_key.hpp"

#include "command/report.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "support/private_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <sys/stat.h>

namespace perisphere::tools
{
namespace
{

constexpr std::uint64_t kMaxPemBytes = 64UL * 1024;
constexpr ::mode_t kPrivateFolder = 0700;
constexpr ::mode_t kPrivateFile = 0600;
constexpr ::mode_t kPublicFile = 0644;

struct Files {
    std::filesystem::path folder;
    std::filesystem::path key;
    std::filesystem::path certificate;
};

/// The XDG base directory rules: a relative $XDG_CONFIG_HOME counts as not set.
Result<Files> developerFiles(const Services& services)
{
    std::filesystem::path base = services.setting("XDG_CONFIG_HOME").value_or("");
    if (!base.is_absolute()) {
        const auto home = services.setting("HOME");
        if (!home)
            return fail(Error{.code = ErrorCode::NotFound,
                              .message = "there is no folder for the developer key",
                              .expected = "HOME or XDG_CONFIG_HOME to be set",
                              .advice = "set one, or give --key and --certificate"});
        base = std::filesystem::path(*home) / ".config";
    }
    const std::filesystem::path folder = base / "perisphere";
    return Files{folder, folder / "developer.key.pem", folder / "developer.certificate.pem"};
}

/// std::filesystem would make folders that everybody can enter, and narrow them later.
Result<> makePrivateFolder(const std::filesystem::path& folder)
{
    if (std::error_code ignored; std::filesystem::is_directory(folder, ignored))
        return {};
    if (folder.has_relative_path())
        if (auto made = makePrivateFolder(folder.parent_path()); !made)
            return made;
    if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST)
        return fail(systemError(errno, "make folder", folder.string()));
    return {};
}

Result<image::SigningKey> readKey(const std::filesystem::path& keyFile,
                                  const std::filesystem::path& certificateFile)
{
    const auto keyText = readTextFile(keyFile, kMaxPemBytes);
    if (!keyText)
        return fail(keyText.error());
    const auto certificateText = readTextFile(certificateFile, kMaxPemBytes);
    if (!certificateText)
        return fail(certificateText.error());
    auto key = image::SigningKey::fromPem(*keyText, *certificateText);
    if (!key) {
        Error error = key.error();
        error.where.file = keyFile == certificateFile
                               ? keyFile.string()
                               : keyFile.string() + " with " + certificateFile.string();
        return fail(std::move(error));
    }
    return key;
}

Result<std::string> freshPem()
{
    const auto key = image::SigningKey::generate("Perisphere developer");
    if (!key)
        return fail(key.error());
    const auto keyPem = key->privateKeyPem();
    const auto certificatePem = key->certificatePem();
    if (!keyPem || !certificatePem)
        return fail(keyPem ? certificatePem.error() : keyPem.error());
    return *keyPem + *certificatePem;
}

/// Of several processes at once one makes the key; the others find it there.
Result<> makeKey(const Files& files, Services& services)
{
    if (auto made = makePrivateFolder(files.folder); !made)
        return made;
    const auto pem = freshPem();
    if (!pem)
        return fail(pem.error());
    auto created = createFile(files.key, *pem, kPrivateFile);
    if (created)
        printNote(
            fmt::format("made a developer key, to sign packages with: \"{}\"", files.key.string()),
            services);
    else if (created.error().code != ErrorCode::AlreadyExists)
        return created;
    return {};
}

Result<> shareCertificate(const image::SigningKey& key, const std::filesystem::path& file)
{
    if (std::error_code ignored; std::filesystem::exists(file, ignored))
        return {};
    const auto pem = key.certificatePem();
    if (!pem)
        return fail(pem.error());
    return replaceFile(file, *pem, kPublicFile);
}

Result<image::SigningKey> developerKey(Services& services)
{
    const auto files = developerFiles(services);
    if (!files)
        return fail(files.error());
    if (std::error_code ignored; !std::filesystem::exists(files->key, ignored))
        if (auto made = makeKey(*files, services); !made)
            return fail(made.error());
    if (auto isPrivate = checkPrivate(files->key, "the developer key"); !isPrivate)
        return fail(isPrivate.error());
    auto key = readKey(files->key, files->key);
    if (!key)
        return key;
    if (auto shared = shareCertificate(*key, files->certificate); !shared)
        return fail(shared.error());
    return key;
}

} // namespace

void declareKeyOptions(Command& command, KeyOptions& options)
{
    command.option("--key", "FILE", options.key,
                   "private key (PEM, P-256) to sign with, instead of the developer key");
    command.option("--certificate", "FILE", options.certificate,
                   "certificate (PEM) of --key; without it, the one in the key's file");
}

Result<image::SigningKey> loadSigningKey(const KeyOptions& options, Services& services)
{
    constexpr std::string_view kActivity = "load the signing key";
    if (!options.key && options.certificate)
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("there is no key for the certificate \"{}\"",
                                                 options.certificate->string()),
                          .expected = "--key beside --certificate"});
    auto key = options.key ? readKey(*options.key, options.certificate.value_or(*options.key))
                           : developerKey(services);
    if (!key)
        return fail(key.error().during(kActivity));
    return key;
}

Result<Pem> developerCertificate(const Services& services)
{
    const auto files = developerFiles(services);
    if (!files)
        return fail(files.error());
    auto text = readTextFile(files->certificate, kMaxPemBytes);
    if (!text) {
        Error error = text.error();
        if (error.code == ErrorCode::NotFound)
            error.advice = "the developer key is made when the first package is packed";
        return fail(std::move(error));
    }
    return Pem{std::move(*text), files->certificate.string()};
}

} // namespace perisphere::tools
