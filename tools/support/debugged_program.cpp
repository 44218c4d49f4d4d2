#include "support/debugged_program.hpp"

#include "support/sdk_folders.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

constexpr std::size_t kMaxHeaders = 64;

template <class T>
bool readAt(std::ifstream& file, std::uint64_t offset, T& value)
{
    file.seekg(static_cast<std::streamoff>(offset));
    return static_cast<bool>(file.read(reinterpret_cast<char*>(&value), sizeof value));
}

/// Programs of Linux have an interpreter, or begin with their own header in memory; images of bare
/// metal do neither.
bool isOfLinux(std::ifstream& file, const Elf32_Ehdr& header)
{
    for (std::size_t i = 0; i < std::min<std::size_t>(header.e_phnum, kMaxHeaders); ++i) {
        Elf32_Phdr segment{};
        if (!readAt(file, header.e_phoff + i * sizeof segment, segment))
            return false;
        if (segment.p_type == PT_INTERP || segment.p_type == PT_PHDR || segment.p_type == PT_TLS ||
            (segment.p_type == PT_LOAD && segment.p_offset == 0 && segment.p_filesz != 0))
            return true;
    }
    return false;
}

bool beginsAsElf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::array<char, SELFMAG> begin{};
    return file.read(begin.data(), begin.size()) && std::memcmp(begin.data(), ELFMAG, SELFMAG) == 0;
}

} // namespace

Result<ProgramKind> kindOfProgram(const fs::path& elf)
{
    std::ifstream file(elf, std::ios::binary);
    Elf32_Ehdr header{}; // begins as the 64-bit one does, as far as the machine
    if (!file)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "the program cannot be read",
                          .where = {.file = elf.string()}});
    if (!readAt(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = "this is no ELF file",
                          .where = {.file = elf.string(), .offset = 0},
                          .expected = "the program of the build, such as "
                                      "out/ARM-Debug/NAME.out"});
    if (header.e_machine != EM_ARM || header.e_ident[EI_CLASS] != ELFCLASS32)
        return ProgramKind::Host;
    return isOfLinux(file, header) ? ProgramKind::ApplicationCore : ProgramKind::RealTimeCore;
}

fs::path builtProgram(const fs::path& folder)
{
    std::error_code ignored;
    fs::path newest;
    fs::file_time_type when = fs::file_time_type::min();
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().extension() != ".out" || !entry.is_regular_file(ignored) ||
            !beginsAsElf(entry.path()))
            continue;
        if (const auto written = entry.last_write_time(ignored); newest.empty() || written > when) {
            newest = entry.path();
            when = written;
        }
    }
    return newest;
}

std::string debuggerFor(std::optional<ProgramKind> kind)
{
    return kind == ProgramKind::Host ? "gdb" : "gdb-multiarch";
}

std::vector<std::string> debuggerWords(const std::string& gdb, const fs::path& elf,
                                       std::optional<ProgramKind> kind, std::uint16_t port,
                                       const Services& services)
{
    std::vector<std::string> words{gdb, "-q"};
    const auto command = [&](std::string text) {
        words.emplace_back("-ex");
        words.push_back(std::move(text));
    };
    if (kind == ProgramKind::Host) {
        command("set sysroot /");
    } else if (kind == ProgramKind::ApplicationCore) {
        if (const auto core = applicationCore(services))
            command("set sysroot " + core->systemRoot.string());
    }
    if (!elf.empty())
        command(fmt::format("file {}", elf.string()));
    command(fmt::format("target remote 127.0.0.1:{}", port));
    return words;
}

} // namespace perisphere::tools
