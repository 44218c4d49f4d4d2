// What kind of Thumb instruction a pair of halfwords is: which ones the recompiler does by itself,
// and which ones this core has to see.
#pragma once

#include <cstdint>

namespace perisphere::m4
{

/// `second` is only meaningful of 32-bit instructions.
struct Instruction {
    std::uint16_t first = 0;
    std::uint16_t second = 0;

    [[nodiscard]] constexpr bool isWide() const { return first >= 0xE800; }
    [[nodiscard]] constexpr std::uint32_t size() const { return isWide() ? 4 : 2; }
    /// The bits as the manual prints them.
    [[nodiscard]] constexpr std::uint32_t bits() const
    {
        return isWide() ? std::uint32_t{first} << 16 | second : first;
    }
};

enum class InstructionKind : std::uint8_t {
    Plain,              ///< the recompiler's
    Barrier,            ///< DMB, DSB, ISB: nothing to do where one thread runs the core
    Memory,             ///< a load or store; the recompiler's where it is to memory
    Divide,             ///< the recompiler's unless a division by 0 traps
    FloatingPoint,      ///< the recompiler's once there is a floating-point context
    FloatingMemory,     ///< both
    FloatingArithmetic, ///< as FloatingPoint, but this core's while FPSCR.FZ is set
    FloatingConversion, ///< to what is no single: this core's
    Exclusive,          ///< LDREX, STREX and their kin
    ClearExclusive,
    MoveFromSpecial, ///< MRS
    MoveToSpecial,   ///< MSR
    ChangeState,     ///< CPS
    WriteFpscr,      ///< VMSR
    SupervisorCall,
    Breakpoint,
    WaitForInterrupt,
    WaitForEvent,
    SendEvent,
    NoCoprocessor, ///< UsageFault NOCP
    Undefined,     ///< UsageFault UNDEFINSTR, where the recompiler knows more than a Cortex-M4
};

[[nodiscard]] InstructionKind classify(Instruction instruction);

/// How many instructions an IT block makes of the 8 IT bits, advanced by one: 0 outside.
[[nodiscard]] constexpr std::uint8_t advancedIt(std::uint8_t it)
{
    return (it & 7U) == 0 ? std::uint8_t{0}
                          : static_cast<std::uint8_t>((it & 0xE0U) | ((it & 0xFU) << 1));
}

/// Cycles by the Cortex-M4 Technical Reference Manual. What depends on the run has one figure: a
/// branch refills the pipeline in 2 cycles, a conditional one counts as taken half the time, a
/// division takes 6, a load is not pipelined with the one in front of it.
[[nodiscard]] unsigned cyclesOf(Instruction instruction);

} // namespace perisphere::m4
