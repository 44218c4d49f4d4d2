#include "loader.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kPage = GuestMemory::kPageBytes;
constexpr std::uint32_t kStackTop = 0xFF000000;
constexpr std::uint32_t kStackBytes = 8U << 20;
constexpr std::uint32_t kProgramBase = 0x00400000; ///< of position-independent programs
constexpr std::uint32_t kHelperPage = 0xFFFF0000;
constexpr std::size_t kMaxHeaders = 64;
constexpr std::size_t kMaxStrings = 1U << 20; ///< bytes of arguments and environment

/// Thumb, fast multiply, VFPv4, NEON, divide, TLS, LPAE: a Cortex-A7's.
constexpr std::uint32_t kHwcap = 0x1FB0D7;

struct Image {
    std::string name;
    UniqueFd file;
    std::uint64_t bytes = 0;
    Elf32_Ehdr header{};
    std::vector<Elf32_Phdr> segments;
    std::uint32_t bias = 0;
    std::uint32_t end = 0; ///< of its last segment, in memory
};

tl::unexpected<Error> bad(const std::string& name, std::uint64_t offset, std::string message,
                          std::string expected)
{
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = std::move(message),
                      .where = {.file = name, .offset = offset},
                      .expected = std::move(expected),
                      .advice = "build it with the SDK's toolchain file"});
}

template <class T>
bool readAt(const Image& image, std::uint64_t offset, T& value)
{
    return ::pread(image.file.get(), &value, sizeof value, static_cast<off_t>(offset)) ==
           static_cast<ssize_t>(sizeof value);
}

Result<Image> open(const std::filesystem::path& path)
{
    Image image;
    image.name = path.string();
    image.file = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!image.file)
        return fail(systemError(errno, "open", image.name));
    struct stat status {
    };
    if (::fstat(image.file.get(), &status) != 0)
        return fail(systemError(errno, "examine", image.name));
    image.bytes = static_cast<std::uint64_t>(status.st_size);
    Elf32_Ehdr& header = image.header;
    if (!readAt(image, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return bad(image.name, 0, "this is no ELF file", "the four bytes 7F 45 4C 46");
    if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_ARM || (header.e_type != ET_EXEC && header.e_type != ET_DYN))
        return bad(image.name, EI_CLASS, "this ELF file is not for the application core",
                   "a 32-bit little-endian ARM program");
    if (header.e_phentsize != sizeof(Elf32_Phdr) || header.e_phnum == 0 ||
        header.e_phnum > kMaxHeaders)
        return bad(image.name, offsetof(Elf32_Ehdr, e_phentsize),
                   "the table of segments is not usable",
                   fmt::format("1 to {} entries", kMaxHeaders));
    image.segments.resize(header.e_phnum);
    for (std::size_t i = 0; i < image.segments.size(); ++i) {
        const std::uint64_t at = header.e_phoff + i * sizeof(Elf32_Phdr);
        if (!readAt(image, at, image.segments[i]))
            return bad(image.name, at, "the table of segments ends outside the file",
                       "the file to hold all of it");
    }
    return image;
}

int protectionOf(const Elf32_Phdr& segment)
{
    return ((segment.p_flags & PF_R) != 0 ? PROT_READ : 0) |
           ((segment.p_flags & PF_W) != 0 ? PROT_WRITE : 0) |
           ((segment.p_flags & PF_X) != 0 ? PROT_EXEC : 0);
}

Result<> mapSegment(GuestMemory& memory, Image& image, const Elf32_Phdr& segment)
{
    const std::uint64_t begin = std::uint64_t{segment.p_vaddr} + image.bias;
    const std::uint64_t end = begin + segment.p_memsz;
    const std::uint32_t skew = segment.p_vaddr % kPage;
    const bool isSane = segment.p_filesz <= segment.p_memsz &&
                        end <= kInterpreterBase + (32U << 20) && segment.p_offset % kPage == skew &&
                        std::uint64_t{segment.p_offset} + segment.p_filesz <= image.bytes;
    if (!isSane)
        return bad(image.name, segment.p_offset,
                   fmt::format("a segment of {} bytes at {:#010x} cannot be loaded",
                               segment.p_memsz, segment.p_vaddr),
                   "a segment within the file and the address space, aligned as the pages are");
    const auto first = static_cast<std::uint32_t>(begin - skew);
    const std::uint64_t whole = (end - first + kPage - 1) / kPage * kPage;
    const int protection = protectionOf(segment);
    constexpr int kFixed = MAP_PRIVATE | MAP_FIXED;
    if (const auto at =
            memory.map(first, whole, PROT_READ | PROT_WRITE, kFixed | MAP_ANONYMOUS, -1, 0);
        at < 0)
        return fail(systemError(static_cast<int>(-at), "map a segment of", image.name));
    if (segment.p_filesz != 0) {
        const std::uint64_t fileBytes = segment.p_filesz + skew;
        if (const auto at = memory.map(first, fileBytes, PROT_READ | PROT_WRITE, kFixed,
                                       image.file.get(), segment.p_offset - skew);
            at < 0)
            return fail(systemError(static_cast<int>(-at), "map a segment of", image.name));
        // What follows the file's bytes in their last page are zeros, or the file's next bytes.
        const std::uint64_t tail = (kPage - (first + fileBytes) % kPage) % kPage;
        if (segment.p_memsz > segment.p_filesz)
            std::memset(memory.host(static_cast<std::uint32_t>(first + fileBytes)), 0, tail);
    }
    if (const int done = memory.protect(first, whole, protection); done < 0)
        return fail(systemError(-done, "protect a segment of", image.name));
    image.end = std::max(image.end, static_cast<std::uint32_t>(first + whole));
    return {};
}

