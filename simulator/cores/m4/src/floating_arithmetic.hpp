// Single-precision arithmetic as the manual's pseudocode has it (DDI 0403, A2.5), with all modes
// and cumulative flags. The recompiler lacks some of these: those of denormal numbers that are
// flushed to zero, of conversions to integers and fixed point, and of a signalling NaN that becomes
// half precision.
#pragma once

#include <cstdint>

namespace perisphere::m4
{

/// Bits of FPSCR.
inline constexpr std::uint32_t kFpscrIoc = 1U << 0;
inline constexpr std::uint32_t kFpscrDzc = 1U << 1;
inline constexpr std::uint32_t kFpscrOfc = 1U << 2;
inline constexpr std::uint32_t kFpscrUfc = 1U << 3;
inline constexpr std::uint32_t kFpscrIxc = 1U << 4;
inline constexpr std::uint32_t kFpscrIdc = 1U << 7;
inline constexpr std::uint32_t kFpscrFz = 1U << 24;
inline constexpr std::uint32_t kFpscrDn = 1U << 25;
inline constexpr std::uint32_t kFpscrAhp = 1U << 26;

__extension__ typedef unsigned __int128 Wide; // no standard type has 128 bits

enum class Rounding : std::uint8_t { Nearest, PlusInfinity, MinusInfinity, Zero };

/// Operands and results are the bits of singles. Each operation reads the modes of the status and
/// sets its flags.
class FloatingArithmetic
{
public:
    explicit FloatingArithmetic(std::uint32_t fpscr)
        : m_fpscr(fpscr)
    {
    }

    [[nodiscard]] std::uint32_t fpscr() const { return m_fpscr; }
    [[nodiscard]] Rounding rounding() const { return static_cast<Rounding>(m_fpscr >> 22 & 3U); }

    [[nodiscard]] static std::uint32_t negated(std::uint32_t value) { return value ^ 0x80000000U; }

    std::uint32_t add(std::uint32_t a, std::uint32_t b);
    std::uint32_t subtract(std::uint32_t a, std::uint32_t b);
    std::uint32_t multiply(std::uint32_t a, std::uint32_t b);
    /// With one rounding.
    std::uint32_t multiplyAdd(std::uint32_t addend, std::uint32_t a, std::uint32_t b);
    std::uint32_t divide(std::uint32_t a, std::uint32_t b);
    std::uint32_t squareRoot(std::uint32_t a);
    /// Sets N, Z, C and V of the status.
    void compare(std::uint32_t a, std::uint32_t b, bool signalsQuietNan);
    /// The low `bits` bits; signed ones are extended to 32.
    std::uint32_t toFixed(std::uint32_t a, unsigned bits, unsigned fractionBits, bool isUnsigned,
                          Rounding rounding);
    std::uint32_t toHalf(std::uint32_t a);

private:
    enum class Type : std::uint8_t { Zero, Finite, Infinity, QuietNan, SignallingNan };
    struct Number {
        Type type = Type::Zero;
        bool isNegative = false;
        int exponent = 0; ///< of a Finite: significand * 2^exponent
        std::uint64_t significand = 0;
        std::uint32_t bits = 0;

        [[nodiscard]] bool isNan() const
        {
            return type == Type::QuietNan || type == Type::SignallingNan;
        }
    };
    struct Format {
        int minimumExponent;
        unsigned fractionBits;
        std::uint32_t exponentLimit; ///< the biased one of infinities
    };
    static const Format kSingle;
    static const Format kHalf;

    Number unpack(std::uint32_t bits);
    std::uint32_t processNan(const Number& a);
    std::uint32_t invalid();
    std::uint32_t round(bool isNegative, Wide significand, int exponent, const Format& format);
    std::uint32_t overflowed(bool isNegative, const Format& format);
    [[nodiscard]] bool roundsUp(Rounding rounding, bool isNegative, bool isOdd, int error) const;
    std::uint32_t addExact(bool isNegativeA, Wide a, int exponentA, bool isNegativeB, Wide b,
                           int exponentB);
    [[nodiscard]] static std::uint32_t zero(bool isNegative)
    {
        return isNegative ? 0x80000000U : 0;
    }
    [[nodiscard]] static std::uint32_t infinity(bool isNegative)
    {
        return zero(isNegative) | 0x7F800000U;
    }
    void flag(std::uint32_t bits) { m_fpscr |= bits; }

    std::uint32_t m_fpscr;
};

} // namespace perisphere::m4
