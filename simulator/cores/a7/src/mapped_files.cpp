#include "mapped_files.hpp"

#include <charconv>
#include <fstream>
#include <string_view>

namespace perisphere::a7
{
namespace
{

constexpr std::uint64_t kAddressSpace = std::uint64_t{1} << 32;

/// A hexadecimal number and the character behind it.
bool takeHex(std::string_view& line, char after, std::uint64_t& value)
{
    const char* const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data(), end, value, 16);
    if (error != std::errc() || stop == end || *stop != after)
        return false;
    line.remove_prefix(static_cast<std::size_t>(stop - line.data()) + 1);
    return true;
}

} // namespace

std::vector<MappedFile> mappedFiles(const GuestMemory& memory)
{
    std::vector<MappedFile> files;
    const auto window = reinterpret_cast<std::uintptr_t>(memory.window());
    std::ifstream maps("/proc/self/maps");
    for (std::string text; std::getline(maps, text);) {
        std::string_view line = text;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t offset = 0;
        if (!takeHex(line, '-', begin) || !takeHex(line, ' ', end) || begin < window ||
            end > window + kAddressSpace)
            continue;
        line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
        const std::size_t path = line.find('/');
        if (!takeHex(line, ' ', offset) || path == std::string_view::npos)
            continue;
        files.push_back({.begin = static_cast<std::uint32_t>(begin - window),
                         .end = end - window,
                         .offset = offset,
                         .path = text.substr(text.find('/'))});
    }
    return files;
}

} // namespace perisphere::a7
