#include "floating_arithmetic.hpp"

#include <algorithm>
#include <bit>

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kDefaultNan = 0x7FC00000;
constexpr std::uint32_t kQuiet = 0x00400000;

int highestBit(Wide value)
{
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const auto low = static_cast<std::uint64_t>(value);
    return high != 0 ? 127 - std::countl_zero(high) : 63 - std::countl_zero(low);
}

/// Of the bits below `shift`: 0 none, 1 less than half a unit, 2 half, 3 more.
int errorBelow(Wide value, int shift)
{
    if (shift <= 0)
        return 0;
    if (shift > 127)
        return value != 0 ? 1 : 0;
    const Wide half = static_cast<Wide>(1) << (shift - 1);
    const bool hasHalf = (value & half) != 0;
    const bool hasMore = (value & (half - 1)) != 0;
    return (hasHalf ? 2 : 0) + (hasMore ? 1 : 0);
}

Wide shifted(Wide value, int right)
{
    if (right <= 0)
        return value << -right;
    return right > 127 ? 0 : value >> right;
}

} // namespace

const FloatingArithmetic::Format FloatingArithmetic::kSingle{-126, 23, 0xFF};
const FloatingArithmetic::Format FloatingArithmetic::kHalf{-14, 10, 0x1F};

FloatingArithmetic::Number FloatingArithmetic::unpack(std::uint32_t bits)
{
    const std::uint32_t exponent = bits >> 23 & 0xFFU;
    const std::uint32_t fraction = bits & 0x007FFFFFU;
    Number number{.isNegative = bits >> 31 != 0, .bits = bits};
    if (exponent == 0xFF) {
        number.type = fraction == 0              ? Type::Infinity
                      : (fraction & kQuiet) != 0 ? Type::QuietNan
                                                 : Type::SignallingNan;
    } else if (exponent != 0) {
        number.type = Type::Finite;
        number.significand = fraction | 0x00800000U;
        number.exponent = static_cast<int>(exponent) - 150;
    } else if (fraction != 0 && (m_fpscr & kFpscrFz) != 0) {
        flag(kFpscrIdc);
    } else if (fraction != 0) {
        number.type = Type::Finite;
        number.significand = fraction;
        number.exponent = -149;
    }
    return number;
}

std::uint32_t FloatingArithmetic::processNan(const Number& a)
{
    if (a.type == Type::SignallingNan)
        flag(kFpscrIoc);
    return (m_fpscr & kFpscrDn) != 0 ? kDefaultNan : a.bits | kQuiet;
}

std::uint32_t FloatingArithmetic::invalid()
{
    flag(kFpscrIoc);
    return kDefaultNan;
}

bool FloatingArithmetic::roundsUp(Rounding rounding, bool isNegative, bool isOdd, int error) const
{
    switch (rounding) {
    case Rounding::Nearest:
        return error == 3 || (error == 2 && isOdd);
    case Rounding::PlusInfinity:
        return error != 0 && !isNegative;
    case Rounding::MinusInfinity:
        return error != 0 && isNegative;
    case Rounding::Zero:
        break;
    }
    return false;
}

std::uint32_t FloatingArithmetic::overflowed(bool isNegative, const Format& format)
{
    flag(kFpscrOfc | kFpscrIxc);
    const std::uint32_t infinite = format.exponentLimit << format.fractionBits;
    const Rounding mode = rounding();
    const bool isToInfinity = mode == Rounding::Nearest ||
                              (mode == Rounding::PlusInfinity && !isNegative) ||
                              (mode == Rounding::MinusInfinity && isNegative);
    return isToInfinity ? infinite : infinite - 1;
}

