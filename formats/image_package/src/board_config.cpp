// Board configuration packages. What the original ones hold is not documented; ours hold one JSON
// file that says what a device has to attach (docs/formats/image-package.md).

#include "perisphere/base/suggest.hpp"
#include "perisphere/image/package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::image
{
namespace
{

struct Preset {
    std::string_view name;
    std::string_view json;
};
constexpr std::array kPresets = {
    Preset{"lan-enc28j60-isu0-int5",
           R"({"SchemaVersion":1,"Preset":"lan-enc28j60-isu0-int5","Ethernet":{"Chip":"ENC28J60",)"
           R"("Interface":"eth0","Spi":"ISU0","InterruptGpio":5}})"},
};

} // namespace

std::vector<std::string_view> boardConfigPresets()
{
    std::vector<std::string_view> names;
    names.reserve(kPresets.size());
    for (const Preset& preset : kPresets)
        names.push_back(preset.name);
    return names;
}

Result<std::vector<std::byte>> packBoardConfig(std::string_view preset, const PackOptions& options,
                                               const SigningKey& key)
{
    const auto found = std::find_if(kPresets.begin(), kPresets.end(),
                                    [&](const Preset& one) { return one.name == preset; });
    if (found == kPresets.end())
        return fail(
            Error{.code = ErrorCode::NotFound,
                  .message = fmt::format("there is no board configuration preset \"{}\"", preset),
                  .expected = fmt::format("one of: {}", fmt::join(boardConfigPresets(), ", ")),
                  .advice = suggestion(preset, boardConfigPresets())});
    const auto content = std::as_bytes(std::span(found->json));
    PackOptions boardOptions = options;
    boardOptions.imageType = ImageType::CustomerBoardConfig;
    if (boardOptions.name.empty())
        boardOptions.name = preset;
    return pack({{.path = "board_config.json", .content = {content.begin(), content.end()}}},
                boardOptions, key);
}

} // namespace perisphere::image
