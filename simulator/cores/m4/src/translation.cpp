#include "translation.hpp"

#include <algorithm>
#include <cstring>

namespace perisphere::m4
{
namespace
{

constexpr std::uint16_t kSvc = 0xDF00;
constexpr Instruction kBranchToItself{0xE7FE, 0};
constexpr Instruction kUndefined{0xF7F0, 0xA000};
constexpr Instruction kNarrowNop{0xBF00, 0};
constexpr Instruction kWideNop{0xF3AF, 0x8000};

/// The 8 IT bits that an IT instruction starts with; 0 for others.
std::uint8_t itStateBegunBy(Instruction instruction)
{
    const bool isIt = (instruction.first & 0xFF00U) == 0xBF00 && (instruction.first & 0xFU) != 0;
    return isIt ? static_cast<std::uint8_t>(instruction.first & 0xFFU) : std::uint8_t{0};
}

} // namespace

std::optional<std::uint16_t> Translation::halfword(std::uint32_t address) const
{
    const std::uint8_t* const data = m_space.readable(address, 2);
    if (data == nullptr)
        return std::nullopt;
    std::uint16_t value = 0;
    std::memcpy(&value, data, sizeof value);
    return value;
}

std::optional<Instruction> Translation::fetch(std::uint32_t address) const
{
    const auto first = halfword(address);
    if (!first)
        return std::nullopt;
    Instruction instruction{*first, 0};
    if (!instruction.isWide())
        return instruction;
    const auto second = halfword(address + 2);
    if (!second)
        return std::nullopt;
    instruction.second = *second;
    return instruction;
}

void Translation::setBreakpoint(std::uint32_t address, bool isSet)
{
    if (isSet)
        m_breakpoints.insert(address);
    else
        m_breakpoints.erase(address);
}

void Translation::beginBlock(const BlockKey& key)
{
    m_isInBlock = true;
    m_key = key;
    m_at = key.start;
    m_it = key.it;
    m_instructions = 0;
    m_cycles = 0;
    m_hasFirstHalf = false;
}

std::optional<std::uint32_t> Translation::word(std::uint32_t address, const BlockKey& key)
{
    if (!key.isThumb)
        return std::nullopt; // an ARM state, which an M-profile core has not
    if (!m_isInBlock || key.start != m_key.start)
        beginBlock(key);
    if (m_hasFirstHalf)
        return patched(m_at + 2, m_given.second);
    const auto instruction = fetch(m_at);
    if (!instruction) {
        leaveBlock();
        return std::nullopt;
    }
    static_cast<void>(address); // the word of m_at
    beginInstruction(*instruction);
    return patched(m_at, m_given.first);
}

/// The word in which `address` lies, with `half` in the place of its halfword there.
std::uint32_t Translation::patched(std::uint32_t address, std::uint16_t half) const
{
    const std::uint16_t other = halfword(address ^ 2U).value_or(0);
    return (address & 2U) != 0 ? std::uint32_t{half} << 16 | other
                               : std::uint32_t{other} << 16 | half;
}

void Translation::beginInstruction(Instruction instruction)
{
    m_original = instruction;
    m_given = instruction;
    m_isCut = isCutInFrontOf(instruction);
    if (!isStepping && !m_isCut)
        m_cyclesInFront[m_at] = static_cast<std::uint8_t>(m_cycles);
    if (m_it != 0)
        m_itStates[m_at] = m_it;
    if (m_isCut) {
        m_given = kBranchToItself;
    } else if (traps(instruction)) {
        const bool skipsByCondition = m_it != 0 && instruction.isWide();
        m_given = skipsByCondition ? kUndefined
                                   : Instruction{static_cast<std::uint16_t>(kSvc | m_cycles), 0};
    } else if (classify(instruction) == InstructionKind::Barrier) {
        m_given = instruction.isWide() ? kWideNop : kNarrowNop;
    }
    m_hasFirstHalf = m_given.isWide();
}

bool Translation::traps(Instruction instruction) const
{
    if (isBreakpoint(m_at))
        return true;
    switch (classify(instruction)) {
    case InstructionKind::Plain:
    case InstructionKind::Barrier:
        break;
    case InstructionKind::Memory:
        if (trapsMemory || m_marked.contains(m_at))
            return true;
        break;
    case InstructionKind::FloatingMemory:
        if (m_key.trapsFloatingPoint || trapsMemory || m_marked.contains(m_at))
            return true;
        break;
    case InstructionKind::FloatingPoint:
        if (m_key.trapsFloatingPoint)
            return true;
        break;
    case InstructionKind::FloatingArithmetic:
        if (m_key.trapsFloatingPoint || m_key.flushesToZero)
            return true;
        break;
    case InstructionKind::Divide:
        if (trapsDivide)
            return true;
        break;
    default:
        return true;
    }
    return false;
}

bool Translation::isCutInFrontOf(Instruction instruction) const
{
    if (m_it != 0 || m_instructions == 0)
        return false;
    return m_instructions >= kMaxInstructions || m_cycles + cyclesOf(instruction) > maxCycles;
}

/// The recompiler looks at its budget behind each block, except where an IT block begins or is
/// gone through, and where a function returns to its caller.
bool Translation::endsRun() const
{
    if (m_isCut)
        return true;
    const std::uint16_t first = m_original.first;
    const bool isReturn = (first & 0xFF87U) == 0x4700U || (first & 0xFF00U) == 0xBD00U ||
                          first == 0xE8BD || first == 0xF85D; // BX, POP, LDM SP!, LDR [SP]
    return m_it == 0 && itStateBegunBy(m_original) == 0 && !isReturn;
}

unsigned Translation::endInstruction()
{
    const unsigned cycles = m_isCut ? 0 : cyclesOf(m_original);
    const bool endsRun = this->endsRun();
    m_cycles += cycles;
    ++m_instructions;
    m_at += m_given.size();
    m_it = m_it != 0 ? advancedIt(m_it) : itStateBegunBy(m_original);
    m_hasFirstHalf = false;
    if (!isStepping) {
        m_longestBlock = std::max(m_longestBlock, m_cycles);
        Block& block = m_blocks[m_key.start / 2 % m_blocks.size()];
        block = {m_key, m_at, static_cast<std::uint16_t>(m_cycles), endsRun};
    }
    return cycles;
}

unsigned Translation::cyclesInFrontOf(std::uint32_t address) const
{
    const auto found = m_cyclesInFront.find(address);
    return found == m_cyclesInFront.end() ? 0 : found->second;
}

std::uint8_t Translation::itStateOf(std::uint32_t address) const
{
    const auto found = m_itStates.find(address);
    return found == m_itStates.end() ? std::uint8_t{0} : found->second;
}

void Translation::forgetBlocks(std::uint32_t address, std::size_t bytes)
{
    for (Block& block : m_blocks)
        if (block.key.start < address + bytes && address < block.end)
            block = {};
}

std::vector<std::uint32_t> Translation::translated() const
{
    std::vector<std::uint32_t> addresses;
    addresses.reserve(m_cyclesInFront.size());
    for (const auto& [address, cycles] : m_cyclesInFront)
        addresses.push_back(address);
    std::sort(addresses.begin(), addresses.end());
    return addresses;
}

} // namespace perisphere::m4
