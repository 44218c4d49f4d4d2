// What the recompiler is given to read: the program, with those instructions replaced that this
// core has to see.
//
// The recompiler translates block by block, and asks for the halfwords of one instruction after the
// other. In place of an instruction that traps it reads "SVC #n", n being the cycles of the block
// up to there: so the trap knows the exact time. A 32-bit instruction in an IT block is replaced by
// "UDF.W" instead, because a false condition skips as many bytes as it reads.
#pragma once

#include "instruction.hpp"

#include "perisphere/m4/address_space.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace perisphere::m4
{

class Translation
{
public:
    /// Blocks have at most as many instructions, because translating is quadratic in them.
    static constexpr unsigned kMaxInstructions = 32;
    /// ... and as many cycles, which have to fit the operand of an SVC.
    static constexpr unsigned kMaxCycles = 60;
    /// What a block can take at most: it ends behind the instruction that takes it beyond
    /// kMaxCycles (VLDM of all registers), or the IT block that it is in.
    static constexpr unsigned kLongestBlock = kMaxCycles + 3 * 36;

    explicit Translation(const AddressSpace& space)
        : m_space(space)
    {
    }

    /// What the recompiler says of the block that it translates: it is that of its begin.
    struct BlockKey {
        std::uint32_t start = 0; ///< R15
        std::uint8_t it = 0;
        bool isThumb = true;
        bool trapsFloatingPoint = false;
        bool flushesToZero = false; ///< FPSCR.FZ
    };

    /// The next read is of another block.
    void leaveBlock() { m_isInBlock = false; }
    /// The word that the recompiler asks for; nullopt where no program is.
    std::optional<std::uint32_t> word(std::uint32_t address, const BlockKey& key);
    /// The instruction read last is complete; its cycles.
    unsigned endInstruction();

    /// What traps besides what always does. A change concerns what is translated from then on.
    bool trapsMemory = false;
    bool trapsDivide = false;
    /// Blocks of one instruction are made for single steps: their cycles say nothing of others.
    bool isStepping = false;

    /// Accesses of this instruction go to the bus.
    void markMemory(std::uint32_t address) { m_marked.insert(address); }
    void setBreakpoint(std::uint32_t address, bool isSet);
    [[nodiscard]] bool isBreakpoint(std::uint32_t address) const
    {
        return m_breakpoints.contains(address);
    }

    /// Cycles of its block in front of the instruction there, as it was translated last.
    [[nodiscard]] unsigned cyclesInFrontOf(std::uint32_t address) const;
    /// The IT state in which the instruction there runs.
    [[nodiscard]] std::uint8_t itStateOf(std::uint32_t address) const;
    /// Of the block that starts there, if one was translated.
    [[nodiscard]] std::optional<unsigned> cyclesOfBlock(std::uint32_t start) const;

    [[nodiscard]] std::optional<Instruction> fetch(std::uint32_t address) const;

    [[nodiscard]] std::vector<std::uint32_t> translated() const;
    /// Forgets what translated() tells.
    void forgetTranslated() { m_cyclesInFront.clear(); }
    void forgetMarks() { m_marked.clear(); }

private:
    void beginBlock(const BlockKey& key);
    void beginInstruction(Instruction instruction);
    [[nodiscard]] bool traps(Instruction instruction) const;
    [[nodiscard]] std::optional<std::uint16_t> halfword(std::uint32_t address) const;
    [[nodiscard]] std::uint32_t patched(std::uint32_t address, std::uint16_t half) const;

    const AddressSpace& m_space;
    std::unordered_set<std::uint32_t> m_marked;
    std::unordered_set<std::uint32_t> m_breakpoints;
    std::unordered_map<std::uint32_t, std::uint8_t> m_cyclesInFront;
    std::unordered_map<std::uint32_t, std::uint8_t> m_itStates; ///< inside IT blocks only
    std::unordered_map<std::uint32_t, std::uint16_t> m_blocks;

    // The block that is translated.
    bool m_isInBlock = false;
    BlockKey m_key;
    std::uint32_t m_at = 0;
    std::uint8_t m_it = 0;
    unsigned m_instructions = 0;
    unsigned m_cycles = 0;
    // Its present instruction.
    Instruction m_original;
    Instruction m_given;
    bool m_hasFirstHalf = false;
};

} // namespace perisphere::m4
