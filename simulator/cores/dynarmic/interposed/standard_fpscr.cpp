// Advanced SIMD computes with the standard FPSCR value, whatever FPSCR has: the recompiler changes
// MXCSR before each of its operations and back behind it, which takes longer than the operation. A
// VMLA is two of them. Where nothing between two that follow one another depends on MXCSR or can be
// left, it is not changed back in between.

#include "library.hpp"

#include <Zydis/Zydis.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace perisphere::interposed
{
namespace
{

using Dynarmic::Backend::X64::BlockOfCode;
using Change = void(BlockOfCode*);

/// Where MXCSR was changed back last, and the code that does it.
struct LastChange {
    BlockOfCode* code = nullptr;
    std::uint8_t* begin = nullptr;
    std::vector<std::uint8_t> bytes;

    std::uint8_t* end() const { return begin + bytes.size(); }
    /// Else all code has been forgotten since, and other code is there.
    bool isThere() const { return std::ranges::equal(bytes, std::span(begin, bytes.size())); }
};

thread_local LastChange g_last;

/// What makes NaNs of operations' results the default one, and what moves registers. None of them
/// rounds or looks at denormals.
constexpr std::array kWithoutMxcsr = {
    ZYDIS_MNEMONIC_MOVAPS,     ZYDIS_MNEMONIC_MOVAPD,    ZYDIS_MNEMONIC_VMOVAPS,
    ZYDIS_MNEMONIC_VMOVAPD,    ZYDIS_MNEMONIC_MOV,       ZYDIS_MNEMONIC_VFPCLASSPS,
    ZYDIS_MNEMONIC_VFPCLASSPD, ZYDIS_MNEMONIC_VBLENDMPS, ZYDIS_MNEMONIC_VBLENDMPD,
    ZYDIS_MNEMONIC_VBLENDVPS,  ZYDIS_MNEMONIC_VBLENDVPD, ZYDIS_MNEMONIC_VCMPPS,
    ZYDIS_MNEMONIC_VCMPPD,     ZYDIS_MNEMONIC_CMPPS,     ZYDIS_MNEMONIC_CMPPD,
    ZYDIS_MNEMONIC_ANDPS,      ZYDIS_MNEMONIC_ANDPD,     ZYDIS_MNEMONIC_ANDNPS,
    ZYDIS_MNEMONIC_ANDNPD,     ZYDIS_MNEMONIC_ORPS,      ZYDIS_MNEMONIC_ORPD,
};

/// The recompiler's own memory: its constants, its state and its stack. The program's may fault.
bool isOwnMemory(const ZydisDecodedOperandMem& memory)
{
    return memory.index == ZYDIS_REGISTER_NONE &&
           (memory.base == ZYDIS_REGISTER_RIP || memory.base == ZYDIS_REGISTER_R15 ||
            memory.base == ZYDIS_REGISTER_RSP);
}

bool isWithoutMxcsr(const ZydisDecodedInstruction& instruction,
                    std::span<const ZydisDecodedOperand> operands)
{
    return std::ranges::find(kWithoutMxcsr, instruction.mnemonic) != kWithoutMxcsr.end() &&
           std::ranges::all_of(operands, [](const ZydisDecodedOperand& operand) {
               return operand.type != ZYDIS_OPERAND_TYPE_MEMORY || isOwnMemory(operand.mem);
           });
}

bool areWithoutMxcsr(std::span<const std::uint8_t> code)
{
    ZydisDecoder decoder;
    ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
    while (!code.empty()) {
        ZydisDecodedInstruction instruction;
        std::array<ZydisDecodedOperand, ZYDIS_MAX_OPERAND_COUNT> operands;
        if (ZYAN_FAILED(ZydisDecoderDecodeFull(&decoder, code.data(), code.size(), &instruction,
                                               operands.data())) ||
            !isWithoutMxcsr(instruction, std::span(operands).first(instruction.operand_count)))
            return false;
        code = code.subspan(instruction.length);
    }
    return true;
}

/// Longer is more than one operation's end, and is not worth looking through.
constexpr std::ptrdiff_t kMostBetween = 64;

/// @return whether the last change back is taken out, so that none is needed here
bool staysStandard(BlockOfCode& code)
{
    const LastChange last = std::exchange(g_last, {});
    std::uint8_t* const here = place(code);
    if (last.code != &code || here < last.end() || here - last.end() > kMostBetween ||
        !last.isThere() || !areWithoutMxcsr({last.end(), here}))
        return false;
    // What stands behind it may be branched to from elsewhere, and has constants relative to where
    // it stands: it stays there.
    ZydisEncoderNopFill(last.begin, last.bytes.size());
    return true;
}

} // namespace
} // namespace perisphere::interposed

namespace Dynarmic::Backend::X64
{

void BlockOfCode::EnterStandardASIMD()
{
    static auto* const change = perisphere::interposed::original<perisphere::interposed::Change>(
        "_ZN8Dynarmic7Backend3X6411BlockOfCode18EnterStandardASIMDEv");
    if (!perisphere::interposed::staysStandard(*this))
        change(this);
}

void BlockOfCode::LeaveStandardASIMD()
{
    static auto* const change = perisphere::interposed::original<perisphere::interposed::Change>(
        "_ZN8Dynarmic7Backend3X6411BlockOfCode18LeaveStandardASIMDEv");
    std::uint8_t* const begin = perisphere::interposed::place(*this);
    change(this);
    perisphere::interposed::g_last = {this, begin, {begin, perisphere::interposed::place(*this)}};
}

} // namespace Dynarmic::Backend::X64
