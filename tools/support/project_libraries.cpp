#include "support/project_libraries.hpp"

#include "perisphere/base/file.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace perisphere::tools
{
namespace
{

/// PerisphereLibraries.cmake writes it, a name a line.
constexpr const char* kList = "perisphere-libraries.txt";
constexpr std::uint64_t kMaxListBytes = std::uint64_t{1024} * 1024;

constexpr std::array<std::string_view, 4> kOnGlibc{"crypto", "curl", "ssl", "wolfssl"};

} // namespace

std::string glibcLibraryOf(const std::filesystem::path& build)
{
    std::istringstream names(readTextFile(build / kList, kMaxListBytes).value_or(""));
    std::string name;
    while (std::getline(names, name))
        if (std::find(kOnGlibc.begin(), kOnGlibc.end(), name) != kOnGlibc.end())
            return name;
    return {};
}

} // namespace perisphere::tools
