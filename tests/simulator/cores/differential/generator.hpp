// Makes random sequences of valid instructions: none is UNPREDICTABLE, none faults, each ends.
//
// A sequence may use all registers. Some of them are set aside: three bases (one of them SP) that
// point into the record's scratch area, and an index. The generator knows within which bounds each
// base is, whatever conditions and branches do, and so which offsets stay inside.
#pragma once

#include "random.hpp"
#include "record.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace perisphere::differential
{

class Generator;

/// Where an instruction may stand.
enum class Placement : std::uint8_t {
    Anywhere, ///< one instruction, also in an IT block
    LastInIt, ///< one instruction; in an IT block only as the last
    Outside,  ///< not in an IT block; may be several instructions
};

struct InstructionClass {
    std::string_view name;
    unsigned weight;
    Placement placement;
    void (*emit)(Generator&);
};

/// All of them, by topic: narrow_classes.cpp and so on.
[[nodiscard]] const std::vector<InstructionClass>& instructionClasses();

struct Sequence {
    std::uint32_t address = 0;
    std::uint32_t recordAddress = 0;
    std::vector<std::uint16_t> code;
    Record record{};
    std::vector<std::string_view> classes; ///< of its instructions
};

/// How a branch holds its distance.
enum class BranchForm : std::uint8_t {
    Narrow,          ///< B, B<c>
    CompareZero,     ///< CBZ, CBNZ
    Wide,            ///< B.W, BL
    WideConditional, ///< B<c>.W
    Address,         ///< ADR.W of the target with bit 0 set
    TableByte,       ///< an entry of TBB's table
    TableHalfword,   ///< of TBH's
};

class Generator
{
public:
    explicit Generator(std::uint64_t seed)
        : m_random(seed)
    {
    }

    [[nodiscard]] Sequence sequence(std::uint32_t address, std::uint32_t recordAddress);

    // For the classes.

    Random& random() { return m_random; }
    [[nodiscard]] bool isInItBlock() const { return m_isInItBlock; }

    void narrow(unsigned bits);
    void wide(std::uint32_t bits);
    /// In place of an instruction for which there are no operands at present.
    void nop() { narrow(0xBF00); }

    /// One of r0 to r12 and lr.
    unsigned source();
    /// The same without those that are set aside.
    unsigned destination();
    unsigned otherDestination(unsigned than);
    unsigned lowSource() { return m_random.below(8); }
    unsigned lowDestination();
    [[nodiscard]] bool isSetAside(unsigned reg) const;

    unsigned single() { return m_random.below(32); }
    unsigned singleDestination() { return m_random.below(31); } ///< s31 is the driver's
    unsigned doubleDestination() { return m_random.below(15); } ///< s30 and s31
    unsigned condition() { return m_random.below(14); }

    // Addresses.

    struct Offsets {
        int lowest = 0;
        int highest = 0;
        int step = 1;
    };
    struct Address {
        unsigned base = 0; ///< register
        int offset = 0;
    };
    enum class BaseKind : std::uint8_t { Any, Low, StackPointer, NotStackPointer };

    /// Where `bytes` fit at base + offset. @param isAligned to words
    std::optional<Address> address(BaseKind kind, unsigned bytes, Offsets offsets, bool isAligned);
    /// How far the base of that register may move.
    std::optional<int> move(unsigned base, Offsets offsets, bool isAligned);
    /// The base is written back, or SP changed, by that much.
    void moved(unsigned base, int by);
    /// The base is overwritten.
    void lost(unsigned base);
    [[nodiscard]] unsigned indexRegister() const { return m_indexRegister; }
    [[nodiscard]] unsigned index() const { return m_index; }

    // Exclusive monitor: the address that is tagged, if one is.
    [[nodiscard]] bool isTagged() const { return m_state.isTagged; }
    void setTagged(bool isTagged) { m_state.isTagged = isTagged; }

    // Branches: forward, over the next items.

    /// The halfword `at` holds (or begins) a distance of that form, to a place some items on.
    /// @param origin halfword of the code that the distance counts from
    void branch(BranchForm form, std::size_t at, std::size_t origin, bool isUpperByte = false);
    [[nodiscard]] std::size_t here() const { return m_sequence.code.size(); }
    [[nodiscard]] std::uint32_t addressHere() const
    {
        return m_sequence.address + static_cast<std::uint32_t>(here()) * 2;
    }

private:
    struct Base {
        unsigned reg = 0;
        int lowest = 0; ///< of the offset into the scratch area
        int highest = 0;
        bool isUsable = true;
        bool isAligned = true;
    };
    struct State {
        std::array<Base, 3> bases;
        bool isTagged = false;
    };
    struct Branch {
        BranchForm form;
        std::size_t at;
        std::size_t origin;
        bool isUpperByte; ///< of TableByte
        unsigned itemsLeft;
        State state; ///< as it was there
    };

    void begin(std::uint32_t address, std::uint32_t recordAddress);
    void setInputs();
    void item();
    void itBlock();
    void emit(bool isInItBlock, bool isLast);
    const InstructionClass& pickClass(bool isInItBlock, bool isLast);
    void land(bool all);
    void patch(const Branch& branch);
    void merge(const State& other);
    std::uint32_t integerValue();
    std::uint32_t floatValue();
    [[nodiscard]] Base* findBase(unsigned reg);
    std::optional<int> pickOffset(Offsets offsets);

    Random m_random;
    Sequence m_sequence;
    State m_state;
    unsigned m_indexRegister = 0;
    unsigned m_index = 0;
    bool m_isInItBlock = false;
    std::vector<Branch> m_branches;
};

} // namespace perisphere::differential
