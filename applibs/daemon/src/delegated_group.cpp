#include "delegated_group.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace perisphere::daemon
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxMembershipBytes = 64 * 1024;
constexpr std::string_view kUnified = "0::/"; // the line of version 2's one hierarchy
constexpr const char* kOwnGroup = "daemon";

/// Without the slash that paths there begin with; empty where version 2 is not there.
std::string unifiedGroup(std::string_view membership)
{
    for (std::size_t at = 0; at < membership.size();) {
        const std::size_t end = std::min(membership.find('\n', at), membership.size());
        const std::string_view line = membership.substr(at, end - at);
        if (line.starts_with(kUnified))
            return std::string(line.substr(kUnified.size()));
        at = end + 1;
    }
    return {};
}

/// systemd's mark, which has had two names.
bool isDelegated(const fs::path& group)
{
    char value = 0;
    for (const char* const name : {"trusted.delegate", "user.delegate"})
        if (::getxattr(group.c_str(), name, &value, sizeof value) == 1 && value == '1')
            return true;
    return false;
}

} // namespace

Result<std::optional<fs::path>> takeDelegatedGroup(const fs::path& hierarchy,
                                                   const fs::path& membership)
{
    const auto text = readTextFile(membership, kMaxMembershipBytes);
    if (!text) // a kernel without control groups, which `perisphered check` tells
        return std::optional<fs::path>();
    const std::string name = unifiedGroup(*text);
    const fs::path group = hierarchy / name;
    if (name.empty() || !isDelegated(group))
        return std::optional<fs::path>();
    const fs::path own = group / kOwnGroup;
    if (::mkdir(own.c_str(), 0755) != 0 && errno != EEXIST)
        return fail(systemError(errno, "create the daemon's control group", own.string()));
    const fs::path processes = own / "cgroup.procs";
    const UniqueFd descriptor(::open(processes.c_str(), O_WRONLY | O_CLOEXEC));
    if (!descriptor || ::write(descriptor.get(), "0", 1) != 1) // 0 is who writes it
        return fail(systemError(errno, "move to the control group", own.string()));
    return std::optional(group);
}

} // namespace perisphere::daemon
