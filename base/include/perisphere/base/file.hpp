// Whole files in and out, with bounds and clear errors.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace perisphere
{

/// Reads a regular file of at most `maxBytes`. NotFound, PermissionDenied, Io; LimitExceeded when
/// it is larger; InvalidArgument when it is a directory or a device.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& path,
                                               std::uint64_t maxBytes);
[[nodiscard]] Result<std::vector<std::byte>> readBinaryFile(const std::filesystem::path& path,
                                                            std::uint64_t maxBytes);

/// Writes all of `data` to an open descriptor, going on after short writes and EINTR.
[[nodiscard]] Result<> writeAll(int fd, std::span<const std::byte> data,
                                const std::string& nameForErrors);

} // namespace perisphere