/// FPRound. Half precision is never flushed to zero. The significand is not 0.
std::uint32_t FloatingArithmetic::round(bool isNegative, Wide significand, int exponent,
                                        const Format& format)
{
    const bool isHalf = format.fractionBits == kHalf.fractionBits;
    const std::uint32_t sign = isNegative ? (isHalf ? 0x8000U : 0x80000000U) : 0;
    const int size = exponent + highestBit(significand);
    const bool isTiny = size < format.minimumExponent;
    if (isTiny && !isHalf && (m_fpscr & kFpscrFz) != 0) {
        flag(kFpscrUfc);
        return sign;
    }
    const int fractionBits = static_cast<int>(format.fractionBits);
    const int unit = std::max(size, format.minimumExponent) - fractionBits;
    const int error = errorBelow(significand, unit - exponent);
    auto whole = static_cast<std::uint32_t>(shifted(significand, unit - exponent));
    if (isTiny && error != 0)
        flag(kFpscrUfc);
    if (roundsUp(rounding(), isNegative, (whole & 1U) != 0, error))
        ++whole;
    // A carry out of the fraction counts the exponent up by itself.
    const auto biased = static_cast<std::uint32_t>(isTiny ? 0 : size - format.minimumExponent);
    const std::uint32_t bits = (biased << format.fractionBits) + whole;
    const bool isAlternative = isHalf && (m_fpscr & kFpscrAhp) != 0;
    const std::uint32_t limit =
        isAlternative ? 0x8000U : format.exponentLimit << format.fractionBits;
    if (bits >= limit) {
        if (!isAlternative)
            return sign | overflowed(isNegative, format);
        flag(kFpscrIoc);
        return sign | 0x7FFFU;
    }
    if (error != 0)
        flag(kFpscrIxc);
    return sign | bits;
}

/// Of two exact numbers, one of which may be 0.
std::uint32_t FloatingArithmetic::addExact(bool isNegativeA, Wide a, int exponentA,
                                           bool isNegativeB, Wide b, int exponentB)
{
    if (a == 0 || (b != 0 && exponentA + highestBit(a) < exponentB + highestBit(b))) {
        std::swap(isNegativeA, isNegativeB);
        std::swap(a, b);
        std::swap(exponentA, exponentB);
    }
    // Of the smaller one, what is far below the greater one's last place only says "not exact".
    const int room = 120 - highestBit(a);
    const int exponent = std::max(exponentA - room, std::min(exponentA, exponentB));
    a <<= exponentA - exponent;
    const int right = exponent - exponentB;
    const bool isSticky = errorBelow(b, right) != 0;
    b = shifted(b, right) | (isSticky ? 1U : 0U);
    if (isNegativeA == isNegativeB)
        return round(isNegativeA, a + b, exponent, kSingle);
    if (a == b)
        return zero(rounding() == Rounding::MinusInfinity);
    return a > b ? round(isNegativeA, a - b, exponent, kSingle)
                 : round(isNegativeB, b - a, exponent, kSingle);
}

std::uint32_t FloatingArithmetic::add(std::uint32_t a, std::uint32_t b)
{
    const Number first = unpack(a);
    const Number second = unpack(b);
    for (const Type type : {Type::SignallingNan, Type::QuietNan})
        for (const Number* const number : {&first, &second})
            if (number->type == type)
                return processNan(*number);
    const bool isSameSign = first.isNegative == second.isNegative;
    if (first.type == Type::Infinity)
        return second.type == Type::Infinity && !isSameSign ? invalid()
                                                            : infinity(first.isNegative);
    if (second.type == Type::Infinity)
        return infinity(second.isNegative);
    if (first.type == Type::Zero && second.type == Type::Zero)
        return isSameSign ? zero(first.isNegative) : zero(rounding() == Rounding::MinusInfinity);
    return addExact(first.isNegative, first.significand, first.exponent, second.isNegative,
                    second.significand, second.exponent);
}

/// FPSub: the sign of a NaN stays as it is.
std::uint32_t FloatingArithmetic::subtract(std::uint32_t a, std::uint32_t b)
{
    const bool isNan = (b & 0x7FFFFFFFU) > 0x7F800000U;
    return add(a, isNan ? b : negated(b));
}