Result<> mapImage(GuestMemory& memory, Image& image, std::uint32_t base)
{
    if (image.header.e_type == ET_DYN)
        image.bias = base;
    for (const Elf32_Phdr& segment : image.segments)
        if (segment.p_type == PT_LOAD && segment.p_memsz != 0)
            if (auto mapped = mapSegment(memory, image, segment); !mapped)
                return mapped;
    return {};
}

Result<std::optional<std::filesystem::path>> interpreterOf(const Image& image,
                                                           const ProgramSpec& spec)
{
    for (const Elf32_Phdr& segment : image.segments) {
        if (segment.p_type != PT_INTERP)
            continue;
        constexpr std::size_t kMaxPath = 4096;
        std::string path(std::min<std::size_t>(segment.p_filesz, kMaxPath), '\0');
        if (::pread(image.file.get(), path.data(), path.size(), segment.p_offset) !=
                static_cast<ssize_t>(path.size()) ||
            path.empty() || path.front() != '/' || path.find('\0') == std::string::npos)
            return bad(image.name, segment.p_offset, "the interpreter's name is not usable",
                       "an absolute path, terminated");
        path.resize(path.find('\0'));
        return spec.interpreter(path);
    }
    return std::nullopt;
}

std::uint32_t programHeadersOf(const Image& image)
{
    for (const Elf32_Phdr& segment : image.segments)
        if (segment.p_type == PT_PHDR)
            return segment.p_vaddr + image.bias;
    for (const Elf32_Phdr& segment : image.segments)
        if (segment.p_type == PT_LOAD && segment.p_offset <= image.header.e_phoff &&
            image.header.e_phoff - segment.p_offset < segment.p_filesz)
            return segment.p_vaddr + image.bias + (image.header.e_phoff - segment.p_offset);
    return 0;
}

