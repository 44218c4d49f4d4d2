#include "support/sdk_folders.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace perisphere::tools
{
namespace
{

/// Holds what all API sets before it have.
constexpr const char* kNewestApiSet = "18";

Result<std::filesystem::path> firstWith(const std::vector<std::filesystem::path>& folders,
                                        std::string_view content, std::string_view what)
{
    std::vector<std::string> tried;
    for (const auto& folder : folders) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / content, ignored))
            return std::filesystem::weakly_canonical(folder);
        tried.push_back(folder.string());
    }
    return fail(Error{
        .code = ErrorCode::NotFound,
        .message = fmt::format("{} not found", what),
        .expected = fmt::format("\"{}\" in one of \"{}\"", content, fmt::join(tried, "\", \"")),
        .advice = "set PERISPHERE_SDK to the SDK's folder"});
}

} // namespace

Result<std::filesystem::path> sdkRoot(const Services& services)
{
    std::vector<std::filesystem::path> folders;
    for (const char* name : {"PERISPHERE_SDK", "AzureSphereDefaultSDKDir"})
        if (const auto value = services.setting(name))
            folders.emplace_back(*value);
    const auto programs = services.executable.parent_path();
    folders.push_back(programs.parent_path() / "sdk"); // in the build tree
    folders.push_back(programs.parent_path());         // installed
    return firstWith(folders, "CMakeFiles/AzureSphereNativeToolchain.cmake", "the SDK was");
}

std::optional<device::ApplicationCore> applicationCore(const Services& services)
{
    const auto sdk = sdkRoot(services);
    if (!sdk)
        return std::nullopt;
    device::ApplicationCore core{.emulator = services.executable.parent_path() / "perisphere-a7",
                                 .systemRoot = *sdk / "Sysroots" / kNewestApiSet};
    core.warmUp = core.systemRoot / "usr/libexec/perisphere/warm-up";
    std::error_code ignored;
    if (!std::filesystem::exists(core.emulator, ignored) ||
        !std::filesystem::exists(core.systemRoot / "lib/ld-musl-armhf.so.1", ignored))
        return std::nullopt;
    return core;
}

Result<std::filesystem::path> boardsFolder(const Services& services)
{
    const auto prefix = services.executable.parent_path().parent_path();
    return firstWith({prefix / "boards", prefix / "share/perisphere/boards"}, "mt3620_rdb.json",
                     "the shipped boards were");
}

Result<std::filesystem::path> templatesFolder(const Services& services)
{
    const auto prefix = services.executable.parent_path().parent_path();
    return firstWith({prefix / "templates", prefix / "share/perisphere/templates"},
                     "blink/template.json", "the templates were");
}

} // namespace perisphere::tools
