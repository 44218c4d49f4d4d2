// Exception handling ABI for the Arm Architecture (EHABI32), sections 6 and 10.
#include "unwinder.hpp"

#include "mapped_files.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <optional>

namespace perisphere::a7
{
namespace
{

constexpr unsigned kUnwoundSp = 13;
constexpr unsigned kUnwoundLr = 14;
constexpr unsigned kUnwoundPc = 15;
constexpr std::uint32_t kCannotUnwind = 1;
constexpr std::size_t kMaxSegments = 64;
constexpr std::size_t kMaxInstructions = 256;

/// The table of a loaded file: pairs of words, ascending by the function that the first refers to.
struct Table {
    std::uint32_t begin = 0;
    std::uint32_t entries = 0;
};

std::uint32_t relative(std::uint32_t at, std::uint32_t word)
{
    return at + ((word & 0x7FFFFFFFU) | (word & 0x40000000U) << 1); // 31 bits with a sign
}

/// Of the file whose header is mapped at `base`, if it has instructions at `pc`.
std::optional<Table> tableAt(const GuestMemory& memory, std::uint32_t base, std::uint32_t pc)
{
    const auto header = memory.load<Elf32_Ehdr>(base);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return std::nullopt;
    std::optional<Elf32_Phdr> index;
    std::optional<std::uint32_t> bias;
    bool hasPc = false;
    std::vector<Elf32_Phdr> segments;
    for (std::size_t i = 0; i < std::min<std::size_t>(header->e_phnum, kMaxSegments); ++i)
        if (const auto segment = memory.load<Elf32_Phdr>(
                static_cast<std::uint32_t>(base + header->e_phoff + i * sizeof(Elf32_Phdr))))
            segments.push_back(*segment);
    for (const Elf32_Phdr& segment : segments)
        if (segment.p_type == PT_LOAD && segment.p_offset == 0)
            bias = base - segment.p_vaddr;
    for (const Elf32_Phdr& segment : segments) {
        if (segment.p_type == PT_ARM_EXIDX)
            index = segment;
        if (bias && segment.p_type == PT_LOAD && pc - *bias - segment.p_vaddr < segment.p_memsz)
            hasPc = true;
    }
    if (!index || !hasPc)
        return std::nullopt;
    return Table{.begin = index->p_vaddr + *bias, .entries = index->p_memsz / 8};
}

/// The bytes that tell how the function at `pc` is left; nullopt: nobody knows.
std::optional<std::vector<std::uint8_t>> instructionsFor(const GuestMemory& memory,
                                                         const Table& table, std::uint32_t pc)
{
    std::uint32_t low = 0;
    std::uint32_t high = table.entries;
    while (high - low > 1) {
        const std::uint32_t middle = low + (high - low) / 2;
        const std::uint32_t at = table.begin + 8 * middle;
        const auto word = memory.load<std::uint32_t>(at);
        if (!word)
            return std::nullopt;
        (relative(at, *word) <= pc ? low : high) = middle;
    }
    std::uint32_t at = table.begin + 8 * low + 4;
    auto word = memory.load<std::uint32_t>(at);
    if (!word || *word == kCannotUnwind)
        return std::nullopt;
    if ((*word & 0x80000000U) == 0) { // elsewhere, with more words
        at = relative(at, *word);
        word = memory.load<std::uint32_t>(at);
        if (!word)
            return std::nullopt;
        if ((*word & 0x80000000U) == 0) { // behind a personality routine, as C++'s
            at += 4;
            word = memory.load<std::uint32_t>(at);
            if (!word)
                return std::nullopt;
            // The first byte counts words; three of instructions follow.
            std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(*word >> 16),
                                            static_cast<std::uint8_t>(*word >> 8),
                                            static_cast<std::uint8_t>(*word)};
            for (std::uint32_t more = *word >> 24; more > 0; --more) {
                at += 4;
                const auto next = memory.load<std::uint32_t>(at);
                for (int shift = 24; next && shift >= 0; shift -= 8)
                    bytes.push_back(static_cast<std::uint8_t>(*next >> shift));
            }
            return bytes;
        }
    }
    const std::uint32_t routine = *word >> 24 & 0xFU;
    std::vector<std::uint8_t> bytes;
    if (routine == 0)
        bytes.push_back(static_cast<std::uint8_t>(*word >> 16));
    bytes.push_back(static_cast<std::uint8_t>(*word >> 8));
    bytes.push_back(static_cast<std::uint8_t>(*word));
    for (std::uint32_t more = routine == 0 ? 0 : *word >> 16 & 0xFFU; more > 0; --more) {
        at += 4;
        const auto next = memory.load<std::uint32_t>(at);
        for (int shift = 24; next && shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::uint8_t>(*next >> shift));
    }
    return bytes;
}

/// The virtual registers, on which the instructions work.
class Frame
{
public:
    Frame(const GuestMemory& memory, Registers& registers)
        : m_memory(memory)
        , m_r(registers.r)
    {
    }

