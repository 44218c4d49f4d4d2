#include "resolver_file.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "sandbox/network/network_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace perisphere::target
{

std::string resolverText(const std::vector<std::uint32_t>& servers)
{
    constexpr std::size_t kMost = 3; // MAXNS
    std::string text = "# Written by perisphered.\n";
    for (std::size_t i = 0; i < std::min(servers.size(), kMost); ++i)
        text += fmt::format("nameserver {}\n", dottedAddress(servers[i]));
    return text;
}

Result<> ResolverFile::write(const std::vector<std::uint32_t>& servers)
{
    const std::string text = resolverText(servers);
    if (m_written == text)
        return {};
    m_written = text; // also where it cannot be written, which is said once
    return replaceFile(m_path, text);
}

} // namespace perisphere::target
