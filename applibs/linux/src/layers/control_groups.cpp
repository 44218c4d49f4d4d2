#include "perisphere/base/file.hpp"
#include "perisphere/linux/kernel_layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

namespace perisphere::target
{
namespace
{

constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 20;

/// Where version 2 is mounted (proc(5), mountinfo: the type is the first field after "-"); empty:
/// nowhere.
std::string mountPoint()
{
    const auto mounts = readTextFile("/proc/self/mountinfo", kMaxBytes);
    std::istringstream lines(mounts.value_or(""));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string field;
        std::string place;
        for (int i = 0; i < 5 && fields >> field; ++i)
            place = field;
        while (fields >> field && field != "-")
            ;
        if (fields >> field && field == "cgroup2")
            return place;
    }
    return {};
}

} // namespace

KernelLayer controlGroups()
{
    KernelLayer layer{.name = "cgroup",
                      .against = "apps that take the memory, processes or processor time of others",
                      .need = LayerNeed::Always};
    const std::string root = mountPoint();
    if (root.empty()) {
        layer.missing = "control groups of version 2 are mounted nowhere; mount -t cgroup2 none "
                        "/sys/fs/cgroup";
        return layer;
    }
    const auto offered = readTextFile(root + "/cgroup.controllers", kMaxBytes);
    std::istringstream words(offered.value_or(""));
    std::vector<std::string> controllers;
    for (std::string word; words >> word;)
        controllers.push_back(word);
    for (const char* const wanted : {"memory", "pids", "cpu"}) {
        std::string& list = std::ranges::find(controllers, wanted) != controllers.end()
                                ? layer.found
                                : layer.missing;
        list += fmt::format("{}{}", list.empty() ? "" : ", ", wanted);
    }
    layer.isOffered = layer.missing.empty();
    if (!layer.found.empty())
        layer.found += " in " + root;
    if (!layer.isOffered)
        layer.missing = fmt::format(
            "{} has no {}; version 1 has them, or the kernel was built without: boot with "
            "cgroup_no_v1=all, and on a Raspberry Pi with cgroup_enable=memory",
            root, layer.missing);
    return layer;
}

} // namespace perisphere::target
