#include "perisphere/device/device_paths.hpp"

#include <array>
#include <system_error>

namespace perisphere::device
{
namespace
{

/// No service of the host is asked for names: its caches know some that the app must not.
constexpr std::array kDeviceFiles = {
    DeviceTextFile{"etc/fstab", "proc /proc proc defaults 0 0\n"
                                "devtmpfs /dev devtmpfs mode=0755,nosuid 0 0\n"
                                "tmpfs /run tmpfs mode=0755,nodev,nosuid 0 0\n"
                                "tmpfs /var/volatile tmpfs defaults 0 0\n"},
    DeviceTextFile{"etc/group", "root:x:0:\nsys:x:3:\ngpio:x:5:\nappman:x:7:\n"},
    DeviceTextFile{"etc/hosts", "127.0.0.1 localhost\n"},
    DeviceTextFile{
        "etc/nsswitch.conf",
        "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n"},
    DeviceTextFile{"etc/passwd", "root:x:0:0:root:/:/bin/false\nsys:x:3:3:sys:/:/bin/false\n"},
    // Without an answer, a resolver would try for 10 s.
    DeviceTextFile{"etc/resolv.conf",
                   "nameserver 127.0.0.1\nsearch .\noptions timeout:1 attempts:1\n"},
};

} // namespace

std::string imagePathOnDevice(const App& app)
{
    return "/mnt/apps/" + app.componentId;
}

std::string mutablePathOnDevice(const App& app)
{
    return "/mnt/config/" + app.componentId + "/mutable";
}

std::span<const DeviceTextFile> deviceTextFiles()
{
    return kDeviceFiles;
}

std::vector<std::string> libraryFoldersOf(const std::filesystem::path& systemRoot)
{
    std::vector<std::string> folders;
    std::error_code ignored;
    // The second is where programs for 64-bit Intel name their dynamic linker.
    for (const char* const folder : {"/lib", "/lib64", "/usr/lib"})
        if (std::filesystem::is_directory(
                systemRoot / std::filesystem::path(folder).relative_path(), ignored))
            folders.emplace_back(folder);
    return folders;
}

} // namespace perisphere::device
