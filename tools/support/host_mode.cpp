#include "support/host_mode.hpp"

#include "perisphere/image/package.hpp"
#include "support/package_file.hpp"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace perisphere::tools
{
namespace
{

bool isForeignProgram(const TreeEntry& file)
{
    Elf32_Ehdr header; // the machine is at the same place for 64 bits
    if (file.content.size() < sizeof header)
        return false;
    std::memcpy(&header, file.content.data(), sizeof header);
    return std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_machine != EM_ARM;
}

} // namespace

bool isForHost(const std::filesystem::path& package)
{
    const auto bytes = readPackageFile(package);
    if (!bytes)
        return false;
    const auto tree = image::unpack(*bytes, package.string());
    return tree && std::ranges::any_of(*tree, isForeignProgram);
}

} // namespace perisphere::tools
