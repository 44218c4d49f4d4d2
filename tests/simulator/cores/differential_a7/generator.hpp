// Makes random sequences of A32 or T32 instructions; each ends, and none leaves its record but to
// fault on purpose.
//
// Three bases (one of them SP) point into the record's scratch area. The generator knows within
// which bounds each is, whatever conditions and branches do, and so which offsets stay inside.
#pragma once

#include "random.hpp"
#include "record.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace perisphere::differential
{

class Generator;

enum class Set : std::uint8_t { A32, T32, Both };

/// Where an instruction may stand.
enum class Placement : std::uint8_t {
    Anywhere,
    NotInIt, ///< in no IT block
    Faults,  ///< raises a signal, in batches that have those: the sequence's last one
};

/// A form of an instruction. `bits` is its encoding, 16 or 32 long: 0, 1, and
///   n m a s  a register that is read        d e   one that is written, not the same
///   c        A32's condition                x     any
/// Letters of a register may be three or four; the same letter again is the same register.
/// In rows for both sets `bits` are A32's: T32 has 1110 for the condition, and Advanced SIMD in
/// its own place.
struct Pattern {
    std::string_view name;
    Set set = Set::Both;
    unsigned weight = 1;
    std::string_view bits;
    /// Makes what the random bits may not be right. @return false to try others
    bool (*fix)(std::uint32_t& word, Generator&) = nullptr;
    Placement placement = Placement::Anywhere;
};

/// A form whose bits depend on addresses: it emits itself.
struct MemoryForm {
    std::string_view name;
    Set set = Set::Both;
    unsigned weight = 1;
    void (*emit)(Generator&);
    Placement placement = Placement::Anywhere;
};

[[nodiscard]] std::span<const Pattern> a32Patterns();
[[nodiscard]] std::span<const Pattern> t32Patterns();
[[nodiscard]] std::span<const Pattern> floatingPatterns();
[[nodiscard]] std::span<const Pattern> vectorPatterns();
[[nodiscard]] std::span<const MemoryForm> memoryForms();

struct Sequence {
    std::uint32_t address = 0;
    std::uint32_t recordAddress = 0;
    bool isThumb = false;
    std::vector<std::uint16_t> code;
    Record record{};
    std::vector<std::string_view> forms; ///< of its instructions
};

class Generator
{
public:
    /// @param hasFaults whether sequences may end in a fault
    Generator(std::uint64_t seed, bool hasFaults)
        : m_random(seed)
        , m_hasFaults(hasFaults)
    {
    }

    [[nodiscard]] Sequence sequence(std::uint32_t address, std::uint32_t recordAddress);

    // For the forms.

    Random& random() { return m_random; }
    [[nodiscard]] bool isThumb() const { return m_sequence.isThumb; }
    /// r0 to r12 and lr.
    unsigned source();
    /// Those that are no bases.
    unsigned destination(std::optional<unsigned> but = std::nullopt);
    unsigned lowDestination(std::optional<unsigned> but = std::nullopt);
    [[nodiscard]] bool isBase(unsigned reg) const;
    /// A32: the condition in place; T32: 1110.
    std::uint32_t condition();

    void narrow(unsigned bits) { m_sequence.code.push_back(static_cast<std::uint16_t>(bits)); }
    /// In T32 the first halfword is the high one.
    void wide(std::uint32_t bits);

    struct Address {
        unsigned base = 0;
        int offset = 0;
    };
    struct Wanted {
        unsigned bytes = 4;
        int lowest = 0; ///< offset
        int highest = 255;
        int step = 1;
        bool isAligned = false; ///< to words: base and offset
        bool isLow = false;     ///< r0 to r7
        bool isStackPointer = false;
        unsigned alignment = 4; ///< of the address where isAligned
    };
    /// Where it fits at base + offset; in a faulting form, of memory that is not there.
    std::optional<Address> address(const Wanted& wanted);
    /// The base is written back.
    void moved(unsigned base, int by);
    [[nodiscard]] bool isFaulting() const { return m_isFaulting; }

private:
    struct Base {
        unsigned reg = 0;
        int lowest = 0; ///< of the offset into the scratch area
        int highest = 0;
        bool isUsable = true;
        bool isAligned = true;
    };
    struct Branch {
        std::size_t at;
        unsigned itemsLeft;
        unsigned condition;
    };

    void setInputs();
    void enter();
    void item(bool isLast);
    void itBlock();
    bool emit(bool isInIt, bool isLast);
    bool emitPattern(const Pattern& pattern);
    void fill(std::uint32_t& word, const Pattern& pattern);
    void emitFaultingBase();
    void land(bool all);
    void patch(const Branch& branch);
    std::uint32_t integerValue();
    std::uint64_t doubleValue();
    [[nodiscard]] std::size_t here() const { return m_sequence.code.size(); }
    [[nodiscard]] std::uint32_t addressHere() const
    {
        return m_sequence.address + static_cast<std::uint32_t>(here()) * 2;
    }

    Random m_random;
    bool m_hasFaults;
    Sequence m_sequence;
    std::array<Base, 3> m_bases;
    std::vector<Branch> m_branches;
    bool m_isFaulting = false;
    bool m_isInIt = false;
};

} // namespace perisphere::differential
