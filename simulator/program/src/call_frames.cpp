#include "perisphere/program/call_frames.hpp"

#include "byte_reader.hpp"

#include <algorithm>
#include <dwarf.h>
#include <map>
#include <utility>

namespace perisphere::program
{
namespace
{

constexpr std::uint32_t kCommonMark = 0xFFFFFFFF;
constexpr std::uint32_t k64BitMark = 0xFFFFFFFF;
constexpr std::size_t kMaxEntries = 200'000;
/// Of one entry: a program may remember as often as it is long.
constexpr std::size_t kMaxRemembered = 32;

/// One entry, without its length.
struct Entry {
    std::uint32_t offset = 0; ///< in the section
    std::uint32_t mark = 0;   ///< kCommonMark or the offset of its common entry
    std::span<const std::byte> rest;
};

std::optional<Entry> nextEntry(ByteReader& section)
{
    Entry entry{.offset = static_cast<std::uint32_t>(section.offset()), .rest = {}};
    const std::uint32_t length = section.u32();
    if (!section.isGood() || length == k64BitMark || length < 4 || length > section.left())
        return std::nullopt;
    entry.mark = section.u32();
    entry.rest = section.take(length - 4);
    return entry;
}

/// The call frame instructions of one function up to one address.
class Machine
{
public:
    Machine(FrameRules start, std::uint32_t codeAlignment, std::int32_t dataAlignment)
        : m_rules(start)
        , m_codeAlignment(codeAlignment)
        , m_dataAlignment(dataAlignment)
    {
    }

    /// @return false: it has something that is not understood
    bool run(std::span<const std::byte> program, std::uint32_t from, std::uint32_t to)
    {
        ByteReader reader(program);
        m_location = from;
        while (!reader.isAtEnd()) {
            const std::uint8_t opcode = reader.u8();
            if (!execute(opcode, reader) || !reader.isGood())
                return false;
            if (m_location > to)
                break; // what follows holds from there on only
            m_reached = m_rules;
        }
        return true;
    }

    /// What restore goes back to.
    void setInitial()
    {
        m_reached = m_rules;
        m_initial = m_rules;
    }
    [[nodiscard]] const FrameRules& rules() const { return m_reached; }

private:
    bool execute(std::uint8_t opcode, ByteReader& reader)
    {
        const std::uint8_t low = opcode & 0x3FU;
        switch (opcode & 0xC0U) {
        case DW_CFA_advance_loc:
            advance(low);
            return true;
        case DW_CFA_offset:
            set(low, {.kind = RegisterRule::Kind::Saved, .offset = factored(reader.uleb())});
            return true;
        case DW_CFA_restore:
            restore(low);
            return true;
        default:
            return executeExtended(opcode, reader);
        }
    }

    bool executeExtended(std::uint8_t opcode, ByteReader& reader)
    {
        using Kind = RegisterRule::Kind;
        switch (opcode) {
        case DW_CFA_nop:
            return true;
        case DW_CFA_set_loc:
            m_location = reader.u32();
            return true;
        case DW_CFA_advance_loc1:
            advance(reader.u8());
            return true;
        case DW_CFA_advance_loc2:
            advance(reader.u16());
            return true;
        case DW_CFA_advance_loc4:
            advance(reader.u32());
            return true;
        case DW_CFA_offset_extended: {
            const std::uint64_t number = reader.uleb();
            set(number, {.kind = Kind::Saved, .offset = factored(reader.uleb())});
            return true;
        }
        case DW_CFA_offset_extended_sf: {
            const std::uint64_t number = reader.uleb();
            set(number, {.kind = Kind::Saved, .offset = factoredSigned(reader.sleb())});
            return true;
        }
        case DW_CFA_val_offset: {
            const std::uint64_t number = reader.uleb();
            set(number, {.kind = Kind::Value, .offset = factored(reader.uleb())});
            return true;
        }
        case DW_CFA_val_offset_sf: {
            const std::uint64_t number = reader.uleb();
            set(number, {.kind = Kind::Value, .offset = factoredSigned(reader.sleb())});
            return true;
        }
        case DW_CFA_register: {
            const std::uint64_t number = reader.uleb();
            const std::uint64_t source = reader.uleb();
            if (source > 15)
                return number > 15;
            set(number, {.kind = Kind::Moved, .number = static_cast<std::uint8_t>(source)});
            return true;
        }
        case DW_CFA_restore_extended:
            restore(reader.uleb());
            return true;
        case DW_CFA_undefined:
            set(reader.uleb(), {.kind = Kind::Undefined});
            return true;
        case DW_CFA_same_value:
            set(reader.uleb(), {.kind = Kind::Same});
            return true;
        case DW_CFA_remember_state:
            if (m_remembered.size() == kMaxRemembered)
                return false;
            m_remembered.push_back(m_rules);
            return true;
        case DW_CFA_restore_state:
            if (m_remembered.empty())
                return false;
            m_rules = m_remembered.back();
            m_remembered.pop_back();
            return true;
        default:
            return executeFrameAddress(opcode, reader);
        }
    }

