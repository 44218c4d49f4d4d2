#include "program_libc.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

constexpr std::size_t kMaxHeaders = 64; // far more than programs have

template <typename T>
bool readObject(int file, std::uint64_t offset, T& value)
{
    return ::pread(file, &value, sizeof value, static_cast<::off_t>(offset)) == sizeof value;
}

} // namespace

bool isOnGlibc(const std::filesystem::path& program)
{
    constexpr std::string_view kLoader = "/lib/ld-linux";
    const UniqueFd file(::open(program.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    Elf32_Ehdr head{};
    if (!file || !readObject(file.get(), 0, head) ||
        std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != ELFCLASS32)
        return false;
    for (std::size_t i = 0; i < std::min<std::size_t>(head.e_phnum, kMaxHeaders); ++i) {
        Elf32_Phdr segment{};
        std::array<char, kLoader.size()> loader{};
        if (!readObject(file.get(), head.e_phoff + i * sizeof segment, segment))
            return false;
        if (segment.p_type == PT_INTERP)
            return readObject(file.get(), segment.p_offset, loader) &&
                   std::string_view(loader.data(), loader.size()) == kLoader;
    }
    return false;
}

} // namespace perisphere::device
