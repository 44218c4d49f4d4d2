#include "support/project_toolchain.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/json/document.hpp"

#include <algorithm>
#include <array>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = std::uint64_t{1024} * 1024;
constexpr const char* kWithFpu = "AzureSphereRTCoreToolchainVFP.cmake";

bool isRealTimeCapable(const fs::path& project)
{
    const auto text = readTextFile(project / "app_manifest.json", kMaxBytes);
    if (!text)
        return false; // the build says what is wrong with it
    const auto manifest = json::Value::parse(*text, nullptr, false);
    return manifest.is_object() && manifest.value("ApplicationType", "") == "RealTimeCapable";
}

bool asksForFpu(const fs::path& project)
{
    static constexpr std::array<const char*, 3> kSettings{"CMakePresets.json", "CMakeSettings.json",
                                                          ".vscode/settings.json"};
    return std::any_of(kSettings.begin(), kSettings.end(), [&](const char* file) {
        return readTextFile(project / file, kMaxBytes).value_or("").find(kWithFpu) !=
               std::string::npos;
    });
}

} // namespace

std::string toolchainFileOf(const fs::path& project)
{
    if (!isRealTimeCapable(project))
        return kHostToolchain;
    return asksForFpu(project) ? kWithFpu : "AzureSphereRTCoreToolchain.cmake";
}

} // namespace perisphere::tools
