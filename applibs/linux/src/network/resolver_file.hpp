// Which name servers the device asks: resolv.conf(5).
#pragma once

#include "perisphere/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::target
{

[[nodiscard]] std::string resolverText(const std::vector<std::uint32_t>& servers);

/// Replaced as a whole, and only when it says something else than before. The C library reads it
/// again by itself.
class ResolverFile
{
public:
    explicit ResolverFile(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    [[nodiscard]] Result<> write(const std::vector<std::uint32_t>& servers);

private:
    std::filesystem::path m_path;
    std::optional<std::string> m_written;
};

} // namespace perisphere::target
