#include "commands/image/show.hpp"

#include "command/report.hpp"
#include "perisphere/image/package.hpp"
#include "support/image_description.hpp"
#include "support/package_file.hpp"

namespace perisphere::tools
{

void declareImageShow(Command& command, ImageShowOptions& options)
{
    command.describe("Nothing is verified: see \"perisphere image verify\".");
    command.argument("FILE", options.image, "image package");
    command.flag("--files", options.files, "list the files in it too");
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere image show --files blink.imagepackage",
                    "metadata and files of a package");
}

namespace
{

json::Value describeAsJson(const ImageShowOptions& options, std::size_t bytes,
                           const image::Package& package, const DirectoryTree* tree)
{
    json::Value report = json::Value::object();
    report["file"] = options.image.string();
    report["bytes"] = bytes;
    report["bodyBytes"] = package.bodyBytes;
    report["sections"] = sectionsToJson(package.metadata);
    if (tree != nullptr)
        report["files"] = filesToJson(*tree);
    return report;
}

} // namespace

Result<ExitCode> runImageShow(const ImageShowOptions& options, Services& services)
{
    const auto bytes = readPackageFile(options.image);
    if (!bytes)
        return fail(bytes.error());
    const auto package = image::readPackage(*bytes, options.image.string());
    if (!package)
        return fail(package.error().during("read image package"));
    DirectoryTree tree;
    if (options.files) {
        auto unpacked = image::unpack(*bytes, options.image.string());
        if (!unpacked)
            return fail(unpacked.error().during("list files"));
        tree = std::move(*unpacked);
    }
    if (options.asJson) {
        printJson(describeAsJson(options, bytes->size(), *package, options.files ? &tree : nullptr),
                  services);
        return ExitCode::Ok;
    }
    services.out << describeSections(package->metadata);
    if (options.files)
        services.out << "Files:\n" << describeFiles(tree);
    return ExitCode::Ok;
}

Command imageShowCommand(Services& services)
{
    return Command::make("show", "Show what is in an image package", declareImageShow, runImageShow,
                         services);
}

} // namespace perisphere::tools
