#include "system_coprocessor.hpp"

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kOneWordMask = 0x0FFF0FFF; ///< all of MCR and MRC but Rt and the condition

bool isThreadPointer(std::uint32_t word)
{
    switch (word & kOneWordMask) {
    case 0x0E1D0F70: // MRC of TPIDRURO
    case 0x0E1D0F50: // MRC of TPIDRURW
    case 0x0E0D0F50: // MCR to it
        return true;
    default:
        return false;
    }
}

bool isOldBarrier(std::uint32_t word)
{
    switch (word & kOneWordMask) {
    case 0x0E070F9A: // CP15DSB
    case 0x0E070FBA: // CP15DMB
    case 0x0E070F95: // CP15ISB
        return true;
    default:
        return false;
    }
}

Dynarmic::A32::Coprocessor::Callback nothing()
{
    return {[](void*, std::uint32_t, std::uint32_t) -> std::uint64_t { return 0; }, nullptr};
}

} // namespace

bool isUndefinedCoprocessorAccess(std::uint32_t word, bool isThumb)
{
    // In T32 the same bits, under 1110 and 1111; there Advanced SIMD has some of the latter.
    const bool isSecond = word >> 28 == 15;
    const bool isAccess =
        (word & 0x0C000000U) == 0x0C000000U && (word & 0x0F000000U) != 0x0F000000U;
    if (!isAccess || (isThumb && word < 0xE8000000U))
        return false;
    const unsigned coprocessor = word >> 8 & 15U;
    if (coprocessor == 10) // VMRS and VMSR of others than FPSCR
        return (word & 0x0FE00F10U) == 0x0EE00A10U && (word & 0x000F0000U) != 0x00010000U;
    if (coprocessor == 11)
        return false;
    return isSecond || !(isThreadPointer(word) || isOldBarrier(word));
}

std::optional<SystemCoprocessor::Callback>
SystemCoprocessor::CompileInternalOperation(bool, unsigned, Reg, Reg, Reg, unsigned)
{
    return nothing();
}

SystemCoprocessor::CallbackOrAccessOneWord
SystemCoprocessor::CompileSendOneWord(bool, unsigned, Reg n, Reg, unsigned)
{
    if (m_isSystem && n == Reg::C13)
        return &m_userTls;
    return nothing();
}

SystemCoprocessor::CallbackOrAccessTwoWords SystemCoprocessor::CompileSendTwoWords(bool, unsigned,
                                                                                   Reg)
{
    return nothing();
}

SystemCoprocessor::CallbackOrAccessOneWord
SystemCoprocessor::CompileGetOneWord(bool, unsigned, Reg n, Reg, unsigned opc2)
{
    if (m_isSystem && n == Reg::C13)
        return opc2 == 3 ? &m_tls : &m_userTls;
    return nothing();
}

SystemCoprocessor::CallbackOrAccessTwoWords SystemCoprocessor::CompileGetTwoWords(bool, unsigned,
                                                                                  Reg)
{
    return nothing();
}

std::optional<SystemCoprocessor::Callback>
SystemCoprocessor::CompileLoadWords(bool, bool, Reg, std::optional<std::uint8_t>)
{
    return nothing();
}

std::optional<SystemCoprocessor::Callback>
SystemCoprocessor::CompileStoreWords(bool, bool, Reg, std::optional<std::uint8_t>)
{
    return nothing();
}

} // namespace perisphere::a7
