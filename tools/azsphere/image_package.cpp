#include "azsphere/image_package.hpp"

#include "azsphere/words.hpp"

namespace perisphere::tools::azsphere
{
namespace
{

/// The classic generation names one file, the later one a file name and folders to find it in; the
/// packer searches in the same way for both.
void declareBoard(Command& command, HardwareOptions& hardware)
{
    command.option("--target-definition-filename,--hardware-definition-file", "FILE",
                   hardware.definition,
                   "board definition, found in the given folders or the SDK's");
    listOption(command, "--hardware-definitions,--hardware-definition-directory", "DIR",
               "folders of board definitions, with spaces or commas between them",
               [&hardware](const std::string& word) { hardware.directories.emplace_back(word); });
}

} // namespace

void declarePackApplication(Command& command, ImagePackOptions& options)
{
    options.report.isQuiet = true;
    command.option("--package-directory,--input,-i", "DIR", options.directory, "folder to pack")
        .directory()
        .required();
    command
        .option("--destination,--destination-file,--output-file", "FILE", options.output,
                "image package to write; classic: -o, --output")
        .required();
    command.option("--application-manifest,-a", "FILE", options.manifest,
                   "app manifest, instead of the one in the folder");
    command.option("--target-api-set,-s", "N", options.targetApiSet,
                   "API set that the app was built for");
    declareBoard(command, options.hardware);
    listOption(command, "--executables,-x", "PATH", "files to mark executable",
               [&options](const std::string& word) { options.executables.push_back(word); });
    command.flag("--verbose,-v", options.report.isVerbose, "show the metadata that was written");
    command.flag("--only-show-errors", options.onlyErrors, "print no warnings");
    command.ignoredOption("--output,-o"); // a format: files were renamed by normalised()
    command.ignoredFlag("--debug");
    command.ignoredOption("--query");
    command.example("azsphere image-package pack-application --package-directory approot "
                    "--destination blink.imagepackage --target-api-set 12",
                    "as the later generation spells it");
    command.example("azsphere image-package pack-application -i approot -o blink.imagepackage "
                    "-s 5 -h mt3620_rdb.json",
                    "as the classic generation spells it");
}

void declarePackBoardConfig(Command& command, ImagePackBoardConfigOptions& options)
{
    options.report.isQuiet = true;
    command.option("--preset,-p", "NAME", options.preset, "what is attached")
        .choices(boardConfigPresetChoices())
        .required();
    command
        .option("--output,-o,--destination,--destination-file,--output-file", "FILE",
                options.output, "image package to write")
        .required();
    command.flag("--verbose,-v", options.report.isVerbose, "show the metadata that was written");
    ignoreGlobalOptions(command);
    command.example("azsphere image-package pack-board-config --preset lan-enc28j60-isu0-int5 "
                    "--output lan.imagepackage",
                    "for a board with an ENC28J60 Ethernet chip");
}

void declareShow(Command& command, ImageShowOptions& options)
{
    command
        .option("--image-package,--imagepackage,--image-package-file,-p,-f", "FILE", options.image,
                "image package")
        .required();
    declareOutputFormat(command, options.asJson);
    command.ignoredFlag("--debug");
    command.ignoredFlag("--only-show-errors");
    command.example("azsphere image-package show --image-package blink.imagepackage",
                    "what is in a package");
}

Command imagePackageCommand(Services& services)
{
    Command group("image-package", "Pack and show image packages");
    group.add(Command::make("pack-application", "Pack an application", declarePackApplication,
                            runImagePack, services));
    group.add(Command::make("pack-board-config", "Pack a board configuration",
                            declarePackBoardConfig, runImagePackBoardConfig, services));
    group.add(Command::make("show", "Show what is in an image package", declareShow, runImageShow,
                            services));
    return group;
}

} // namespace perisphere::tools::azsphere
