#include "perisphere/image/package.hpp"

#include "bytes.hpp"
#include "metadata_ids.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace perisphere::image
{
namespace
{

constexpr std::size_t kP256SignatureBytes = 64;
constexpr std::size_t kP384SignatureBytes = 96;
constexpr std::size_t kMinMetadataBytes = 12;
constexpr std::size_t kLongestName = ids::kDebugNameBytes - 1;

/// Cut so that no UTF-8 character is halved.
std::string shortened(std::string_view name)
{
    if (name.size() <= kLongestName)
        return std::string(name);
    std::size_t end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(name.substr(0, end));
}

Metadata describe(const PackOptions& options, const SigningKey& key)
{
    Metadata metadata;
    metadata.sections = {
        IdentitySection{.imageType = options.imageType,
                        .componentId = options.componentId,
                        .imageId = options.imageId.value_or(Guid())},
        SignatureSection{.certificateThumbprint = key.thumbprint(), .type = 1},
        DebugSection{.buildTime = options.buildTime, .name = shortened(options.name)},
        TemporaryImageSection{.removeAtBoot = options.removeAtBoot,
                              .underDevelopment = options.underDevelopment}};
    if (options.applicationRuntimeVersion)
        metadata.sections.emplace_back(AbiDependsSection{
            {{*options.applicationRuntimeVersion, AbiVersion::Type::ApplicationRuntime}}});
    return metadata;
}

/// The identity of an image whose maker gave none: that of its body and its metadata with the
/// identity left zero.
Result<Guid> identityOf(std::span<const std::byte> body, const Metadata& metadata)
{
    const auto footer = writeMetadata(metadata);
    if (!footer)
        return fail(footer.error());
    std::array<std::uint8_t, 32> digest{};
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                     EVP_MD_CTX_free);
    const bool done = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), body.data(), body.size()) == 1 &&
                      EVP_DigestUpdate(context.get(), footer->data(), footer->size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    if (!done)
        return fail(ErrorCode::Invalid, "hashing the image failed");
    return Guid::fromDigest(digest);
}

/// Whether metadata with a plausible length and its magic ends `signatureBytes` before the end.
bool hasMetadataBefore(std::span<const std::byte> data, std::size_t signatureBytes)
{
    if (data.size() < signatureBytes + kMinMetadataBytes)
        return false;
    const auto rest = data.first(data.size() - signatureBytes);
    const std::size_t length = loadU32(rest.last<4>());
    return length >= kMinMetadataBytes && length <= std::min(rest.size(), ids::kMaxMetadataBytes) &&
           loadU32(rest.last(length).first<4>()) == ids::kMetadataMagic;
}

} // namespace

Result<std::vector<std::byte>> pack(const DirectoryTree& tree, const PackOptions& options,
                                    const SigningKey& key)
{
    auto package = writeFileSystem(tree);
    if (!package)
        return fail(package.error().during("pack image"));
    Metadata metadata = describe(options, key);
    if (!options.imageId) {
        const auto identity = identityOf(*package, metadata);
        if (!identity)
            return fail(identity.error().during("pack image"));
        std::get<IdentitySection>(metadata.sections.front()).imageId = *identity;
    }
    const auto footer = writeMetadata(metadata);
    if (!footer)
        return fail(footer.error().during("pack image"));
    package->insert(package->end(), footer->begin(), footer->end());
    const auto signature = key.sign(*package);
    if (!signature)
        return fail(signature.error().during("pack image"));
    appendBytes(*package, *signature);
    return package;
}

Result<Package> readPackage(std::span<const std::byte> data, std::string_view inputName)
{
    const ByteReader reader(data, inputName);
    std::size_t signatureBytes = kP256SignatureBytes;
    if (!hasMetadataBefore(data, signatureBytes))
        signatureBytes = kP384SignatureBytes;
    if (!hasMetadataBefore(data, signatureBytes))
        return fail(reader.error(ErrorCode::Corrupt, data.size(),
                                 "this is not an image package, or it is cut short",
                                 "metadata and a signature of 64 or 96 bytes at the end"));
    const auto signedData = data.first(data.size() - signatureBytes);
    const std::size_t footerBytes = loadU32(signedData.last<4>());
    const std::size_t bodyBytes = signedData.size() - footerBytes;
    auto metadata = readMetadata(signedData.last(footerBytes), bodyBytes, inputName);
    if (!metadata)
        return fail(metadata.error());
    Package package{.bodyBytes = bodyBytes,
                    .metadata = std::move(*metadata),
                    .signature = std::vector<std::uint8_t>(signatureBytes),
                    .signedData = {signedData.begin(), signedData.end()}};
    std::transform(data.end() - static_cast<std::ptrdiff_t>(signatureBytes), data.end(),
                   package.signature.begin(),
                   [](std::byte byte) { return static_cast<std::uint8_t>(byte); });
    return package;
}

Result<DirectoryTree> unpack(std::span<const std::byte> data, std::string_view inputName)
{
    const auto package = readPackage(data, inputName);
    if (!package)
        return fail(package.error());
    const auto* identity = package->metadata.find<IdentitySection>();
    const bool hasFiles =
        identity != nullptr && (identity->imageType == ImageType::Application ||
                                identity->imageType == ImageType::CustomerBoardConfig);
    if (!hasFiles)
        return fail(Error{
            .code = ErrorCode::Unsupported,
            .message = fmt::format("images of type {} hold no files",
                                   identity == nullptr ? "unknown" : name(identity->imageType)),
            .where = {.file = std::string(inputName)},
            .expected = "an application or a board configuration"});
    auto fileSystem = readFileSystem(package->body(), inputName);
    if (!fileSystem)
        return fail(fileSystem.error());
    return std::move(fileSystem->tree);
}

Result<std::string> verify(const Package& package, const TrustStore& trust)
{
    const auto* section = package.metadata.find<SignatureSection>();
    if (section == nullptr)
        return fail(ErrorCode::Untrusted, "the package does not name its signer");
    if (package.signature.size() != kP256SignatureBytes || section->type != 1)
        return fail(
            Error{.code = ErrorCode::Unsupported,
                  .message = fmt::format("the signature is of another kind: type {}, {} bytes",
                                         section->type, package.signature.size()),
                  .expected = "ECDSA on P-256 with SHA-256: type 1, 64 bytes"});
    Signature signature{};
    std::copy(package.signature.begin(), package.signature.end(), signature.begin());
    return trust.verify(package.signedData, signature, section->certificateThumbprint);
}

} // namespace perisphere::image
