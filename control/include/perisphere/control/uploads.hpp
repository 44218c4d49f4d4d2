// What a client has sent for a later call of its own: files that the device's host does not have.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

/// Of one connection, and gone with it.
class Uploads
{
public:
    static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024 * 1024; ///< of all together
    static constexpr std::size_t kMaxFiles = 4;

    /// Adds to the end of the file, which is made by its first piece. Its size. LimitExceeded.
    [[nodiscard]] Result<std::size_t> add(const std::string& name, std::vector<std::byte> piece);

    /// NotFound, with the advice to upload.add.
    [[nodiscard]] Result<std::vector<std::byte>> take(std::string_view name);

private:
    std::size_t m_bytes = 0;
    std::map<std::string, std::vector<std::byte>, std::less<>> m_files;
};

} // namespace perisphere::control
