#include "device_root.hpp"

#include "perisphere/base/directory_tree.hpp"
#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/app_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <span>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{
namespace
{

namespace fs = std::filesystem;

/// The names of what is made when it is opened.
constexpr std::array kDeviceNames = {
    "dev/adc0",     "dev/null",    "dev/pwm0",  "dev/pwm1",     "dev/pwm2",
    "dev/random",   "dev/urandom", "dev/zero",  "proc/cpuinfo", "proc/loadavg",
    "proc/meminfo", "proc/mounts", "proc/stat", "proc/uptime",  "proc/version",
};

/// Below /proc/PID.
constexpr std::array kProcessNames = {
    "auxv", "cmdline", "comm", "environ", "limits", "maps", "mounts", "stat", "status",
};

constexpr std::array kDeviceFolders = {
    "dev",        "etc",        "lib",     "mnt/apps",
    "mnt/cgroup", "mnt/config", "mnt/sys", "mnt/update-cert-store",
    "proc",       "run",        "usr/lib", "var/volatile/tmp",
};

void addFolder(DirectoryTree& tree, std::string_view path)
{
    for (auto end = path.find('/');; end = path.find('/', end + 1)) {
        const std::string folder(path.substr(0, end));
        if (std::ranges::find(tree, folder, &TreeEntry::path) == tree.end())
            tree.push_back({.path = folder, .kind = TreeEntry::Kind::Directory, .mode = 0755});
        if (end == std::string_view::npos)
            return;
    }
}

void addFile(DirectoryTree& tree, std::string path, std::string_view text,
             std::uint16_t mode = 0444)
{
    const auto bytes = std::as_bytes(std::span(text));
    tree.push_back({.path = std::move(path),
                    .mode = mode,
                    .content = std::vector<std::byte>(bytes.begin(), bytes.end())});
}

bool mayScaleFrequency(const App& app)
{
    return require(app.manifest, manifest::Capability::PowerControls, "SetPowerProfile")
        .has_value();
}

DirectoryTree treeFor(const App& app, const std::string& own)
{
    DirectoryTree tree;
    for (const char* const folder : kDeviceFolders)
        addFolder(tree, folder);
    addFolder(tree, imagePathOnDevice(app).substr(1));
    addFolder(tree, fs::path(mutablePathOnDevice(app)).parent_path().string().substr(1));
    for (const DeviceTextFile& file : deviceTextFiles())
        addFile(tree, file.path, file.text);
    for (const char* const name : kDeviceNames)
        addFile(tree, name, "");
    // Who may use it is in its mode; the others ask the device when they are opened.
    addFile(tree, "dev/cpufreq", "", mayScaleFrequency(app) ? 0666 : 0600);
    for (const char* const folder : {"/attr", "/fd"})
        addFolder(tree, own + folder);
    for (const char* const name : kProcessNames)
        addFile(tree, fmt::format("{}/{}", own, name), "");
    // On the device the tenant and the capabilities follow it.
    addFile(tree, own + "/attr/current", app.componentId);
    sortTree(tree);
    return tree;
}

Result<> fill(const fs::path& root, const App& app)
{
    const std::string id = std::to_string(protocol::kAppProcessId);
    const std::string own = "proc/" + id;
    if (auto written = writeTree(treeFor(app, own), root); !written)
        return written;
    // Where those below /proc/PID lead is told when it is asked.
    const std::array<std::pair<std::string, std::string>, 5> links = {{
        {"var/volatile/tmp", "tmp"},
        {id, "proc/self"},
        {imagePathOnDevice(app), own + "/cwd"},
        {imagePathOnDevice(app), own + "/exe"},
        {"/", own + "/root"},
    }};
    for (const auto& [text, name] : links)
        if (::symlink(text.c_str(), (root / name).c_str()) != 0)
            return fail(systemError(errno, "create", (root / name).string()));
    return {};
}

} // namespace

Result<std::unique_ptr<DeviceRoot>> DeviceRoot::create(const App& app)
{
    std::error_code problem;
    auto folder = fs::temp_directory_path(problem);
    if (problem)
        folder = "/tmp";
    std::string path = (folder / "perisphere-root-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr)
        return fail(systemError(errno, "create", path));
    std::unique_ptr<DeviceRoot> root(new DeviceRoot(path));
    if (auto filled = fill(path, app); !filled)
        return fail(filled.error());
    return root;
}

DeviceRoot::~DeviceRoot()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

} // namespace perisphere::device
