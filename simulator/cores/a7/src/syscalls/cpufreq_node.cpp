// /dev/cpufreq, which selects the power profile by the kernel's name of its governor.
//
// The number of the request is nowhere published: any is taken that writes a structure of that
// kind, a processor's number before a name.

#include "nodes.hpp"
#include "perisphere/protocol/system.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <sys/ioctl.h>

namespace perisphere::a7
{
namespace
{

constexpr std::size_t kNameBytes = 16; ///< CPUFREQ_NAME_LEN

struct Governor {
    std::uint32_t processor = 0;
    std::array<char, kNameBytes> name{};
};

/// In the order of the profiles: saver, balanced, performance.
constexpr std::array<std::string_view, 3> kGovernors{"conservative", "ondemand", "performance"};

} // namespace

Answer controlCpufreq(Call& call)
{
    const std::uint32_t request = call.arg(1);
    if ((_IOC_DIR(request) & _IOC_WRITE) == 0 || _IOC_SIZE(request) < sizeof(Governor))
        return Call::error(ENOTTY);
    const auto wanted = call.memory.load<Governor>(call.arg(2));
    if (!wanted)
        return Call::error(EFAULT);
    const auto end = std::ranges::find(wanted->name, '\0');
    const std::string_view name(wanted->name.begin(), end);
    const auto found = std::ranges::find(kGovernors, name);
    if (wanted->processor != 0 || found == kGovernors.end())
        return Call::error(EINVAL);
    return statusOf(call.process.nodes()->ask(
        call, protocol::PowerSetProfileRequest{
                  .profile = static_cast<std::uint32_t>(found - kGovernors.begin())}));
}

} // namespace perisphere::a7