std::uint32_t FloatingArithmetic::multiply(std::uint32_t a, std::uint32_t b)
{
    const Number first = unpack(a);
    const Number second = unpack(b);
    for (const Type type : {Type::SignallingNan, Type::QuietNan})
        for (const Number* const number : {&first, &second})
            if (number->type == type)
                return processNan(*number);
    const bool isNegative = first.isNegative != second.isNegative;
    const bool hasInfinity = first.type == Type::Infinity || second.type == Type::Infinity;
    const bool hasZero = first.type == Type::Zero || second.type == Type::Zero;
    if (hasInfinity)
        return hasZero ? invalid() : infinity(isNegative);
    if (hasZero)
        return zero(isNegative);
    return round(isNegative, Wide{first.significand} * second.significand,
                 first.exponent + second.exponent, kSingle);
}

std::uint32_t FloatingArithmetic::multiplyAdd(std::uint32_t addend, std::uint32_t a,
                                              std::uint32_t b)
{
    const Number sum = unpack(addend);
    const Number first = unpack(a);
    const Number second = unpack(b);
    const bool hasInfinity = first.type == Type::Infinity || second.type == Type::Infinity;
    const bool hasZero = first.type == Type::Zero || second.type == Type::Zero;
    const bool isInvalidProduct = hasInfinity && hasZero;
    if (sum.type == Type::QuietNan && isInvalidProduct)
        return invalid();
    for (const Type type : {Type::SignallingNan, Type::QuietNan})
        for (const Number* const number : {&sum, &first, &second})
            if (number->type == type)
                return processNan(*number);
    const bool isNegative = first.isNegative != second.isNegative;
    if (isInvalidProduct ||
        (sum.type == Type::Infinity && hasInfinity && sum.isNegative != isNegative))
        return invalid();
    if (sum.type == Type::Infinity)
        return infinity(sum.isNegative);
    if (hasInfinity)
        return infinity(isNegative);
    if (sum.type == Type::Zero && hasZero)
        return sum.isNegative == isNegative ? zero(isNegative)
                                            : zero(rounding() == Rounding::MinusInfinity);
    const Wide product = hasZero ? 0 : Wide{first.significand} * second.significand;
    return addExact(sum.isNegative, sum.significand, sum.exponent, isNegative, product,
                    first.exponent + second.exponent);
}

std::uint32_t FloatingArithmetic::divide(std::uint32_t a, std::uint32_t b)
{
    const Number first = unpack(a);
    const Number second = unpack(b);
    for (const Type type : {Type::SignallingNan, Type::QuietNan})
        for (const Number* const number : {&first, &second})
            if (number->type == type)
                return processNan(*number);
    const bool isNegative = first.isNegative != second.isNegative;
    if (first.type == second.type && first.type != Type::Finite)
        return invalid(); // infinities, zeros
    if (first.type == Type::Infinity)
        return infinity(isNegative);
    if (second.type == Type::Zero) {
        flag(kFpscrDzc);
        return infinity(isNegative);
    }
    if (first.type == Type::Zero || second.type == Type::Infinity)
        return zero(isNegative);
    constexpr int kShift = 64;
    const Wide dividend = Wide{first.significand} << kShift;
    const bool isSticky = dividend % second.significand != 0;
    return round(isNegative, (dividend / second.significand) | (isSticky ? 1U : 0U),
                 first.exponent - second.exponent - kShift, kSingle);
}

std::uint32_t FloatingArithmetic::squareRoot(std::uint32_t a)
{
    const Number number = unpack(a);
    if (number.isNan())
        return processNan(number);
    if (number.type == Type::Zero)
        return zero(number.isNegative);
    if (number.isNegative)
        return invalid();
    if (number.type == Type::Infinity)
        return infinity(false);
    // The exponent even, and the root of some 40 bits.
    const int odd = number.exponent & 1;
    constexpr int kShift = 56;
    const Wide square = Wide{number.significand} << (kShift + odd);
    std::uint64_t root = 0;
    for (int bit = 44; bit >= 0; --bit) {
        const std::uint64_t more = root | std::uint64_t{1} << bit;
        if (Wide{more} * more <= square)
            root = more;
    }
    const bool isSticky = Wide{root} * root != square;
    return round(false, (Wide{root} << 1) | (isSticky ? 1U : 0U),
                 (number.exponent - odd - kShift) / 2 - 1, kSingle);
}

