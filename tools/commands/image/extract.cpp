#include "commands/image/extract.hpp"

#include "perisphere/image/package.hpp"
#include "support/package_file.hpp"

namespace perisphere::tools
{

void declareImageExtract(Command& command, ImageExtractOptions& options)
{
    command.describe("The folder is made, or has to be empty. Nothing is written outside of it, "
                     "whatever names the package holds. On an error, nothing is left behind.");
    command.argument("FILE", options.image, "image package");
    command.argument("DIR", options.directory, "folder to write the files to").directory();
    command.example("perisphere image extract blink.imagepackage out/blink",
                    "look at the files of a package");
}

Result<ExitCode> runImageExtract(const ImageExtractOptions& options, Services& /*services*/)
{
    const auto bytes = readPackageFile(options.image);
    if (!bytes)
        return fail(bytes.error());
    const auto tree = image::unpack(*bytes, options.image.string());
    if (!tree)
        return fail(tree.error().during("read image package"));
    if (auto written = writeTree(*tree, options.directory); !written)
        return fail(written.error().during("extract"));
    return ExitCode::Ok;
}

Command imageExtractCommand(Services& services)
{
    return Command::make("extract", "Extract the files of an image package", declareImageExtract,
                         runImageExtract, services);
}

} // namespace perisphere::tools
