#include "perisphere/base/file.hpp"
#include "perisphere/hardware/definition.hpp"

#include <filesystem>

namespace perisphere::hardware
{
namespace
{
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1024} * 1024;
}

Result<std::optional<FileSource::File>> DiskFileSource::read(std::string_view directory,
                                                             std::string_view path)
{
    const std::filesystem::path file = std::filesystem::path(directory) / path;
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return std::optional<File>();
    auto text = readTextFile(file, kMaxFileBytes);
    if (!text)
        return fail(text.error());
    // Two ways to one file (a link, "..") must not look like two files, or a cycle would go unseen.
    const std::filesystem::path real = std::filesystem::weakly_canonical(file, error);
    const std::string identity = error ? file.lexically_normal().string() : real.string();
    return File{
        .path = file.lexically_normal().string(), .identity = identity, .text = std::move(*text)};
}

} // namespace perisphere::hardware
