#include "elf_machine.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace perisphere::device
{
namespace
{

struct Machine {
    unsigned char elfClass;
    std::uint16_t number;
    std::string_view name;
    bool operator==(const Machine& other) const
    {
        return elfClass == other.elfClass && number == other.number;
    }
};

constexpr std::array kMachines = {
    Machine{ELFCLASS32, EM_ARM, "32-bit ARM"},      Machine{ELFCLASS64, EM_AARCH64, "64-bit ARM"},
    Machine{ELFCLASS32, EM_386, "32-bit x86"},      Machine{ELFCLASS64, EM_X86_64, "x86-64"},
    Machine{ELFCLASS64, EM_RISCV, "64-bit RISC-V"},
};

#if defined(__x86_64__)
constexpr Machine kHost{ELFCLASS64, EM_X86_64, "x86-64"};
#elif defined(__aarch64__)
constexpr Machine kHost{ELFCLASS64, EM_AARCH64, "64-bit ARM"};
#elif defined(__arm__)
constexpr Machine kHost{ELFCLASS32, EM_ARM, "32-bit ARM"};
#else
#error "add this machine to the table above"
#endif

struct Head {
    std::array<unsigned char, EI_NIDENT> ident{};
    std::uint16_t type = 0;    // little endian
    std::uint16_t machine = 0; // little endian
};
static_assert(std::endian::native == std::endian::little);

Result<Head> readHead(const std::filesystem::path& program)
{
    const UniqueFd file(::open(program.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file)
        return fail(systemError(errno, "open", program.string()));
    Head head;
    if (::read(file.get(), &head, sizeof head) != sizeof head ||
        std::memcmp(head.ident.data(), ELFMAG, SELFMAG) != 0)
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = fmt::format("\"{}\" is not a program", program.string()),
                          .where = {.file = program.string()},
                          .expected = "an ELF file",
                          .advice = "check the manifest's EntryPoint"});
    return head;
}

std::string nameOf(const Machine& machine)
{
    const auto* known = std::find(kMachines.begin(), kMachines.end(), machine);
    return known != kMachines.end() ? std::string(known->name)
                                    : fmt::format("ELF machine {}", machine.number);
}

} // namespace

bool isForApplicationCore(const std::filesystem::path& program)
{
    const auto head = readHead(program);
    return head && head->ident[EI_CLASS] == ELFCLASS32 && head->machine == EM_ARM;
}

Result<> checkRunsHere(const std::filesystem::path& program)
{
    const auto head = readHead(program);
    if (!head)
        return fail(head.error());
    const Machine machine{head->ident[EI_CLASS], head->machine, {}};
    if (machine == kHost)
        return {};
    return fail(Error{
        .code = ErrorCode::Unsupported,
        .message = fmt::format("\"{}\" is built for {} and cannot run as a process of this host",
                               program.string(), nameOf(machine)),
        .where = {.file = program.string()},
        .expected = fmt::format("a program for {}", kHost.name),
        .advice = "build the app for the host, or run it on the simulated core"});
}

} // namespace perisphere::device