void FloatingArithmetic::compare(std::uint32_t a, std::uint32_t b, bool signalsQuietNan)
{
    const Number first = unpack(a);
    const Number second = unpack(b);
    std::uint32_t flags = 0x20000000U; // greater
    if (first.isNan() || second.isNan()) {
        flags = 0x30000000U;
        if (signalsQuietNan || first.type == Type::SignallingNan ||
            second.type == Type::SignallingNan)
            flag(kFpscrIoc);
    } else {
        // As signed integers: flushed ones are 0, and so is -0.
        const auto ordered = [](const Number& number) {
            const auto magnitude =
                number.type == Type::Zero ? 0 : std::int64_t{number.bits & 0x7FFFFFFFU};
            return number.isNegative ? -magnitude : magnitude;
        };
        if (ordered(first) == ordered(second))
            flags = 0x60000000U;
        else if (ordered(first) < ordered(second))
            flags = 0x80000000U;
    }
    m_fpscr = (m_fpscr & 0x0FFFFFFFU) | flags;
}

std::uint32_t FloatingArithmetic::toFixed(std::uint32_t a, unsigned bits, unsigned fractionBits,
                                          bool isUnsigned, Rounding rounding)
{
    const Number number = unpack(a);
    if (number.isNan()) {
        flag(kFpscrIoc);
        return 0;
    }
    const std::int64_t most =
        isUnsigned ? (std::int64_t{1} << bits) - 1 : (std::int64_t{1} << (bits - 1)) - 1;
    const std::int64_t least = isUnsigned ? 0 : -most - 1;
    const int exponent = number.exponent + static_cast<int>(fractionBits);
    const bool isBeyond =
        number.type == Type::Infinity || (number.type == Type::Finite && exponent > 33);
    if (isBeyond) {
        flag(kFpscrIoc);
        return static_cast<std::uint32_t>(number.isNegative ? least : most);
    }
    if (number.type == Type::Zero)
        return 0;
    const int error = errorBelow(number.significand, -exponent);
    auto whole = static_cast<std::int64_t>(shifted(number.significand, -exponent));
    if (roundsUp(rounding, number.isNegative, (whole & 1) != 0, error))
        ++whole;
    if (number.isNegative)
        whole = -whole;
    const std::int64_t saturated = std::clamp(whole, least, most);
    if (saturated != whole)
        flag(kFpscrIoc);
    else if (error != 0)
        flag(kFpscrIxc);
    return static_cast<std::uint32_t>(saturated);
}

/// FPSingleToHalf.
std::uint32_t FloatingArithmetic::toHalf(std::uint32_t a)
{
    const bool isAlternative = (m_fpscr & kFpscrAhp) != 0;
    const Number number = unpack(a);
    const std::uint32_t sign = number.isNegative ? 0x8000U : 0;
    if (number.isNan()) {
        if (number.type == Type::SignallingNan || isAlternative)
            flag(kFpscrIoc);
        if (isAlternative)
            return sign;
        return (m_fpscr & kFpscrDn) != 0 ? 0x7E00U : sign | 0x7E00U | (a >> 13 & 0x1FFU);
    }
    switch (number.type) {
    case Type::Infinity:
        if (!isAlternative)
            return sign | 0x7C00U;
        flag(kFpscrIoc);
        return sign | 0x7FFFU;
    case Type::Zero:
        return sign;
    default:
        return round(number.isNegative, number.significand, number.exponent, kHalf);
    }
}

} // namespace perisphere::m4