    /// Whether the caller's registers are known then.
    bool execute(const std::vector<std::uint8_t>& code)
    {
        m_sp = m_r[kUnwoundSp];
        for (std::size_t i = 0, count = 0; i < code.size(); ++i) {
            if (++count > kMaxInstructions)
                return false;
            const std::uint8_t byte = code[i];
            const std::uint8_t next = i + 1 < code.size() ? code[i + 1] : 0xB0;
            if (byte == 0xB0)
                break;
            if (!step(code, byte, next, i))
                return false;
        }
        m_r[kUnwoundSp] = m_sp;
        if (!m_hasPc)
            m_r[kUnwoundPc] = m_r[kUnwoundLr];
        return true;
    }

private:
    bool step(const std::vector<std::uint8_t>& code, std::uint8_t byte, std::uint8_t next,
              std::size_t& i)
    {
        if (byte < 0x40) {
            m_sp += (byte & 0x3FU) * 4 + 4;
            return true;
        }
        if (byte < 0x80) {
            m_sp -= (byte & 0x3FU) * 4 + 4;
            return true;
        }
        if (byte < 0x90) { // r4 to r15 by a mask; none: cannot be unwound
            ++i;
            const std::uint32_t mask = (byte & 0xFU) << 8 | next;
            return mask != 0 && pop(mask << 4);
        }
        if (byte < 0xA0) {
            const unsigned number = byte & 0xFU;
            m_sp = m_r[number];
            return number != kUnwoundSp && number != kUnwoundPc;
        }
        if (byte < 0xB0) {
            std::uint32_t mask = ((2U << (byte & 7U)) - 1) << 4;
            if ((byte & 8U) != 0)
                mask |= 1U << kUnwoundLr;
            return pop(mask);
        }
        switch (byte) {
        case 0xB1:
            ++i;
            return next != 0 && next < 0x10 && pop(next);
        case 0xB2:
            return addLong(code, i);
        case 0xB3: // doubles with FSTMFDX's extra word
            ++i;
            m_sp += ((next & 0xFU) + 1) * 8 + 4;
            return true;
        case 0xC8: // doubles by VPUSH
        case 0xC9:
            ++i;
            m_sp += ((next & 0xFU) + 1) * 8;
            return true;
        default:
            break;
        }
        if (byte >= 0xB8 && byte < 0xC0) {
            m_sp += ((byte & 7U) + 1) * 8 + 4;
            return true;
        }
        if (byte >= 0xD0 && byte < 0xD8) {
            m_sp += ((byte & 7U) + 1) * 8;
            return true;
        }
        return false;
    }

    bool addLong(const std::vector<std::uint8_t>& code, std::size_t& i)
    {
        std::uint32_t value = 0;
        for (unsigned shift = 0; ++i < code.size() && shift < 32; shift += 7) {
            value |= (code[i] & 0x7FU) << shift;
            if ((code[i] & 0x80U) == 0) {
                m_sp += 0x204 + (value << 2);
                return true;
            }
        }
        return false;
    }

    bool pop(std::uint32_t mask)
    {
        for (unsigned number = 0; number < 16; ++number) {
            if ((mask >> number & 1U) == 0)
                continue;
            const auto word = m_memory.load<std::uint32_t>(m_sp);
            if (!word)
                return false;
            m_r[number] = *word;
            m_sp += 4;
            m_hasPc = m_hasPc || number == kUnwoundPc;
        }
        if ((mask >> kUnwoundSp & 1U) != 0)
            m_sp = m_r[kUnwoundSp];
        return true;
    }

    const GuestMemory& m_memory;
    std::array<std::uint32_t, 16>& m_r;
    std::uint32_t m_sp = 0;
    bool m_hasPc = false;
};

} // namespace

std::vector<std::uint32_t> unwind(const GuestMemory& memory, Registers registers, std::size_t limit)
{
    const std::vector<MappedFile> files = mappedFiles(memory);
    std::vector<std::uint32_t> places{registers.r[kUnwoundPc]};
    while (places.size() < limit) {
        // Of a caller: the instruction of the call.
        const std::uint32_t pc =
            places.size() == 1 ? registers.r[kUnwoundPc] : registers.r[kUnwoundPc] - 2;
        std::optional<Table> table;
        for (const MappedFile& file : files)
            if (file.offset == 0 && !table)
                table = tableAt(memory, file.begin, pc);
        const auto code = table ? instructionsFor(memory, *table, pc) : std::nullopt;
        const std::uint32_t sp = registers.r[kUnwoundSp];
        Registers caller = registers;
        const bool isKnown = code && Frame(memory, caller).execute(*code);
        if (!isKnown && places.size() == 1) { // a leaf without a table, as in hand-written code
            caller = registers;
            caller.r[kUnwoundPc] = registers.r[kUnwoundLr];
        } else if (!isKnown) {
            break;
        }
        caller.r[kUnwoundPc] &= ~1U;
        const bool isMoving =
            caller.r[kUnwoundSp] > sp || (caller.r[kUnwoundSp] == sp && places.size() == 1 &&
                                          caller.r[kUnwoundPc] != registers.r[kUnwoundPc]);
        if (!isMoving || (memory.pageAt(caller.r[kUnwoundPc]) & GuestMemory::kExecutable) == 0)
            break;
        registers = caller;
        places.push_back(registers.r[kUnwoundPc]);
    }
    return places;
}

} // namespace perisphere::a7
