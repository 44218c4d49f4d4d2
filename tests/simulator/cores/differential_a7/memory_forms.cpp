#include "generator.hpp"

#include <bit>

namespace perisphere::differential
{
namespace
{

constexpr unsigned kSp = 13;
constexpr unsigned kLr = 14;

enum class Indexing : std::uint8_t { Offset, Pre, Post };

std::uint32_t magnitude(int offset)
{
    return static_cast<std::uint32_t>(offset < 0 ? -offset : offset);
}

/// P, U and W in A32's places.
std::uint32_t indexingBits(Indexing indexing, int offset)
{
    return (indexing != Indexing::Post ? 1U << 24 : 0) | (offset >= 0 ? 1U << 23 : 0) |
           (indexing == Indexing::Pre ? 1U << 21 : 0);
}

struct Access {
    unsigned base = 0;
    int offset = 0;
    Indexing indexing = Indexing::Offset;
};

/// Where, how, and with the base moved if it is.
std::optional<Access> access(Generator& generator, Generator::Wanted wanted, int most)
{
    Random& random = generator.random();
    const auto indexing = static_cast<Indexing>(random.chance(50) ? 0 : random.below(3));
    Access result{.indexing = indexing};
    if (indexing == Indexing::Offset) {
        wanted.lowest = -most;
        wanted.highest = most;
        const auto at = generator.address(wanted);
        if (!at)
            return std::nullopt;
        result.base = at->base;
        result.offset = at->offset;
        return result;
    }
    const int reach = std::min(most, 48);
    wanted.lowest = indexing == Indexing::Post ? 0 : -reach;
    wanted.highest = indexing == Indexing::Post ? 0 : reach;
    const auto at = generator.address(wanted);
    if (!at)
        return std::nullopt;
    result.base = at->base;
    result.offset = at->offset;
    if (indexing == Indexing::Post) {
        const int step = std::max(wanted.step, wanted.isAligned ? 4 : 1);
        result.offset = static_cast<int>(random.below(2 * 48)) - 48;
        result.offset -= result.offset % step;
    }
    if (result.base == kSp)
        result.offset -= indexing == Indexing::Post ? result.offset % 4 : 0;
    if (result.base == kSp && result.offset % 4 != 0)
        return std::nullopt;
    generator.moved(result.base, result.offset);
    return result;
}

/// What is loaded into, or stored; not the base where that is written back.
unsigned transferred(Generator& generator, bool isLoad, const Access& at)
{
    if (isLoad)
        return generator.destination();
    for (;;) {
        const unsigned reg = generator.source();
        if (at.indexing == Indexing::Offset || reg != at.base)
            return reg;
    }
}

void wordOrByteA32(Generator& generator)
{
    Random& random = generator.random();
    const bool isByte = random.chance(40);
    const bool isLoad = random.chance(60);
    const auto at = access(generator, {.bytes = isByte ? 1U : 4U}, 400);
    if (!at)
        return;
    const unsigned t = transferred(generator, isLoad, *at);
    generator.wide(generator.condition() | 0x04000000U | indexingBits(at->indexing, at->offset) |
                   (isByte ? 1U << 22 : 0) | (isLoad ? 1U << 20 : 0) | at->base << 16 | t << 12 |
                   magnitude(at->offset));
}

constexpr std::array<std::uint32_t, 4> kExtraLoads{0x001000B0, 0x001000D0, 0x001000F0, 0x000000B0};

void halfA32(Generator& generator)
{
    const std::uint32_t form = generator.random().pick(kExtraLoads);
    const auto at = access(generator, {.bytes = 2}, 255);
    if (!at)
        return;
    const unsigned t = transferred(generator, (form & 1U << 20) != 0, *at);
    generator.wide(generator.condition() | form | 1U << 22 |
                   indexingBits(at->indexing, at->offset) | at->base << 16 | t << 12 |
                   (magnitude(at->offset) >> 4) << 8 | (magnitude(at->offset) & 15U));
}

/// An even register and the next one.
std::optional<unsigned> evenPair(Generator& generator)
{
    const unsigned t = generator.random().below(6) * 2;
    if (generator.isBase(t) || generator.isBase(t + 1))
        return std::nullopt;
    return t;
}

void doubleWordA32(Generator& generator)
{
    const bool isLoad = generator.random().chance(60);
    const auto t = evenPair(generator);
    if (!t)
        return;
    const auto at = access(generator, {.bytes = 8, .isAligned = true}, 255);
    if (!at)
        return;
    generator.wide(generator.condition() | (isLoad ? 0x000000D0U : 0x000000F0U) | 1U << 22 |
                   indexingBits(at->indexing, at->offset) | at->base << 16 | *t << 12 |
                   (magnitude(at->offset) >> 4) << 8 | (magnitude(at->offset) & 15U));
}

/// LDRT and its kin: after which the base moves.
void unprivilegedA32(Generator& generator)
{
    Random& random = generator.random();
    const unsigned kind = random.below(4);
    const bool isHalf = kind == 3;
    const std::uint32_t form = isHalf ? random.pick(kExtraLoads) | 1U << 22
                                      : 0x04000000U | random.below(2) << 22 | random.below(2) << 20;
    const auto at = generator.address({.bytes = 4, .lowest = 0, .highest = 0});
    if (!at || at->base == kSp)
        return;
    const int by = static_cast<int>(random.below(96)) - 48;
    const bool isLoad = (form & 1U << 20) != 0;
    const unsigned t =
        transferred(generator, isLoad, {.base = at->base, .indexing = Indexing::Post});
    generator.moved(at->base, by);
    const std::uint32_t offset =
        isHalf ? (magnitude(by) >> 4) << 8 | (magnitude(by) & 15U) : magnitude(by);
    generator.wide(generator.condition() | form | 1U << 21 | (by >= 0 ? 1U << 23 : 0) |
                   at->base << 16 | t << 12 | offset);
}

/// An index is loaded first; it may be shifted, and the base be written back.
void registerA32(Generator& generator)
{
    Random& random = generator.random();
    const unsigned shift = random.below(4);
    const bool isLoad = random.chance(60);
    const auto at = access(generator, {.bytes = 4, .step = 1 << shift}, 200);
    if (!at || at->offset % (1 << shift) != 0)
        return;
    const unsigned m = generator.destination();
    unsigned t = isLoad ? generator.destination() : generator.source();
    if (!isLoad && t == at->base)
        t = m;
    generator.wide(0xE3000000U | m << 12 | magnitude(at->offset) >> shift);
    const bool isUnprivileged = at->indexing == Indexing::Post && random.chance(30) && t != m;
    const bool isHalf = random.chance(30);
    if (isHalf && shift == 0) {
        const std::uint32_t form = random.pick(kExtraLoads);
        if ((form & 1U << 20) != 0 && !isLoad)
            t = generator.destination();
        generator.wide(0xE0000000U | form | indexingBits(at->indexing, at->offset) |
                       (isUnprivileged ? 1U << 21 : 0) | at->base << 16 | t << 12 | m);
        return;
    }
    generator.wide(0xE6000000U | indexingBits(at->indexing, at->offset) |
                   (isUnprivileged ? 1U << 21 : 0) | random.below(2) << 22 |
                   (isLoad ? 1U << 20 : 0) | at->base << 16 | t << 12 | shift << 7 | m);
}

/// Registers that may be loaded, or any but the base.
std::uint32_t registerList(Generator& generator, bool isLoad, unsigned base)
{
    std::uint32_t list = generator.random().word() & 0x5FFFU;
    if (generator.random().chance(50))
        list &= generator.random().word();
    for (unsigned reg = 0; reg < 16; ++reg)
        if (isLoad ? generator.isBase(reg) : reg == base)
            list &= ~(1U << reg);
    return list;
}

void multiple(Generator& generator)
{
    Random& random = generator.random();
    const bool isLoad = random.chance(50);
    const bool isWritten = random.chance(60);
    bool isBefore = random.chance(50);
    bool isUp = random.chance(50);
    if (generator.isThumb())
        isBefore = !isUp;
    // With the base known, the list's length tells where it has to be.
    const auto at = generator.address(
        {.bytes = 68, .lowest = isUp ? 0 : -68, .highest = isUp ? 0 : -68, .isAligned = true});
    if (!at)
        return;
    const std::uint32_t list = registerList(generator, isLoad, at->base);
    const int count = std::popcount(list);
    if (count < (generator.isThumb() ? 2 : 1))
        return;
    if (isWritten)
        generator.moved(at->base, isUp ? 4 * count : -4 * count);
    generator.wide(generator.condition() | 0x08000000U | (isBefore ? 1U << 24 : 0) |
                   (isUp ? 1U << 23 : 0) | (isWritten ? 1U << 21 : 0) | (isLoad ? 1U << 20 : 0) |
                   at->base << 16 | list);
}

void narrowT32(Generator& generator)
{
    Random& random = generator.random();
    // STR, LDR, STRB, LDRB, STRH, LDRH: base opcode and size.
    constexpr std::array<unsigned, 6> kForms{0x6000, 0x6800, 0x7000, 0x7800, 0x8000, 0x8800};
    constexpr std::array<unsigned, 6> kBytes{4, 4, 1, 1, 2, 2};
    const unsigned kind = random.below(6);
    const unsigned bytes = kBytes[kind];
    const auto at = generator.address({.bytes = bytes,
                                       .lowest = 0,
                                       .highest = static_cast<int>(31 * bytes),
                                       .step = static_cast<int>(bytes),
                                       .isLow = true});
    if (!at)
        return;
    const unsigned t = kind % 2 == 1 ? generator.lowDestination() : random.below(8);
    generator.narrow(kForms[kind] | static_cast<unsigned>(at->offset) / bytes << 6 | at->base << 3 |
                     t);
}

void stackT32(Generator& generator)
{
    const bool isLoad = generator.random().chance(50);
    const auto at = generator.address(
        {.lowest = 0, .highest = 1020, .step = 4, .isAligned = true, .isStackPointer = true});
    if (!at)
        return;
    const unsigned t = isLoad ? generator.lowDestination() : generator.random().below(8);
    generator.narrow((isLoad ? 0x9800U : 0x9000U) | t << 8 | static_cast<unsigned>(at->offset) / 4);
}

void pushPopT32(Generator& generator)
{
    const bool isPop = generator.random().chance(50);
    const auto at = generator.address({.bytes = 36,
                                       .lowest = isPop ? 0 : -36,
                                       .highest = isPop ? 0 : -36,
                                       .isAligned = true,
                                       .isStackPointer = true});
    if (!at)
        return;
    std::uint32_t list = registerList(generator, isPop, kSp) & (isPop ? 0xFFU : 0x40FFU);
    if (list == 0)
        return;
    const int by = 4 * std::popcount(list);
    generator.moved(kSp, isPop ? by : -by);
    list = (list & 0xFFU) | (list >> kLr & 1U) << 8;
    generator.narrow((isPop ? 0xBC00U : 0xB400U) | list);
}

/// STRB, LDRB, STRH, LDRH, STR, LDR, LDRSB, LDRSH: the opcode's high halfword and the size.
struct WideForm {
    std::uint32_t bits;
    unsigned bytes;
    bool isLoad;
};
constexpr std::array<WideForm, 8> kWideForms{
    WideForm{0xF8000000, 1, false}, WideForm{0xF8100000, 1, true},  WideForm{0xF8200000, 2, false},
    WideForm{0xF8300000, 2, true},  WideForm{0xF8400000, 4, false}, WideForm{0xF8500000, 4, true},
    WideForm{0xF9100000, 1, true},  WideForm{0xF9300000, 2, true}};

void wideT32(Generator& generator)
{
    const WideForm form = generator.random().pick(kWideForms);
    const auto at = generator.address({.bytes = form.bytes, .lowest = 0, .highest = 400});
    if (!at)
        return;
    const unsigned t = form.isLoad ? generator.destination() : generator.source();
    generator.wide(form.bits | 1U << 23 | at->base << 16 | t << 12 |
                   static_cast<unsigned>(at->offset));
}

void indexedT32(Generator& generator)
{
    const WideForm form = generator.random().pick(kWideForms);
    const auto at = access(generator, {.bytes = form.bytes}, 255);
    if (!at || (at->indexing == Indexing::Offset && at->offset >= 0))
        return;
    const unsigned t = transferred(generator, form.isLoad, *at);
    const std::uint32_t puw = (at->indexing != Indexing::Post ? 4U : 0) |
                              (at->offset >= 0 ? 2U : 0) |
                              (at->indexing != Indexing::Offset ? 1U : 0);
    generator.wide(form.bits | at->base << 16 | t << 12 | 1U << 11 | puw << 8 |
                   magnitude(at->offset));
}

void unprivilegedT32(Generator& generator)
{
    const WideForm form = generator.random().pick(kWideForms);
    const auto at = generator.address({.bytes = form.bytes, .lowest = 0, .highest = 255});
    if (!at)
        return;
    const unsigned t = form.isLoad ? generator.destination() : generator.source();
    generator.wide(form.bits | at->base << 16 | t << 12 | 0xE00U |
                   static_cast<unsigned>(at->offset));
}

void registerT32(Generator& generator)
{
    Random& random = generator.random();
    const WideForm form = random.pick(kWideForms);
    const unsigned shift = random.below(4);
    const auto at =
        generator.address({.bytes = form.bytes, .lowest = 0, .highest = 200, .step = 1 << shift});
    if (!at)
        return;
    const unsigned m = generator.destination();
    const unsigned t = form.isLoad ? generator.destination() : generator.source();
    const std::uint32_t index = static_cast<std::uint32_t>(at->offset) >> shift;
    generator.wide(0xF2400000U | m << 8 | (index >> 8 & 7U) << 12 | (index & 0xFFU));
    generator.wide(form.bits | at->base << 16 | t << 12 | shift << 4 | m);
}

void doubleWordT32(Generator& generator)
{
    const bool isLoad = generator.random().chance(50);
    const unsigned t = generator.destination();
    const unsigned u = generator.destination(t);
    const auto at = access(generator, {.bytes = 8, .step = 4, .isAligned = true}, 255);
    if (!at)
        return;
    const std::uint32_t bits =
        indexingBits(at->indexing, at->offset) | (at->indexing != Indexing::Offset ? 1U << 21 : 0);
    generator.wide(0xE8400000U | bits | (isLoad ? 1U << 20 : 0) | at->base << 16 | t << 12 |
                   u << 8 | magnitude(at->offset) / 4);
}

/// A load, perhaps CLREX, and a store, which answers whether it was one.
void exclusive(Generator& generator)
{
    Random& random = generator.random();
    const unsigned size = random.below(4); // word, double word, byte, halfword in A32's order
    constexpr std::array<unsigned, 4> kBytes{4, 8, 1, 2};
    const unsigned bytes = kBytes[size];
    const auto pair = evenPair(generator);
    const auto at = generator.address({.bytes = bytes,
                                       .lowest = 0,
                                       .highest = 0,
                                       .isAligned = true,
                                       .alignment = std::max(4U, bytes)});
    if (!at || !pair)
        return;
    const unsigned t = *pair;
    unsigned d = generator.destination(t);
    while (d == t || d == t + 1)
        d = generator.destination(t);
    const bool isCleared = random.chance(20);
    const bool isTagged = !random.chance(15);
    const unsigned n = at->base;
    if (!generator.isThumb()) {
        if (isTagged)
            generator.wide(0xE1900F9FU | size << 21 | n << 16 | t << 12);
        if (isCleared)
            generator.wide(0xF57FF01F);
        generator.wide(0xE1800F90U | size << 21 | n << 16 | d << 12 | t);
        return;
    }
    if (isTagged) {
        constexpr std::array<std::uint32_t, 4> kLoads{0xE8500F00, 0xE8D0007F, 0xE8D00F4F,
                                                      0xE8D00F5F};
        generator.wide(kLoads[size] | n << 16 | t << 12 | (size == 1 ? (t + 1) << 8 : 0));
    }
    if (isCleared)
        generator.wide(0xF3BF8F2F);
    switch (size) {
    case 0:
        generator.wide(0xE8400000U | n << 16 | t << 12 | d << 8);
        break;
    case 1:
        generator.wide(0xE8C00070U | n << 16 | t << 12 | (t + 1) << 8 | d);
        break;
    default:
        generator.wide((size == 2 ? 0xE8C00F40U : 0xE8C00F50U) | n << 16 | t << 12 | d);
        break;
    }
}

/// VLDR, VSTR.
void floating(Generator& generator)
{
    Random& random = generator.random();
    const bool isDouble = random.chance(50);
    const auto at = generator.address({.bytes = isDouble ? 8U : 4U,
                                       .lowest = -400,
                                       .highest = 400,
                                       .step = 4,
                                       .isAligned = true});
    if (!at)
        return;
    generator.wide(generator.condition() | 0x0D000A00U | (at->offset >= 0 ? 1U << 23 : 0) |
                   random.below(2) << 22 | random.below(2) << 20 | at->base << 16 |
                   random.below(16) << 12 | (isDouble ? 1U << 8 : 0) | magnitude(at->offset) / 4);
}

/// VLDM, VSTM: to d31 at most.
void floatingMultiple(Generator& generator)
{
    Random& random = generator.random();
    const bool isDouble = random.chance(60);
    const bool isUp = random.chance(50);
    const bool isWritten = !isUp || random.chance(60);
    const unsigned first = random.below(32);
    const unsigned count = 1 + random.below(std::min(16U, 32 - first));
    const unsigned words = isDouble ? 2 * count : count;
    const int bytes = static_cast<int>(words) * 4;
    const auto at = generator.address({.bytes = words * 4,
                                       .lowest = isUp ? 0 : -bytes,
                                       .highest = isUp ? 0 : -bytes,
                                       .isAligned = true});
    if (!at)
        return;
    if (isWritten)
        generator.moved(at->base, isUp ? bytes : -bytes);
    const std::uint32_t reg = isDouble ? (first & 15U) << 12 | (first >> 4) << 22
                                       : (first >> 1) << 12 | (first & 1U) << 22;
    generator.wide(generator.condition() | 0x0C000A00U | (isUp ? 1U << 23 : 1U << 24) | reg |
                   (isWritten ? 1U << 21 : 0) | random.below(2) << 20 | at->base << 16 |
                   (isDouble ? 1U << 8 : 0) | words);
}

/// VLD1 to VLD4, VST1 to VST4: whole registers, one element, or one element to all.
void structures(Generator& generator)
{
    Random& random = generator.random();
    const auto at = generator.address({.bytes = 32, .lowest = 0, .highest = 0});
    if (!at || at->base == kSp)
        return;
    const unsigned d = random.below(32);
    const bool isLoad = random.chance(50);
    std::uint32_t bits = 0;
    unsigned bytes = 0;
    unsigned last = d;
    if (random.chance(50)) { // multiple
        struct Row {
            unsigned type, registers, span;
        };
        constexpr std::array<Row, 9> kRows{Row{7, 1, 1}, Row{10, 2, 2}, Row{6, 3, 3},
                                           Row{2, 4, 4}, Row{8, 2, 2},  Row{9, 2, 3},
                                           Row{3, 4, 4}, Row{4, 3, 3},  Row{0, 4, 4}};
        const Row row = random.pick(kRows);
        const bool isVld1 = row.type == 7 || row.type == 10 || row.type == 6 || row.type == 2;
        bits = row.type << 8 | random.below(isVld1 ? 4 : 3) << 6;
        bytes = row.registers * 8;
        last = d + row.span - 1;
    } else {
        const unsigned size = random.below(3);
        const unsigned elements = 1 + random.below(4);
        const unsigned spacing = size != 0 && random.chance(50) && elements != 1 ? 2 : 1;
        bytes = elements << size;
        if (isLoad && random.chance(40)) { // to all
            bits = 1U << 23 | 0xC00U | (elements - 1) << 8 | size << 6 |
                   (random.chance(50) ? 1U << 5 : 0);
            // T is a second register, or twice the spacing.
            const bool t = (bits & 1U << 5) != 0;
            last = elements == 1 ? d + (t ? 1 : 0) : d + (elements - 1) * (t ? 2 : 1);
        } else {
            const unsigned index = random.below(8U >> size);
            bits = 1U << 23 | size << 10 | (elements - 1) << 8 | index << (5 + size);
            if (spacing == 2)
                bits |= 1U << (4 + size);
            last = d + (elements - 1) * spacing;
        }
    }
    if (last > 31)
        return;
    // No writeback, or by the bytes; by a register its value would have to be known.
    const bool isWritten = random.chance(50);
    if (isWritten)
        generator.moved(at->base, static_cast<int>(bytes));
    bits |= (isLoad ? 1U << 21 : 0) | at->base << 16 | (d & 15U) << 12 | (d >> 4) << 22 |
            (isWritten ? 13U : 15U);
    generator.wide((generator.isThumb() ? 0xF9000000U : 0xF4000000U) | bits);
}

void preload(Generator& generator)
{
    const auto at = generator.address({.lowest = 0, .highest = 400});
    if (!at)
        return;
    if (generator.isThumb())
        generator.wide(0xF890F000U | at->base << 16 | static_cast<unsigned>(at->offset));
    else
        generator.wide(0xF5D0F000U | at->base << 16 | static_cast<unsigned>(at->offset));
}

constexpr MemoryForm kForms[] = {
    {"ldr, str, ldrb, strb", Set::A32, 6, wordOrByteA32},
    {"ldrh, strh, ldrsb, ldrsh", Set::A32, 4, halfA32},
    {"ldrd, strd", Set::A32, 3, doubleWordA32},
    {"ldrt and its kin", Set::A32, 4, unprivilegedA32},
    {"ldr by register", Set::A32, 5, registerA32, Placement::NotInIt},
    {"ldm, stm", Set::Both, 5, multiple},
    {"ldr narrow", Set::T32, 4, narrowT32},
    {"ldr from the stack", Set::T32, 2, stackT32},
    {"push, pop", Set::T32, 3, pushPopT32},
    {"ldr wide", Set::T32, 3, wideT32},
    {"ldr indexed", Set::T32, 5, indexedT32},
    {"ldrt", Set::T32, 3, unprivilegedT32},
    {"ldr by register", Set::T32, 3, registerT32, Placement::NotInIt},
    {"ldrd, strd", Set::T32, 3, doubleWordT32},
    {"exclusive", Set::Both, 4, exclusive, Placement::NotInIt},
    {"vldr, vstr", Set::Both, 3, floating},
    {"vldm, vstm", Set::Both, 4, floatingMultiple},
    {"vld1 to vst4", Set::Both, 8, structures, Placement::NotInIt},
    {"pld", Set::Both, 1, preload},
};

} // namespace

std::span<const MemoryForm> memoryForms()
{
    return kForms;
}

} // namespace perisphere::differential
