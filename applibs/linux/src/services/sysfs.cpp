#include "sysfs.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace perisphere::target
{

std::optional<std::string> readAttribute(const std::filesystem::path& file)
{
    const UniqueFd attribute(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!attribute)
        return std::nullopt;
    std::array<char, 4096> text; // the kernel's own limit
    const ssize_t size = ::read(attribute.get(), text.data(), text.size());
    if (size < 0)
        return std::nullopt;
    std::string value(text.data(), static_cast<std::size_t>(size));
    while (!value.empty() && value.back() == '\n')
        value.pop_back();
    return value;
}

std::optional<double> readNumber(const std::filesystem::path& file)
{
    const auto text = readAttribute(file);
    if (!text)
        return std::nullopt;
    char* end = nullptr;
    const double number = std::strtod(text->c_str(), &end); // the daemon's locale is "C"
    if (end != text->c_str())
        return number;
    errno = EIO;
    return std::nullopt;
}

int writeAttribute(const std::filesystem::path& file, std::string_view value)
{
    const UniqueFd attribute(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_TRUNC));
    if (!attribute)
        return errno;
    const ssize_t size = ::write(attribute.get(), value.data(), value.size());
    return size == static_cast<ssize_t>(value.size()) ? 0 : size < 0 ? errno : EIO;
}

} // namespace perisphere::target