/// What ARM Linux puts at the top of each process: helpers for atomic operations and the thread's
/// pointer, as code.
Result<> mapHelpers(GuestMemory& memory)
{
    if (const auto at = memory.map(kHelperPage, kPage, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        at < 0)
        return fail(systemError(static_cast<int>(-at), "map", "the kernel's helpers"));
    struct Helper {
        std::uint32_t offset;
        std::vector<std::uint32_t> code;
    };
    static const std::array<Helper, 5> kHelpers{{
        // __kuser_cmpxchg64(old, new, at): push; load both; ldrexd; compare; strexd; loop
        {0xF60,
         {0xE92D00F0, 0xE1C040D0, 0xE1C160D0, 0xF57FF05B, 0xE1B20F9F, 0xE0303004, 0x00313005,
          0x01A23F96, 0x03330001, 0x0AFFFFF9, 0xF57FF05B, 0xE2730000, 0xE8BD00F0, 0xE12FFF1E}},
        {0xFA0, {0xF57FF05B, 0xE12FFF1E}}, // __kuser_memory_barrier
        // __kuser_cmpxchg(old, new, at): dmb; ldrex r3; subs r3, r0; strexeq r3, r1; teqeq r3, 1;
        // beq; rsbs r0, r3, 0; dmb; bx lr
        {0xFC0,
         {0xF57FF05B, 0xE1923F9F, 0xE0533000, 0x01823F91, 0x03330001, 0x0AFFFFFA, 0xE2730000,
          0xE12FFF1E}},
        {0xFE0, {0xEE1D0F70, 0xE12FFF1E}}, // __kuser_get_tls
        {0xFFC, {0x00000005}},             // version
    }};
    for (const Helper& helper : kHelpers)
        std::memcpy(memory.host(kHelperPage + helper.offset), helper.code.data(),
                    helper.code.size() * sizeof(std::uint32_t));
    (void)memory.protect(kHelperPage, kPage, PROT_READ | PROT_EXEC);
    return {};
}

/// The first thread's stack, from its top down: texts, then the vectors that refer to them.
class StackBuilder
{
public:
    explicit StackBuilder(GuestMemory& memory)
        : m_memory(memory)
    {
    }

    std::uint32_t push(const void* bytes, std::uint32_t count)
    {
        m_at -= count;
        std::memcpy(m_memory.host(m_at), bytes, count);
        return m_at;
    }
    std::uint32_t push(const std::string& text)
    {
        return push(text.c_str(), static_cast<std::uint32_t>(text.size() + 1));
    }
    void align(std::uint32_t to, std::uint32_t bytesToFollow)
    {
        m_at = (m_at - bytesToFollow) / to * to + bytesToFollow;
    }

private:
    GuestMemory& m_memory;
    std::uint32_t m_at = kStackTop;
};

Result<ProgramStart> makeStack(GuestMemory& memory, const ProgramSpec& spec,
                               const std::vector<std::pair<std::uint32_t, std::uint32_t>>& known)
{
    if (const auto at = memory.map(kStackTop - kStackBytes, kStackBytes, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        at < 0)
        return fail(systemError(static_cast<int>(-at), "map", "the stack"));
    std::size_t total = 0;
    for (const auto* texts : {&spec.arguments, &spec.environment})
        for (const std::string& text : *texts)
            total += text.size() + 1;
    if (total > kMaxStrings)
        return fail(Error{.code = ErrorCode::LimitExceeded,
                          .message = "arguments and environment are too long",
                          .expected = fmt::format("at most {} bytes", kMaxStrings)});
    StackBuilder stack(memory);
    const std::uint32_t name = stack.push(spec.programName);
    const std::uint32_t platform = stack.push("v7l");
    // Not random: runs are repeatable.
    static constexpr std::array<std::uint8_t, 16> kRandom{0x50, 0x65, 0x72, 0x69, 0x73, 0x70,
                                                          0x68, 0x65, 0x72, 0x65, 0x20, 0x61,
                                                          0x37, 0x0A, 0x1D, 0x9F};
    const std::uint32_t random = stack.push(kRandom.data(), kRandom.size());
    std::vector<std::uint32_t> words{static_cast<std::uint32_t>(spec.arguments.size())};
    for (const auto* texts : {&spec.arguments, &spec.environment}) {
        for (const std::string& text : *texts)
            words.push_back(stack.push(text));
        words.push_back(0);
    }
    auto vector = known;
    vector.insert(vector.end(),
                  {{AT_EXECFN, name}, {AT_PLATFORM, platform}, {AT_RANDOM, random}, {AT_NULL, 0}});
    ProgramStart start;
    for (const auto& [type, value] : vector)
        start.auxiliaryVector.insert(start.auxiliaryVector.end(), {type, value});
    words.insert(words.end(), start.auxiliaryVector.begin(), start.auxiliaryVector.end());
    const auto bytes = static_cast<std::uint32_t>(words.size() * sizeof(std::uint32_t));
    stack.align(8, bytes);
    start.stack = stack.push(words.data(), bytes);
    return start;
}

} // namespace

Result<ProgramStart> loadProgram(GuestMemory& memory, const ProgramSpec& spec)
{
    auto program = open(spec.program);
    if (!program)
        return fail(program.error());
    if (auto mapped = mapImage(memory, *program, kProgramBase); !mapped)
        return fail(mapped.error());
    memory.setBreakStart(program->end);
    const std::uint32_t programEntry = program->header.e_entry + program->bias;
    std::uint32_t entry = programEntry;
    std::uint32_t interpreterBase = 0;
    const auto interpreter = interpreterOf(*program, spec);
    if (!interpreter)
        return fail(interpreter.error());
    if (*interpreter) {
        auto linker = open(**interpreter);
        if (!linker)
            return fail(linker.error().during(
                fmt::format("load the interpreter of \"{}\"", program->name)));
        if (auto mapped = mapImage(memory, *linker, kInterpreterBase); !mapped)
            return fail(mapped.error());
        entry = linker->header.e_entry + linker->bias;
        interpreterBase = linker->bias;
    }
    if (auto mapped = mapHelpers(memory); !mapped)
        return fail(mapped.error());
    auto start = makeStack(memory, spec,
                           {{AT_PHDR, programHeadersOf(*program)},
                            {AT_PHENT, sizeof(Elf32_Phdr)},
                            {AT_PHNUM, program->header.e_phnum},
                            {AT_PAGESZ, kPage},
                            {AT_BASE, interpreterBase},
                            {AT_FLAGS, 0},
                            {AT_ENTRY, programEntry},
                            {AT_UID, ::getuid()},
                            {AT_EUID, ::geteuid()},
                            {AT_GID, ::getgid()},
                            {AT_EGID, ::getegid()},
                            {AT_SECURE, 0},
                            {AT_HWCAP, kHwcap},
                            {AT_HWCAP2, 0},
                            {AT_CLKTCK, 100}});
    if (start)
        start->entry = entry;
    return start;
}

} // namespace perisphere::a7
