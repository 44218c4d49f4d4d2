#include "commands/image/verify.hpp"

#include "command/report.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/image/package.hpp"
#include "support/developer_key.hpp"
#include "support/package_file.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

void declareImageVerify(Command& command, ImageVerifyOptions& options)
{
    command.describe("Only the certificates that are named are trusted: those of --trust-store, "
                     "and with --developer the one that your own packages are signed with. Ends "
                     "with 1 when the package is not signed by one of them.");
    command.argument("FILE", options.image, "image package");
    command.option("--trust-store", "PEM", options.trustStores,
                   "file of certificates that are trusted");
    command.flag("--developer", options.trustDeveloper, "trust your own developer certificate too");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere image verify blink.imagepackage --trust-store release.pem",
                    "is this package from us?");
}

namespace
{

constexpr std::uint64_t kMaxTrustStoreBytes = 4UL * 1024 * 1024;

Result<image::TrustStore> loadTrust(const ImageVerifyOptions& options, const Services& services)
{
    image::TrustStore trust;
    for (const std::filesystem::path& file : options.trustStores) {
        const auto text = readTextFile(file, kMaxTrustStoreBytes);
        if (!text)
            return fail(text.error().during("read trust store"));
        if (auto added = trust.addPem(*text, file.string()); !added)
            return fail(added.error().during("read trust store"));
    }
    if (options.trustDeveloper) {
        const auto certificate = developerCertificate(services);
        if (!certificate)
            return fail(certificate.error().during("read the developer certificate"));
        if (auto added = trust.addPem(certificate->text, certificate->fileName); !added)
            return fail(added.error().during("read the developer certificate"));
    }
    return trust;
}

ExitCode report(const ImageVerifyOptions& options, const Result<std::string>& signer,
                Services& services)
{
    if (options.asJson) {
        json::Value verdict = json::Value::object();
        verdict["file"] = options.image.string();
        verdict["trusted"] = signer.has_value();
        if (signer)
            verdict["signer"] = *signer;
        else
            verdict["reason"] = signer.error().toString();
        printJson(verdict, services);
    } else if (signer) {
        services.out << fmt::format("{}: signed by {}\n", options.image.string(), *signer);
    } else {
        printError(signer.error(), services);
    }
    return signer ? ExitCode::Ok : ExitCode::Failed;
}

} // namespace

Result<ExitCode> runImageVerify(const ImageVerifyOptions& options, Services& services)
{
    if (options.trustStores.empty() && !options.trustDeveloper)
        return reportUsage("nobody is trusted; expected --trust-store PEM or --developer",
                           services);
    const auto trust = loadTrust(options, services);
    if (!trust)
        return fail(trust.error());
    const auto bytes = readPackageFile(options.image);
    if (!bytes)
        return fail(bytes.error());
    const auto package = image::readPackage(*bytes, options.image.string());
    if (!package)
        return fail(package.error().during("read image package"));
    auto signer = image::verify(*package, *trust);
    if (!signer && signer.error().where.file.empty())
        signer.error().where.file = options.image.string();
    return report(options, signer, services);
}

Command imageVerifyCommand(Services& services)
{
    return Command::make("verify", "Verify the signature of an image package", declareImageVerify,
                         runImageVerify, services);
}

} // namespace perisphere::tools
