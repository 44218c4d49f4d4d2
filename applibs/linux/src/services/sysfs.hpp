// Attributes of sysfs: small texts, one file each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace perisphere::target
{

/// Without the line's end. nullopt, with errno, when it cannot be read: some attributes say by an
/// error what is wrong.
[[nodiscard]] std::optional<std::string> readAttribute(const std::filesystem::path& file);

/// The number that it holds, nullopt (errno EIO) for what is none.
[[nodiscard]] std::optional<double> readNumber(const std::filesystem::path& file);

/// 0, or the errno with which the kernel refused it.
[[nodiscard]] int writeAttribute(const std::filesystem::path& file, std::string_view value);

} // namespace perisphere::target
