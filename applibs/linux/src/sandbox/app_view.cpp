#include "app_view.hpp"

#include "perisphere/device/device_paths.hpp"

#include <algorithm>
#include <array>
#include <linux/landlock.h>
#include <string_view>

namespace perisphere::target
{
namespace
{

constexpr std::uint64_t kListed = LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | kListed;
constexpr std::uint64_t kExecuted = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kDeviceRead = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kDeviceWritten = kDeviceRead | LANDLOCK_ACCESS_FS_WRITE_FILE;

struct ViewDevice {
    const char* path;
    std::uint64_t access;
};

/// None of these is a device that does something.
constexpr std::array<ViewDevice, 5> kViewDevices{{{"dev/full", kDeviceWritten},
                                                  {"dev/null", kDeviceWritten},
                                                  {"dev/random", kDeviceRead},
                                                  {"dev/urandom", kDeviceRead},
                                                  {"dev/zero", kDeviceWritten}}};

/// With the folders above it.
void addViewFolder(JailPlan& plan, std::string_view path)
{
    for (auto end = path.find('/');; end = path.find('/', end + 1)) {
        const std::string folder(path.substr(0, end));
        if (std::ranges::find(plan.folders, folder) == plan.folders.end())
            plan.folders.push_back(folder);
        if (end == std::string_view::npos)
            return;
    }
}

void addFolderOfHost(JailPlan& plan, const std::filesystem::path& host, std::string_view path,
                     std::uint64_t access)
{
    addViewFolder(plan, path.substr(1));
    plan.mounts.push_back({.source = host.string(),
                           .target = std::string(path.substr(1)),
                           .kind = JailMount::Kind::Folder});
    plan.grants.push_back({.path = std::string(path), .access = access});
}

} // namespace

void addAppView(const device::App& app, const SandboxConfiguration& configuration, JailPlan& plan)
{
    for (const char* const folder : {"dev", "etc", "mnt/config", "proc", "run"})
        addViewFolder(plan, folder);
    plan.grants.push_back({.path = "/", .access = kListed}); // there is nothing else in it
    plan.grants.push_back({.path = "/etc", .access = kRead});
    plan.grants.push_back({.path = "/proc", .access = kRead});
    for (const device::DeviceTextFile& file : device::deviceTextFiles())
        plan.files.push_back({.path = file.path, .text = std::string(file.text)});
    addFolderOfHost(plan, app.imageRoot, device::imagePathOnDevice(app), kExecuted);
    for (const std::string& folder : device::libraryFoldersOf(configuration.systemRoot))
        addFolderOfHost(plan, configuration.systemRoot / folder.substr(1), folder, kExecuted);
    if (app.manifest.find(manifest::Capability::DeviceAuthentication) != nullptr &&
        !configuration.certificates.empty())
        addFolderOfHost(plan, configuration.certificates, device::kCertificatesOnDevice, kRead);
    for (const ViewDevice& device : kViewDevices) {
        plan.files.push_back({.path = device.path, .text = {}}); // to be mounted upon
        plan.mounts.push_back({.source = std::string("/") + device.path,
                               .target = device.path,
                               .kind = JailMount::Kind::Device});
        plan.grants.push_back({.path = std::string("/") + device.path, .access = device.access});
    }
}

} // namespace perisphere::target
