// Elements of vector registers.
#pragma once

#include "instruction.hpp"

namespace perisphere::a7
{

/// The operands of "three registers" encodings: numbers of double words.
struct VectorOperands {
    unsigned d = 0;
    unsigned n = 0;
    unsigned m = 0;
    unsigned sizeLog2 = 0; ///< of an element, in bytes

    static VectorOperands of(const InstructionState& state)
    {
        const auto number = [&](unsigned low, unsigned high) {
            return state.field(low, 4) | (state.bit(high) ? 16U : 0U);
        };
        return {.d = number(12, 22),
                .n = number(16, 7),
                .m = number(0, 5),
                .sizeLog2 = state.field(20, 2)};
    }
    [[nodiscard]] unsigned bits() const { return 8U << sizeLog2; }
};

__extension__ using Wide = __int128; ///< sums and products of 64-bit elements

class VectorView
{
public:
    explicit VectorView(InstructionState& state)
        : m_state(state)
    {
    }

    [[nodiscard]] std::uint64_t doubleWord(unsigned number) const
    {
        return m_state.single[std::size_t{2} * number] |
               std::uint64_t{m_state.single[std::size_t{2} * number + 1]} << 32;
    }
    void setDoubleWord(unsigned number, std::uint64_t value)
    {
        m_state.single[std::size_t{2} * number] = static_cast<std::uint32_t>(value);
        m_state.single[std::size_t{2} * number + 1] = static_cast<std::uint32_t>(value >> 32);
    }

    /// Of `bits` each, counted from the register's begin across the ones that follow it.
    [[nodiscard]] std::uint64_t element(unsigned reg, unsigned bits, unsigned index) const
    {
        const unsigned at = bits * index;
        return doubleWord(reg + at / 64) >> at % 64 & mask(bits);
    }
    [[nodiscard]] std::int64_t signedElement(unsigned reg, unsigned bits, unsigned index) const
    {
        const std::uint64_t value = element(reg, bits, index);
        return static_cast<std::int64_t>(value << (64 - bits)) >> (64 - bits);
    }
    void setElement(unsigned reg, unsigned bits, unsigned index, std::uint64_t value)
    {
        const unsigned at = bits * index;
        const std::uint64_t others = doubleWord(reg + at / 64) & ~(mask(bits) << at % 64);
        setDoubleWord(reg + at / 64, others | (value & mask(bits)) << at % 64);
    }

    /// Into what `bits` hold; FPSCR.QC tells when it was not.
    std::uint64_t saturate(Wide value, unsigned bits, bool isUnsigned)
    {
        const Wide most = isUnsigned ? (Wide{1} << bits) - 1 : (Wide{1} << (bits - 1)) - 1;
        const Wide least = isUnsigned ? 0 : -(Wide{1} << (bits - 1));
        if (value > most || value < least) {
            m_state.isSaturated = true;
            value = value > most ? most : least;
        }
        return static_cast<std::uint64_t>(value) & mask(bits);
    }

private:
    [[nodiscard]] static std::uint64_t mask(unsigned bits)
    {
        return ~std::uint64_t{0} >> (64 - bits);
    }

    InstructionState& m_state;
};

} // namespace perisphere::a7
