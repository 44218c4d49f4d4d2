// Instructions that are not the recompiler's: hidden from it, and executed here.
#include "cpu.hpp"
#include "missing_instructions/instruction.hpp"

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kQc = 1U << 27; ///< FPSCR
constexpr std::uint32_t kUndefined = 0xE7F000F0;
constexpr std::uint32_t kUndefinedT32 = 0xF7F0A000; ///< first halfword in the high half
constexpr std::uint32_t kNop = 0xE320F000;
constexpr std::uint32_t kNopT32 = 0xF3AF8000;
constexpr std::uint32_t kFirstWide = 0xE800; ///< T32: halfwords from here on have a second one

/// DMB and DSB. The host's take long; its own order is enough for threads that share a processor.
bool isBarrier(std::uint32_t word, bool isThumb)
{
    const std::uint32_t kind = word & 0xFFFFFFF0U;
    return isThumb ? kind == 0xF3BF8F40U || kind == 0xF3BF8F50U
                   : kind == 0xF57FF040U || kind == 0xF57FF050U;
}

/// What the recompiler gets instead of an instruction, both halfwords of T32 in their order.
std::optional<std::uint32_t> replacementOf(std::uint32_t word, bool isThumb, bool seesOthers)
{
    if (!seesOthers && isBarrier(word, isThumb))
        return isThumb ? kNopT32 : kNop;
    if (isHiddenInstruction(word, isThumb))
        return isThumb ? kUndefinedT32 : kUndefined;
    return std::nullopt;
}

bool isConditionMet(unsigned condition, std::uint32_t cpsr)
{
    const bool n = (cpsr >> 31 & 1U) != 0;
    const bool z = (cpsr >> 30 & 1U) != 0;
    const bool c = (cpsr >> 29 & 1U) != 0;
    const bool v = (cpsr >> 28 & 1U) != 0;
    const std::array<bool, 8> met{z, c, n, v, c && !z, n == v, !z && n == v, true};
    return condition >= 14 || met[condition / 2] != ((condition & 1U) != 0);
}

} // namespace

/// What the recompiler gets of a word of code: instructions that it would get wrong become
/// undefined ones, which end a block with registers as they were, and are executed here.
std::uint32_t Cpu::shown(std::uint32_t address, std::uint32_t word)
{
    // Blocks are read one instruction after the other from where PC is; PreCodeTranslationHook
    // follows each.
    const std::uint32_t begin = r(15);
    if (begin != m_blockBegin || (address == (begin & ~3U) && (m_next & ~3U) != address)) {
        m_blockBegin = begin;
        m_next = begin;
    }
    const bool isT32 = isThumb();
    const std::uint32_t first = m_next & ~3U;
    const bool isFirst = address == first;
    const bool isSecond = isT32 && (m_next & 2U) != 0 && address == first + 4;
    if (!(isFirst || isSecond))
        return word;
    const auto replacement = replacementOf(instructionAt(m_next, isT32), isT32, m_seesOthers);
    if (!replacement)
        return word;
    if (!isT32)
        return *replacement;
    if ((m_next & 2U) == 0)
        return *replacement << 16 | *replacement >> 16;
    return isFirst ? (word & 0xFFFFU) | (*replacement & 0xFFFF0000U)
                   : (word & 0xFFFF0000U) | (*replacement & 0xFFFFU);
}

/// Behind the reading of each instruction that is translated.
void Cpu::PreCodeTranslationHook(bool isThumb, std::uint32_t pc, Dynarmic::A32::IREmitter&)
{
    m_next = pc + (isThumb && instructionAt(pc, true) < kFirstWide ? 2 : 4);
}

/// Both halfwords of T32, the first one in the high half; one of them alone in the low half.
std::uint32_t Cpu::instructionAt(std::uint32_t pc, bool isThumb) const
{
    if (!isThumb)
        return m_memory.load<std::uint32_t>(pc).value_or(0);
    const std::uint32_t first = m_memory.load<std::uint16_t>(pc).value_or(0);
    if (first < kFirstWide)
        return first;
    return first << 16 | m_memory.load<std::uint16_t>(pc + 2).value_or(0);
}

/// @return whether the instruction at `pc` is one of those, and was executed or faulted
bool Cpu::executeMissing(std::uint32_t pc)
{
    const std::uint32_t before = cpsr();
    std::uint32_t word = instructionAt(pc, isThumb());
    // An undefined one is none where its condition is not met; in T32 that was looked at.
    m_jit->Regs()[15] = pc + (isThumb() && word < kFirstWide << 16 ? 2 : 4);
    if (!isThumb() && !isConditionMet(word >> 28, before))
        return true;
    const MissingInstruction* const found = findMissingInstruction(word, isThumb());
    if (found == nullptr)
        return false;
    InstructionState state{.word = word,
                           .r = m_jit->Regs(),
                           .single = m_jit->ExtRegs(),
                           .memory = m_memory,
                           .cpsr = before};
    if (!found->execute(state))
        return false;
    if (state.badAccess) {
        m_jit->Regs()[15] = pc;
        trap({.kind = Trap::Kind::Fault,
              .address = state.badAccess->address,
              .isWrite = state.badAccess->isWrite,
              .isMapped = (m_memory.pageAt(state.badAccess->address) & GuestMemory::kMapped) != 0});
        return true;
    }
    if (state.cpsr != before)
        m_jit->SetCpsr(state.cpsr);
    if (state.isSaturated)
        m_jit->SetFpscr(m_jit->Fpscr() | kQc);
    return true;
}

} // namespace perisphere::a7
