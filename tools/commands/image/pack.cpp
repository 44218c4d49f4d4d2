#include "commands/image/pack.hpp"

#include "command/report.hpp"
#include "perisphere/image/package.hpp"
#include "support/build_time.hpp"
#include "support/manifest_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::tools
{

void declareImagePack(Command& command, ImagePackOptions& options)
{
    command.describe("The folder holds app_manifest.json and the files of the app, such as "
                     "bin/app. The manifest is checked, \"$NAME\" entries are replaced by the "
                     "board's values, and the packed form of it goes into the package; the source "
                     "stays as it is.");
    command.describe("Same inputs, same bytes: the build time is $SOURCE_DATE_EPOCH or not "
                     "recorded, the image id follows from the content. Packages are signed with "
                     "your developer key, which is made on first use.");
    command.argument("DIR", options.directory, "folder to pack").directory();
    command.option("--output,-o", "FILE", options.output, "image package to write").required();
    command.option("--manifest", "FILE", options.manifest,
                   "app manifest, instead of DIR/app_manifest.json");
    declareHardwareOptions(command, options.hardware);
    command.option("--target-api-set", "N", options.targetApiSet,
                   "API set that the app was built for; 12, or 5+Beta2004");
    command.option("--executables", "PATH", options.executables,
                   "file in the package to mark executable, besides the entry point");
    command.flag("--production", options.isForProduction,
                 "not under development, and so not to be debugged on Linux devices");
    declareKeyOptions(command, options.key);
    command.flag("--verbose,-v", options.report.isVerbose, "show the metadata that was written");
    command.flag("--json", options.report.asJson, "print JSON");
    command.example("perisphere image pack build/approot --output blink.imagepackage "
                    "--hardware-definition mt3620_rdb --target-api-set 12",
                    "pack an app for the reference board");
}

namespace
{

/// "/bin/app" and "./bin/app" in a manifest or on a command line are "bin/app" in a package.
std::string pathInPackage(const std::string& path)
{
    return std::filesystem::path(path).lexically_normal().relative_path().generic_string();
}

void replaceManifest(DirectoryTree& tree, const std::string& text)
{
    constexpr std::string_view kName = "app_manifest.json";
    std::erase_if(tree, [&](const TreeEntry& entry) { return entry.path == kName; });
    const auto bytes = std::as_bytes(std::span(text));
    tree.push_back({.path = std::string(kName), .content = {bytes.begin(), bytes.end()}});
    sortTree(tree);
}

/// The next run would pack the last one's output.
Result<> checkOutputOutside(const ImagePackOptions& options)
{
    std::error_code ignored;
    const auto folder = std::filesystem::weakly_canonical(options.directory, ignored);
    const auto output = std::filesystem::weakly_canonical(options.output, ignored);
    const auto [end, rest] =
        std::mismatch(folder.begin(), folder.end(), output.begin(), output.end());
    if (end != folder.end() || rest == output.end())
        return {};
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("the output \"{}\" lies in the folder that is packed",
                                             options.output.string()),
                      .expected = "a file outside of it"});
}

/// What goes into the package: the folder with the manifest in its packed form, modes by
/// convention.
Result<DirectoryTree> stage(const ImagePackOptions& options, const manifest::Manifest& manifest)
{
    auto tree = readTree(options.directory);
    if (!tree)
        return fail(tree.error());
    replaceManifest(*tree, manifest::writePacked(manifest));
    std::vector<std::string> executables = {pathInPackage(manifest.entryPoint)};
    for (const std::string& path : options.executables)
        executables.push_back(pathInPackage(path));
    if (auto moded = image::applySdkModes(*tree, executables); !moded)
        return fail(moded.error());
    return tree;
}

std::optional<std::uint32_t> runtimeVersion(const manifest::Manifest& manifest)
{
    if (!manifest.targetApplicationRuntimeVersion)
        return std::nullopt;
    return static_cast<std::uint32_t>(*manifest.targetApplicationRuntimeVersion);
}

Result<image::PackOptions> packingOf(const manifest::Manifest& manifest, const Services& services)
{
    if (manifest.componentId.empty())
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "\"ComponentId\" is empty",
                          .where = {.file = manifest.fileName, .pointer = "/ComponentId"},
                          .expected = "the identity of the app, 8-4-4-4-12 hexadecimal digits",
                          .advice = "fill in a fresh one, for example of uuidgen"});
    const auto component = image::Guid::parse(manifest.componentId);
    if (!component)
        return fail(component.error());
    const auto buildTime = recordedBuildTime(services);
    if (!buildTime)
        return fail(buildTime.error());
    return image::PackOptions{.componentId = *component,
                              .name = manifest.name,
                              .buildTime = *buildTime,
                              .applicationRuntimeVersion = runtimeVersion(manifest)};
}

Result<> packManifest(const ImagePackOptions& options, const manifest::Manifest& manifest,
                      Services& services)
{
    auto packing = packingOf(manifest, services);
    if (!packing)
        return fail(packing.error());
    packing->underDevelopment = !options.isForProduction;
    const auto tree = stage(options, manifest);
    if (!tree)
        return fail(tree.error());
    const auto key = loadSigningKey(options.key, services);
    if (!key)
        return fail(key.error());
    const auto package = image::pack(*tree, *packing, *key);
    if (!package)
        return fail(package.error());
    return writePackageFile(options.output, *package, options.report, services);
}

} // namespace

Result<ExitCode> runImagePack(const ImagePackOptions& options, Services& services)
{
    constexpr std::string_view kActivity = "pack image";
    const std::filesystem::path file =
        options.manifest.value_or(options.directory / "app_manifest.json");
    auto manifest = loadManifest(file, options.hardware, services);
    if (!manifest)
        return fail(manifest.error().during(kActivity));
    if (options.onlyErrors)
        std::erase_if(manifest->diagnostics, [](const Diagnostic& finding) {
            return finding.severity != Severity::Error;
        });
    printDiagnostics(manifest->diagnostics, services);
    if (!manifest->ok())
        return ExitCode::Failed;
    if (options.targetApiSet) {
        manifest->value->targetApplicationRuntimeVersion = options.targetApiSet->version;
        manifest->value->targetBetaApis = options.targetApiSet->beta;
    }
    if (auto outside = checkOutputOutside(options); !outside)
        return fail(outside.error().during(kActivity));
    if (auto packed = packManifest(options, *manifest->value, services); !packed)
        return fail(packed.error().during(kActivity));
    return ExitCode::Ok;
}

Command imagePackCommand(Services& services)
{
    return Command::make("pack", "Pack a folder into an image package", declareImagePack,
                         runImagePack, services);
}

} // namespace perisphere::tools