    bool executeFrameAddress(std::uint8_t opcode, ByteReader& reader)
    {
        switch (opcode) {
        case DW_CFA_def_cfa: {
            const std::uint64_t number = reader.uleb();
            m_rules.baseOffset = static_cast<std::int32_t>(reader.uleb());
            return setBase(number);
        }
        case DW_CFA_def_cfa_sf: {
            const std::uint64_t number = reader.uleb();
            m_rules.baseOffset = factoredSigned(reader.sleb());
            return setBase(number);
        }
        case DW_CFA_def_cfa_register:
            return setBase(reader.uleb());
        case DW_CFA_def_cfa_offset:
            m_rules.baseOffset = static_cast<std::int32_t>(reader.uleb());
            return true;
        case DW_CFA_def_cfa_offset_sf:
            m_rules.baseOffset = factoredSigned(reader.sleb());
            return true;
        case DW_CFA_GNU_args_size:
            (void)reader.uleb();
            return true;
        default:
            return false; // an expression, or something new
        }
    }

    void advance(std::uint32_t steps) { m_location += std::uint64_t{steps} * m_codeAlignment; }

    /// Arithmetic of 32 bits, as the processor's: a number beyond it has no meaning here.
    [[nodiscard]] std::int32_t factored(std::uint64_t value) const
    {
        return static_cast<std::int32_t>(static_cast<std::uint32_t>(value) *
                                         static_cast<std::uint32_t>(m_dataAlignment));
    }
    [[nodiscard]] std::int32_t factoredSigned(std::int64_t value) const
    {
        return factored(static_cast<std::uint64_t>(value));
    }

    /// The floating-point registers have numbers too; they are of no use here.
    void set(std::uint64_t number, RegisterRule rule)
    {
        if (number < m_rules.registers.size())
            m_rules.registers[number] = rule;
    }
    void restore(std::uint64_t number)
    {
        if (number < m_rules.registers.size())
            m_rules.registers[number] = m_initial.registers[number];
    }
    bool setBase(std::uint64_t number)
    {
        if (number > 15)
            return false;
        m_rules.baseRegister = static_cast<std::uint8_t>(number);
        return true;
    }

    FrameRules m_rules;
    FrameRules m_initial;
    FrameRules m_reached;
    std::uint32_t m_codeAlignment;
    std::int32_t m_dataAlignment;
    std::uint64_t m_location = 0;
    std::vector<FrameRules> m_remembered;
};

} // namespace

std::optional<CallFrames::Common> CallFrames::commonAt(std::span<const std::byte> section,
                                                       std::uint32_t offset)
{
    if (offset >= section.size())
        return std::nullopt;
    ByteReader at(section.subspan(offset));
    const auto entry = nextEntry(at);
    if (!entry || entry->mark != kCommonMark)
        return std::nullopt;
    ByteReader reader(entry->rest);
    const std::uint8_t version = reader.u8();
    const bool isPlain = reader.text().empty(); // augmented ones are of .eh_frame
    if (version >= 4) {
        const bool isFor32Bits = reader.u8() == 4 && reader.u8() == 0;
        if (!isFor32Bits)
            return std::nullopt;
    }
    Common common;
    common.codeAlignment = static_cast<std::uint32_t>(reader.uleb());
    common.dataAlignment = static_cast<std::int32_t>(reader.sleb());
    const std::uint64_t returnRegister = version == 1 ? reader.u8() : reader.uleb();
    if (!reader.isGood() || !isPlain || (version != 1 && version != 3 && version != 4) ||
        returnRegister > 15)
        return std::nullopt;
    common.returnRegister = static_cast<std::uint8_t>(returnRegister);
    common.program = reader.take(reader.left());
    return common;
}

CallFrames::CallFrames(std::span<const std::byte> debugFrame)
{
    std::map<std::uint32_t, std::optional<Common>> commons;
    ByteReader section(debugFrame);
    while (section.left() >= 4 && m_functions.size() < kMaxEntries) {
        const auto entry = nextEntry(section);
        if (!entry)
            break;
        if (entry->mark == kCommonMark)
            continue;
        auto common = commons.find(entry->mark);
        if (common == commons.end())
            common = commons.emplace(entry->mark, commonAt(debugFrame, entry->mark)).first;
        ByteReader reader(entry->rest);
        const std::uint32_t begin = reader.u32();
        const std::uint32_t bytes = reader.u32();
        if (!common->second || !reader.isGood() || bytes == 0)
            continue;
        m_functions.push_back({.begin = begin,
                               .bytes = bytes,
                               .common = *common->second,
                               .program = reader.take(reader.left())});
    }
    std::stable_sort(m_functions.begin(), m_functions.end(),
                     [](const Described& a, const Described& b) { return a.begin < b.begin; });
}

std::optional<FrameRules> CallFrames::at(std::uint32_t address) const
{
    auto found = std::upper_bound(
        m_functions.begin(), m_functions.end(), address,
        [](std::uint32_t wanted, const Described& one) { return wanted < one.begin; });
    if (found == m_functions.begin())
        return std::nullopt;
    --found;
    if (address - found->begin >= found->bytes)
        return std::nullopt;
    Machine machine({.returnRegister = found->common.returnRegister}, found->common.codeAlignment,
                    found->common.dataAlignment);
    constexpr std::uint32_t kEverywhere = ~std::uint32_t{0};
    if (!machine.run(found->common.program, 0, kEverywhere))
        return std::nullopt;
    machine.setInitial();
    if (!machine.run(found->program, found->begin, address))
        return std::nullopt;
    return machine.rules();
}

} // namespace perisphere::program
