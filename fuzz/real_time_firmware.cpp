// Any bytes as a program on both real-time cores: an ELF file as it is, or an image of TCM that
// runs from its first bytes on. Whatever it does, time goes on, and the device is as new after a
// reset.

#include "real_time_bench.hpp"

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

using namespace perisphere;
using namespace std::chrono_literals;

namespace
{

constexpr std::size_t kMaxImageBytes = 16 * 1024;
constexpr std::uint32_t kCodeOffset = 0x200; ///< behind the vector table

template <class T>
void put(std::vector<std::uint8_t>& bytes, std::size_t offset, const T& value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof value);
}

/// An ELF file with the code in TCM behind a vector table all of whose handlers it is.
std::vector<std::uint8_t> elfAround(std::span<const std::uint8_t> code)
{
    constexpr std::size_t headers = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr);
    const std::size_t imageBytes = kCodeOffset + code.size();
    std::vector<std::uint8_t> file(headers + imageBytes);
    Elf32_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = ET_EXEC;
    header.e_machine = EM_ARM;
    header.e_entry = realtime::kTcmBase;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf32_Phdr);
    header.e_phnum = 1;
    put(file, 0, header);
    put(file, sizeof header,
        Elf32_Phdr{.p_type = PT_LOAD,
                   .p_offset = headers,
                   .p_vaddr = realtime::kTcmBase,
                   .p_paddr = realtime::kTcmBase,
                   .p_filesz = static_cast<Elf32_Word>(imageBytes),
                   .p_memsz = static_cast<Elf32_Word>(imageBytes),
                   .p_flags = PF_R | PF_W | PF_X,
                   .p_align = 4});
    put(file, headers, realtime::kTcmBase + realtime::kTcmBytes);
    for (std::uint32_t vector = 1; vector < kCodeOffset / 4; ++vector) // at different places
        put(file, headers + 4 * vector,
            (realtime::kTcmBase + kCodeOffset + (vector * 6 & 0x3EU)) | 1U);
    std::copy(code.begin(), code.end(), file.begin() + headers + kCodeOffset);
    return file;
}

bool hasElfHeader(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= SELFMAG && std::memcmp(bytes.data(), ELFMAG, SELFMAG) == 0;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static fuzz::RealTimeBench bench;
    const std::span bytes(data, size);
    const bool hasStarted =
        hasElfHeader(bytes) ? bench.start(bytes)
                            : bench.start(elfAround(bytes.first(std::min(size, kMaxImageBytes))));
    if (hasStarted) {
        bench.run(60us);
        bench.cores().type(0, "typed");
        bench.run(140us);
    }
    bench.reset();
    return 0;
}
