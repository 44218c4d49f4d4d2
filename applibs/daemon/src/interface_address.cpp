#include "interface_address.hpp"

#include <ifaddrs.h>
#include <memory>

namespace perisphere::daemon
{

std::optional<in_addr> addressOf(const std::string& interface)
{
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0)
        return std::nullopt;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(first, ::freeifaddrs);
    for (const ifaddrs* one = first; one != nullptr; one = one->ifa_next)
        if (one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
            interface == one->ifa_name)
            return reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
    return std::nullopt;
}

} // namespace perisphere::daemon
