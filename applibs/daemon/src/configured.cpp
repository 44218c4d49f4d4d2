#include "configured.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace perisphere::daemon
{
namespace
{

constexpr std::uint64_t kMaxBoardBytes = 64 * 1024;
constexpr std::uint64_t kMaxKeyBytes = 4 * 1024 * 1024;

} // namespace

namespace fs = std::filesystem;

Result<target::DeviceNames> loadBoard(const std::string& board, const fs::path& folder)
{
    const bool isPath = board.find('/') != std::string::npos;
    const fs::path file = isPath ? fs::path(board) : folder / (board + ".json");
    const auto text = readTextFile(file, kMaxBoardBytes);
    if (!text) {
        Error error = text.error().during(fmt::format("read the board \"{}\"", board));
        if (!isPath && error.code == ErrorCode::NotFound)
            error.expected = fmt::format("a path, or one of the boards in {}", folder.string());
        return fail(std::move(error));
    }
    return target::parseDeviceNames(*text, file.string()).toResult();
}

Result<image::TrustStore> loadTrustedKeys(const std::vector<fs::path>& files)
{
    image::TrustStore trust;
    for (const fs::path& file : files) {
        const auto pem = readTextFile(file, kMaxKeyBytes);
        if (!pem)
            return fail(pem.error().during("read a trusted key"));
        if (auto added = trust.addPem(*pem, file.string()); !added)
            return fail(added.error());
    }
    return trust;
}

Result<> checkLayerNames(const std::vector<std::string>& names,
                         const std::vector<target::KernelLayer>& layers)
{
    std::vector<std::string_view> known;
    known.reserve(layers.size());
    for (const target::KernelLayer& layer : layers)
        known.emplace_back(layer.name);
    for (const std::string& name : names)
        if (std::ranges::find(known, name) == known.end())
            return fail(
                Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("\"mayBeMissing\": there is no layer \"{}\"", name),
                      .where = {},
                      .expected = "a name that `perisphered check` prints",
                      .advice = suggestion(name, known)});
    return {};
}

} // namespace perisphere::daemon
