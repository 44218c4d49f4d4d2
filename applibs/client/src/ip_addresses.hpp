// in_addr is in network byte order, messages have numbers.
#pragma once

#include <arpa/inet.h>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace perisphere::client
{

[[nodiscard]] inline std::uint32_t number(in_addr address)
{
    return ntohl(address.s_addr);
}

/// Takes a list of servers into a field that has room for N. 0, EFAULT, or EINVAL: too many, or one
/// is INADDR_ANY; then the field is untouched.
template <std::size_t N>
[[nodiscard]] int copyServers(std::uint32_t (&field)[N], std::uint32_t& fieldCount,
                              const in_addr* servers, std::size_t count)
{
    if (servers == nullptr)
        return EFAULT;
    if (count > N)
        return EINVAL;
    for (std::size_t i = 0; i < count; ++i)
        if (servers[i].s_addr == INADDR_ANY)
            return EINVAL;
    for (std::size_t i = 0; i < count; ++i)
        field[i] = number(servers[i]);
    fieldCount = static_cast<std::uint32_t>(count);
    return 0;
}

} // namespace perisphere::client
