#include "memory_operation.hpp"

#include <array>
#include <bit>

namespace perisphere::m4
{
namespace
{

using Form = MemoryOperation::Form;

constexpr std::uint8_t kSp = 13;
constexpr std::uint8_t kPc = 15;

std::uint8_t field(std::uint32_t bits, unsigned lowest, unsigned width = 4)
{
    return static_cast<std::uint8_t>(bits >> lowest & ((1U << width) - 1));
}

std::int32_t signedOffset(std::uint32_t magnitude, bool isAdded)
{
    return isAdded ? static_cast<std::int32_t>(magnitude) : -static_cast<std::int32_t>(magnitude);
}

MemoryOperation multiple(bool isLoad, std::uint8_t base, std::uint16_t list, bool writesBack,
                         bool isDescending)
{
    const auto count = static_cast<std::uint8_t>(std::popcount(list));
    return {.form = Form::Multiple,
            .isLoad = isLoad,
            .base = base,
            .offset = isDescending ? -4 * count : 0,
            .writesBack = writesBack,
            .list = list,
            .count = count};
}

MemoryOperation narrowRegisterOffset(std::uint16_t bits)
{
    struct Row {
        bool isLoad;
        std::uint8_t bytes;
        bool isSigned;
    };
    static constexpr std::array<Row, 8> kRows{{{false, 4, false},
                                               {false, 2, false},
                                               {false, 1, false},
                                               {true, 1, true},
                                               {true, 4, false},
                                               {true, 2, false},
                                               {true, 1, false},
                                               {true, 2, true}}};
    const Row& row = kRows[field(bits, 9, 3)];
    return {.isLoad = row.isLoad,
            .bytes = row.bytes,
            .isSigned = row.isSigned,
            .base = field(bits, 3, 3),
            .target = field(bits, 0, 3),
            .hasIndex = true,
            .index = field(bits, 6, 3)};
}

MemoryOperation narrowImmediate(std::uint16_t bits, std::uint8_t bytes)
{
    return {.isLoad = (bits & 0x0800U) != 0,
            .bytes = bytes,
            .base = field(bits, 3, 3),
            .target = field(bits, 0, 3),
            .offset = field(bits, 6, 5) * bytes};
}

std::optional<MemoryOperation> decodeNarrow(std::uint16_t bits)
{
    const bool isLoad = (bits & 0x0800U) != 0;
    switch (bits >> 12) {
    case 0x4:
        if ((bits & 0x0800U) == 0)
            return std::nullopt;
        return MemoryOperation{
            .isLoad = true, .base = kPc, .target = field(bits, 8, 3), .offset = (bits & 0xFF) * 4};
    case 0x5:
        return narrowRegisterOffset(bits);
    case 0x6:
        return narrowImmediate(bits, 4);
    case 0x7:
        return narrowImmediate(bits, 1);
    case 0x8:
        return narrowImmediate(bits, 2);
    case 0x9:
        return MemoryOperation{.isLoad = isLoad,
                               .base = kSp,
                               .target = field(bits, 8, 3),
                               .offset = (bits & 0xFF) * 4};
    case 0xB: {
        if ((bits & 0x0600U) != 0x0400U)
            return std::nullopt;
        const std::uint32_t extra = (bits & 0x0100U) == 0 ? 0 : isLoad ? 1U << kPc : 1U << 14;
        return multiple(isLoad, kSp, static_cast<std::uint16_t>((bits & 0xFFU) | extra), true,
                        !isLoad);
    }
    case 0xC: {
        const std::uint8_t base = field(bits, 8, 3);
        const bool loadsBase = isLoad && (bits >> base & 1U) != 0;
        return multiple(isLoad, base, bits & 0xFFU, !loadsBase, false);
    }
    default:
        return std::nullopt;
    }
}

std::optional<MemoryOperation> decodeDualOrExclusive(std::uint32_t bits)
{
    const bool isLoad = (bits >> 20 & 1U) != 0;
    const bool isPreIndexed = (bits >> 24 & 1U) != 0;
    const bool isAdded = (bits >> 23 & 1U) != 0;
    const bool writesBack = (bits >> 21 & 1U) != 0;
    const std::uint32_t immediate = (bits & 0xFFU) * 4;
    if (isPreIndexed || writesBack)
        return MemoryOperation{.form = Form::Dual,
                               .isLoad = isLoad,
                               .base = field(bits, 16),
                               .target = field(bits, 12),
                               .target2 = field(bits, 8),
                               .offset = signedOffset(immediate, isAdded),
                               .isPostIndexed = !isPreIndexed,
                               .writesBack = writesBack,
                               .count = 2};
    if (!isAdded) // LDREX, STREX
        return MemoryOperation{.form = Form::Exclusive,
                               .isLoad = isLoad,
                               .base = field(bits, 16),
                               .target = field(bits, 12),
                               .target2 = field(bits, 8),
                               .offset = static_cast<std::int32_t>(immediate)};
    switch (field(bits, 4)) {
    case 0:
    case 1: {
        const bool isHalfword = field(bits, 4) == 1;
        return MemoryOperation{.form = Form::Table,
                               .isLoad = true,
                               .bytes = static_cast<std::uint8_t>(isHalfword ? 2 : 1),
                               .base = field(bits, 16),
                               .hasIndex = true,
                               .index = field(bits, 0),
                               .shift = static_cast<std::uint8_t>(isHalfword ? 1 : 0)};
    }
    case 4:
    case 5:
        return MemoryOperation{.form = Form::Exclusive,
                               .isLoad = isLoad,
                               .bytes = static_cast<std::uint8_t>(field(bits, 4) == 4 ? 1 : 2),
                               .base = field(bits, 16),
                               .target = field(bits, 12),
                               .target2 = field(bits, 0)};
    default:
        return std::nullopt;
    }
}

std::optional<MemoryOperation> decodeSingle(std::uint32_t bits)
{
    MemoryOperation operation{.isLoad = (bits >> 20 & 1U) != 0,
                              .bytes = static_cast<std::uint8_t>(1U << field(bits, 21, 2)),
                              .isSigned = (bits >> 24 & 1U) != 0,
                              .base = field(bits, 16),
                              .target = field(bits, 12)};
    if (operation.base == kPc) {
        operation.offset = signedOffset(bits & 0xFFFU, (bits >> 23 & 1U) != 0);
        return operation;
    }
    if ((bits >> 23 & 1U) != 0) {
        operation.offset = static_cast<std::int32_t>(bits & 0xFFFU);
        return operation;
    }
    if ((bits >> 11 & 1U) == 0) {
        if ((bits & 0xFC0U) != 0)
            return std::nullopt;
        operation.hasIndex = true;
        operation.index = field(bits, 0);
        operation.shift = field(bits, 4, 2);
        return operation;
    }
    const bool isPreIndexed = (bits >> 10 & 1U) != 0;
    const bool isAdded = (bits >> 9 & 1U) != 0;
    operation.writesBack = (bits >> 8 & 1U) != 0;
    operation.isPostIndexed = !isPreIndexed;
    operation.isUnprivileged = isPreIndexed && isAdded && !operation.writesBack;
    operation.offset = signedOffset(bits & 0xFFU, isAdded);
    return operation;
}

std::optional<MemoryOperation> decodeFloating(std::uint32_t bits)
{
    const bool isDouble = (bits & 0x100U) != 0;
    const std::uint8_t high = field(bits, 22, 1);
    const std::uint8_t number = field(bits, 12);
    const auto first =
        static_cast<std::uint8_t>(isDouble ? (high * 16 + number) * 2 : number * 2 + high);
    const bool isPreIndexed = (bits >> 24 & 1U) != 0;
    const bool isAdded = (bits >> 23 & 1U) != 0;
    const bool writesBack = (bits >> 21 & 1U) != 0;
    MemoryOperation operation{.form = Form::FloatingSingle,
                              .isLoad = (bits >> 20 & 1U) != 0,
                              .base = field(bits, 16),
                              .target = first};
    if (isPreIndexed && !writesBack) {
        operation.offset = signedOffset((bits & 0xFFU) * 4, isAdded);
        operation.count = isDouble ? 2 : 1;
        return operation;
    }
    operation.form = Form::FloatingMultiple;
    // An odd count with doubles is FLDMX: one word more than registers.
    const std::uint32_t words = bits & 0xFFU;
    operation.count = static_cast<std::uint8_t>(words <= 32U - first ? words : 32U - first);
    operation.writesBack = writesBack;
    operation.offset = isAdded ? 0 : -static_cast<std::int32_t>(words * 4);
    return operation;
}

std::optional<MemoryOperation> decodeWide(std::uint32_t bits)
{
    if ((bits & 0xFE400000U) == 0xE8000000U) {
        const bool isDescending = (bits >> 24 & 1U) != 0;
        return multiple((bits >> 20 & 1U) != 0, field(bits, 16), static_cast<std::uint16_t>(bits),
                        (bits >> 21 & 1U) != 0, isDescending);
    }
    if ((bits & 0xFE400000U) == 0xE8400000U)
        return decodeDualOrExclusive(bits);
    if ((bits & 0xFE000000U) == 0xF8000000U)
        return decodeSingle(bits);
    if ((bits & 0xFE000000U) == 0xEC000000U)
        return decodeFloating(bits);
    return std::nullopt;
}

} // namespace

std::optional<MemoryOperation> decodeMemoryOperation(Instruction instruction)
{
    return instruction.isWide() ? decodeWide(instruction.bits()) : decodeNarrow(instruction.first);
}

} // namespace perisphere::m4
