#include "perisphere/device/package_check.hpp"

#include "manifest_error.hpp"
#include "perisphere/image/package.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::device
{
namespace
{

constexpr std::string_view kManifestPath = "app_manifest.json";

const TreeEntry* findEntry(const DirectoryTree& tree, std::string_view path)
{
    const auto found = std::find_if(tree.begin(), tree.end(),
                                    [&](const TreeEntry& entry) { return entry.path == path; });
    return found == tree.end() ? nullptr : &*found;
}

DeviceResult<> checkIdentity(const image::Package& package, std::string_view inputName)
{
    const auto* identity = package.metadata.find<image::IdentitySection>();
    if (identity != nullptr && identity->imageType == image::ImageType::Application)
        return {};
    const std::string kind = identity == nullptr ? "unknown" : image::name(identity->imageType);
    return fail(kInstallFailed,
                Error{.code = ErrorCode::Unsupported,
                      .message = fmt::format("an image of type {} is not an app", kind),
                      .where = {.file = std::string(inputName)},
                      .expected = "an image of type Application"});
}

/// The device's answer to findings: the first error, with its number.
DeviceResult<manifest::Manifest> accepted(Checked<manifest::Manifest> checked)
{
    if (hasErrors(checked.diagnostics))
        return fail(manifestErrorNumber(checked.diagnostics), firstError(checked.diagnostics));
    return std::move(checked.value).value();
}

DeviceResult<manifest::Manifest> readManifest(const DirectoryTree& tree,
                                              const std::string& inputName)
{
    const TreeEntry* entry = findEntry(tree, kManifestPath);
    if (entry == nullptr || entry->kind != TreeEntry::Kind::File)
        return fail(kNoManifest, Error{.code = ErrorCode::NotFound,
                                       .message = "the image has no app_manifest.json",
                                       .where = {.file = inputName}});
    std::string text(reinterpret_cast<const char*>(entry->content.data()), entry->content.size());
    auto parsed =
        accepted(manifest::parse(std::move(text), fmt::format("{}:{}", inputName, kManifestPath)));
    if (!parsed)
        return parsed;
    return accepted(manifest::resolve(*parsed, nullptr)); // a package holds values, not names
}

DeviceResult<> checkEntryPoint(const manifest::Manifest& manifest, const DirectoryTree& tree)
{
    const std::string_view path =
        std::string_view(manifest.entryPoint).substr(manifest.entryPoint.starts_with('/'));
    const TreeEntry* entry = findEntry(tree, path);
    if (entry != nullptr && entry->kind == TreeEntry::Kind::File)
        return {};
    return fail(entry == nullptr ? kEntryPointAbsent : kEntryPointNotAFile,
                Error{.code = entry == nullptr ? ErrorCode::NotFound : ErrorCode::Invalid,
                      .message = fmt::format("the entry point \"{}\" is {}", manifest.entryPoint,
                                             entry == nullptr ? "not in the image" : "not a file"),
                      .where = {.file = manifest.fileName, .pointer = "/EntryPoint"},
                      .expected = "the path of the program in the image"});
}

DeviceResult<> checkComponent(const App& app)
{
    if (app.manifest.componentId == app.componentId)
        return {};
    return fail(kInvalidComponentId,
                Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("the manifest's ComponentId is \"{}\"",
                                             app.manifest.componentId),
                      .where = {.file = app.manifest.fileName, .pointer = "/ComponentId"},
                      .expected = fmt::format("\"{}\", as in the metadata", app.componentId),
                      .advice = "pack the app again"});
}

App describe(const image::Package& package, manifest::Manifest manifest)
{
    const auto& identity = *package.metadata.find<image::IdentitySection>();
    App app;
    app.componentId = identity.componentId.toString();
    app.imageId = identity.imageId.toString();
    app.name = manifest.name;
    app.manifest = std::move(manifest);
    return app;
}

} // namespace

DeviceResult<CheckedPackage> checkPackage(std::span<const std::byte> data,
                                          std::string_view inputName, const InstallPolicy& policy)
{
    const auto package = image::readPackage(data, inputName);
    if (!package)
        return fail(kStagingFailed, package.error());
    if (auto identity = checkIdentity(*package, inputName); !identity)
        return tl::unexpected(identity.error());
    if (policy.trust != nullptr)
        if (auto signer = image::verify(*package, *policy.trust); !signer)
            return fail(kVerificationFailed, signer.error());
    auto files = image::readFileSystem(package->body(), inputName);
    if (!files)
        return fail(kStagingFailed, files.error());
    auto manifest = readManifest(files->tree, std::string(inputName));
    if (!manifest)
        return tl::unexpected(manifest.error());
    CheckedPackage checked{describe(*package, std::move(*manifest)), std::move(files->tree)};
    if (auto entry = checkEntryPoint(checked.app.manifest, checked.tree); !entry)
        return tl::unexpected(entry.error());
    if (auto component = checkComponent(checked.app); !component)
        return tl::unexpected(component.error());
    return checked;
}

} // namespace perisphere::device
