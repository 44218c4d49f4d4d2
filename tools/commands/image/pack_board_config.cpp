#include "commands/image/pack_board_config.hpp"

#include "support/build_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::tools
{

std::vector<Choice> boardConfigPresetChoices()
{
    std::vector<Choice> words;
    for (const std::string_view preset : image::boardConfigPresets())
        words.push_back({std::string(preset), {}});
    return words;
}

void declareImagePackBoardConfig(Command& command, ImagePackBoardConfigOptions& options)
{
    command.describe("A board configuration is installed like an app and stays until it is "
                     "deleted by its component id.");
    command.option("--preset", "NAME", options.preset, "what is attached")
        .choices(boardConfigPresetChoices())
        .required();
    command.option("--output,-o", "FILE", options.output, "image package to write").required();
    declareKeyOptions(command, options.key);
    command.flag("--verbose,-v", options.report.isVerbose, "show the metadata that was written");
    command.flag("--json", options.report.asJson, "print JSON");
    command.example("perisphere image pack-board-config --preset lan-enc28j60-isu0-int5 "
                    "--output lan.imagepackage",
                    "for a board with an ENC28J60 Ethernet chip");
}

namespace
{

struct Component {
    std::string_view preset;
    std::string_view id;
};

/// Which component a preset is on a device, so that a second package of it replaces the first. The
/// original's identities are not documented; these are ours and stay.
constexpr std::array kComponents = {
    Component{"lan-enc28j60-isu0-int5", "9b1d5c1e-6f0a-4c55-9d3b-5a2f7e08c4d1"},
};

Result<image::Guid> componentOf(std::string_view preset)
{
    const auto found = std::find_if(kComponents.begin(), kComponents.end(),
                                    [&](const Component& one) { return one.preset == preset; });
    if (found == kComponents.end())
        return fail(ErrorCode::Unsupported,
                    fmt::format("the preset \"{}\" has no component id", preset));
    return image::Guid::parse(found->id);
}

} // namespace

Result<ExitCode> runImagePackBoardConfig(const ImagePackBoardConfigOptions& options,
                                         Services& services)
{
    const auto buildTime = recordedBuildTime(services);
    if (!buildTime)
        return fail(buildTime.error());
    const auto component = componentOf(options.preset);
    if (!component)
        return fail(component.error());
    const auto key = loadSigningKey(options.key, services);
    if (!key)
        return fail(key.error());
    const image::PackOptions packing{.imageType = image::ImageType::CustomerBoardConfig,
                                     .componentId = *component,
                                     .name = options.preset,
                                     .buildTime = *buildTime};
    const auto package = image::packBoardConfig(options.preset, packing, *key);
    if (!package)
        return fail(package.error().during("pack board configuration"));
    if (auto written = writePackageFile(options.output, *package, options.report, services);
        !written)
        return fail(written.error());
    return ExitCode::Ok;
}

Command imagePackBoardConfigCommand(Services& services)
{
    return Command::make("pack-board-config", "Pack a board configuration",
                         declareImagePackBoardConfig, runImagePackBoardConfig, services);
}

} // namespace perisphere::tools
