// What the recompiler is given to read: the program, with those instructions replaced that this
// core has to see.
//
// The recompiler translates block by block, and asks for the halfwords of one instruction after the
// other. In place of an instruction that traps it reads "SVC #n", n being the cycles of the block
// up to there: so the trap knows the exact time. A 32-bit instruction in an IT block is replaced by
// "UDF.W" instead, because a false condition skips as many bytes as it reads. Where a block would
// be too long, it reads a branch to that instruction, with which the next block begins.
#pragma once

#include "instruction.hpp"

#include "perisphere/m4/address_space.hpp"

#include <array>
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
    /// What a block can take at most: an IT block is not cut, and VLDM loads up to 32 registers.
    static constexpr unsigned kLongestBlock = 4 * 36;

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

        bool operator==(const BlockKey&) const = default;
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
    /// Blocks that are translated from then on have at most as many cycles.
    unsigned maxCycles = kMaxCycles;
    /// Blocks of one instruction are made for single steps: their cycles say nothing of others.
    bool isStepping = false;

    /// Accesses of this instruction go to the bus.
    void markMemory(std::uint32_t address) { m_marked.insert(address); }
    void setBreakpoint(std::uint32_t address, bool isSet);
    [[nodiscard]] bool isBreakpoint(std::uint32_t address) const
    {
        return !m_breakpoints.empty() && m_breakpoints.contains(address);
    }

    /// Cycles of its block in front of the instruction there, as it was translated last.
    [[nodiscard]] unsigned cyclesInFrontOf(std::uint32_t address) const;
    /// The IT state in which the instruction there runs.
    [[nodiscard]] std::uint8_t itStateOf(std::uint32_t address) const;

    /// As it was translated last.
    struct Block {
        BlockKey key{.start = 1}; ///< odd: none
        std::uint32_t end = 0;    ///< first address behind it
        std::uint16_t cycles = 0;
        /// A run whose budget it spends ends with it, instead of going on a little.
        bool endsRun = false;
    };
    /// The block of that key; nullptr where none was translated, or too long ago.
    [[nodiscard]] const Block* block(const BlockKey& key) const
    {
        const Block& block = m_blocks[key.start / 2 % m_blocks.size()];
        return block.key == key ? &block : nullptr;
    }
    /// Blocks with instructions there will be translated anew.
    void forgetBlocks(std::uint32_t address, std::size_t bytes);
    void forgetBlocks() { m_blocks.fill({}); }
    [[nodiscard]] unsigned longestBlock() const { return m_longestBlock; }

    [[nodiscard]] std::optional<Instruction> fetch(std::uint32_t address) const;

    [[nodiscard]] std::vector<std::uint32_t> translated() const;
    /// Forgets what translated() tells.
    void forgetTranslated() { m_cyclesInFront.clear(); }
    void forgetMarks() { m_marked.clear(); }

private:
    void beginBlock(const BlockKey& key);
    void beginInstruction(Instruction instruction);
    [[nodiscard]] bool traps(Instruction instruction) const;
    [[nodiscard]] bool isCutInFrontOf(Instruction instruction) const;
    [[nodiscard]] bool endsRun() const;
    [[nodiscard]] std::optional<std::uint16_t> halfword(std::uint32_t address) const;
    [[nodiscard]] std::uint32_t patched(std::uint32_t address, std::uint16_t half) const;

    const AddressSpace& m_space;
    std::unordered_set<std::uint32_t> m_marked;
    std::unordered_set<std::uint32_t> m_breakpoints;
    std::unordered_map<std::uint32_t, std::uint8_t> m_cyclesInFront;
    std::unordered_map<std::uint32_t, std::uint8_t> m_itStates; ///< inside IT blocks only
    std::array<Block, 1024> m_blocks{};
    unsigned m_longestBlock = 36; ///< seen so far; one instruction can take as long

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
    bool m_isCut = false; ///< it is the next block's
};

} // namespace perisphere::m4
