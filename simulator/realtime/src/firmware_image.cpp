#include "perisphere/realtime/firmware_image.hpp"

#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace perisphere::realtime
{
namespace
{

constexpr std::size_t kMaxSegments = 64;
constexpr std::uint32_t kFlashAlignment = 32;

struct Region {
    std::string_view name;
    std::uint32_t base;
    std::uint32_t bytes;
};
constexpr Region kRegions[] = {{"TCM", kTcmBase, kTcmBytes},
                               {"SYSRAM", kSysramBase, kSysramBytes},
                               {"FLASH", kFlashBase, kFlashBytes}};

tl::unexpected<Error> bad(std::string_view name, std::size_t offset, std::string message,
                          std::string expected)
{
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = std::move(message),
                      .where = {.file = std::string(name), .offset = offset},
                      .expected = std::move(expected),
                      .advice = "build it with the SDK's real-time core toolchain file"});
}

/// A structure of the file, wherever it lies in it.
template <class T>
bool readAt(std::span<const std::uint8_t> bytes, std::size_t offset, T& value)
{
    if (offset > bytes.size() || bytes.size() - offset < sizeof value)
        return false;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return true;
}

bool isIn(const Region& region, std::uint32_t address, std::uint32_t bytes)
{
    const std::uint32_t offset = address - region.base;
    return offset < region.bytes && bytes <= region.bytes - offset;
}

Result<FirmwareSegment> segmentOf(std::span<const std::uint8_t> bytes, const Elf32_Phdr& header,
                                  std::size_t at, std::string_view name)
{
    if (header.p_offset > bytes.size() || bytes.size() - header.p_offset < header.p_filesz)
        return bad(name, at,
                   fmt::format("a segment of {} bytes at offset {:#x} ends outside the file",
                               header.p_filesz, header.p_offset),
                   fmt::format("it to end within {} bytes", bytes.size()));
    if (header.p_memsz < header.p_filesz)
        return bad(name, at, "a segment is smaller in memory than in the file",
                   "p_memsz of at least p_filesz");
    const auto region =
        std::find_if(std::begin(kRegions), std::end(kRegions),
                     [&](const Region& one) { return isIn(one, header.p_vaddr, header.p_memsz); });
    if (region == std::end(kRegions))
        return bad(name, at,
                   fmt::format("a segment of {} bytes runs at {:#010x}, where a real-time core has "
                               "no memory for it",
                               header.p_memsz, header.p_vaddr),
                   "TCM at 0x00100000 (192 KiB), SYSRAM at 0x22000000 (64 KiB) or flash at "
                   "0x10000000 (1 MiB)");
    const bool isInPlace = region->base == kFlashBase;
    if (isInPlace && (header.p_vaddr != kFlashBase || header.p_offset % kFlashAlignment != 0))
        return bad(name, at, "a segment that runs from flash does not begin where the window does",
                   "one segment at 0x10000000, at an offset that is a multiple of 32");
    return FirmwareSegment{.address = header.p_vaddr,
                           .bytes = bytes.subspan(header.p_offset, header.p_filesz),
                           .memoryBytes = header.p_memsz,
                           .isInPlace = isInPlace};
}

} // namespace

Result<FirmwareImage> FirmwareImage::parse(std::span<const std::uint8_t> bytes,
                                           std::string_view name)
{
    Elf32_Ehdr header{};
    if (!readAt(bytes, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        return bad(name, 0, "this is no ELF file", "the four bytes 7F 45 4C 46 at its begin");
    if (header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_ARM || header.e_type != ET_EXEC)
        return bad(name, EI_CLASS, "this ELF file is not a program for a real-time core",
                   "a 32-bit little-endian ARM executable that is linked statically");
    if (header.e_phentsize != sizeof(Elf32_Phdr) || header.e_phnum == 0 ||
        header.e_phnum > kMaxSegments)
        return bad(name, offsetof(Elf32_Ehdr, e_phentsize), "the table of segments is not usable",
                   fmt::format("1 to {} entries of {} bytes", kMaxSegments, sizeof(Elf32_Phdr)));
    FirmwareImage image{.vectorTable = header.e_entry, .segments = {}};
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
        const std::size_t at = header.e_phoff + i * sizeof(Elf32_Phdr);
        Elf32_Phdr segment{};
        if (!readAt(bytes, at, segment))
            return bad(name, at, "the table of segments ends outside the file",
                       "the file to hold all of it");
        if (segment.p_type != PT_LOAD || segment.p_memsz == 0)
            continue;
        auto loaded = segmentOf(bytes, segment, at, name);
        if (!loaded)
            return fail(loaded.error());
        image.segments.push_back(*loaded);
    }
    const auto inPlace = std::count_if(image.segments.begin(), image.segments.end(),
                                       [](const FirmwareSegment& one) { return one.isInPlace; });
    if (inPlace > 1)
        return bad(name, header.e_phoff, "more than one segment runs from flash",
                   "all of it in one segment");
    const bool isTableThere =
        std::any_of(image.segments.begin(), image.segments.end(), [&](const FirmwareSegment& one) {
            const std::uint32_t offset = image.vectorTable - one.address;
            return offset < one.bytes.size() && one.bytes.size() - offset >= 8;
        });
    if (!isTableThere || image.vectorTable % 128 != 0)
        return bad(name, offsetof(Elf32_Ehdr, e_entry),
                   fmt::format("the entry point {:#010x} is not a vector table", image.vectorTable),
                   "ENTRY() of the linker script to name the vector table, aligned to 128 bytes, "
                   "in a segment of the file");
    return image;
}

} // namespace perisphere::realtime
