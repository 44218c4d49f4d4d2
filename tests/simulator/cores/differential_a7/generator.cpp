#include "generator.hpp"

#include "forms.hpp"

#include <algorithm>
#include <cstring>

namespace perisphere::differential
{
namespace
{

constexpr unsigned kSp = 13;
constexpr unsigned kLr = 14;
constexpr unsigned kMaxItems = 8;
constexpr unsigned kItBlockPercent = 25;
constexpr unsigned kBranchPercent = 6;
constexpr unsigned kFaultPercent = 40;

constexpr std::array<std::uint32_t, 24> kIntegers{
    0,          1,          2,          3,          31,         32,         33,         0xFF,
    0x7F,       0x80,       0xFFFF,     0x7FFF,     0x8000,     0x10000,    0x7FFFFFFF, 0x80000000,
    0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF8000, 0xFFFFFF80, 0x80008000, 0x7FFF7FFF, 0x80808080, 0x7F7F7F7F};

constexpr std::array<std::uint32_t, 32> kSingles{
    0x00000000, 0x80000000, 0x3F800000, 0xBF800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFC12345,
    0x7F800001, 0xFF812345, 0x00000001, 0x80000001, 0x007FFFFF, 0x00400000, 0x00800000, 0x80800001,
    0x7F7FFFFF, 0xFF7FFFFF, 0x3F000000, 0x3FC00000, 0x40200000, 0xBF000000, 0x4EFFFFFF, 0x4F000000,
    0x4F800000, 0xCF000000, 0xCF000001, 0x47000000, 0x477FFF00, 0x38800000, 0x33000000, 0x3F800001};

constexpr std::array<std::uint64_t, 28> kDoubles{
    0x0000000000000000, 0x8000000000000000, 0x3FF0000000000000, 0xBFF0000000000000,
    0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8123456789ABC,
    0x7FF0000000000001, 0xFFF4000000000000, 0x0000000000000001, 0x800FFFFFFFFFFFFF,
    0x0010000000000000, 0x8010000000000001, 0x7FEFFFFFFFFFFFFF, 0x3FE0000000000000,
    0x3FF8000000000000, 0x41DFFFFFFFC00000, 0x41E0000000000000, 0xC1E0000000000000,
    0xC1E0000000200000, 0x41F0000000000000, 0x47EFFFFFE0000000, 0x47EFFFFFF0000000,
    0x3810000000000000, 0x36A0000000000000, 0x3690000000000000, 0x3FF0000000000001};

/// IT's mask for `length` instructions; `others` tells which of them have the condition itself.
unsigned itMask(unsigned condition, unsigned length, unsigned others)
{
    unsigned mask = 0;
    for (unsigned i = 1; i < length; ++i) {
        const bool isThen = (others >> i & 1U) != 0;
        mask |= (isThen ? condition & 1U : ~condition & 1U) << (4 - i);
    }
    return mask | 1U << (4 - length);
}

} // namespace

Sequence Generator::sequence(std::uint32_t address, std::uint32_t recordAddress)
{
    m_sequence = {
        .address = address, .recordAddress = recordAddress, .isThumb = m_random.chance(50)};
    m_branches.clear();
    m_isInIt = false;
    m_isFaulting = false;
    setInputs();
    enter();
    const unsigned items = 1 + m_random.below(kMaxItems);
    for (unsigned i = 0; i < items; ++i) {
        item(i + 1 == items);
        land(false);
    }
    land(true);
    if (isThumb()) { // B.W
        const std::uint32_t distance = kFinishT32 - (addressHere() + 4);
        const std::uint32_t sign = distance >> 24 & 1U;
        const std::uint32_t j1 = (~(distance >> 23) ^ sign) & 1U;
        const std::uint32_t j2 = (~(distance >> 22) ^ sign) & 1U;
        wide(0xF0009000U | sign << 26 | (distance >> 12 & 0x3FFU) << 16 | j1 << 13 | j2 << 11 |
             (distance >> 1 & 0x7FFU));
    } else {
        wide(0xEA000000U | ((kFinishA32 - (addressHere() + 8)) >> 2 & 0x00FFFFFFU));
    }
    return std::move(m_sequence);
}

void Generator::setInputs()
{
    const unsigned low = m_random.below(8);
    const unsigned high = m_random.chance(15) ? kLr : 8 + m_random.below(5);
    const std::array<unsigned, 3> registers{low, high, kSp};
    for (std::size_t i = 0; i < registers.size(); ++i) {
        const int offset = static_cast<int>(160 + 4 * m_random.below(40));
        m_bases[i] = {.reg = registers[i], .lowest = offset, .highest = offset};
    }
    Record& record = m_sequence.record;
    for (unsigned reg = 0; reg <= kLr; ++reg)
        record[reg] = integerValue();
    for (const Base& base : m_bases)
        if (base.reg != kSp)
            record[base.reg] = m_sequence.recordAddress + kRecordScratch * 4 +
                               static_cast<std::uint32_t>(base.lowest);
    record[kRecordEntry] = m_sequence.address | (isThumb() ? 1U : 0U);
    record[kRecordApsr] = m_random.word() & 0xF80F0000U;
    // Rounding, FZ and DN; flags, cumulative ones seldom.
    record[kRecordFpscr] = m_random.word() & 0xF0000000U;
    if (m_random.chance(50))
        record[kRecordFpscr] |= m_random.word() & 0x03C00000U;
    if (m_random.chance(10))
        record[kRecordFpscr] |= m_random.word() & 0x0800009FU;
    for (unsigned d = 0; d < 32; ++d) {
        const std::uint64_t value = doubleValue();
        std::memcpy(&record[kRecordSingles + std::size_t{2} * d], &value, sizeof value);
    }
    for (unsigned i = 0; i < kScratchWords; i += 2) {
        const std::uint64_t value = doubleValue();
        std::memcpy(&record[kRecordScratch + i], &value, sizeof value);
    }
}

/// SP is the record's address at first.
void Generator::enter()
{
    const auto sp = static_cast<unsigned>(m_bases[2].lowest) + kRecordScratch * 4;
    if (isThumb())
        wide(0xF20D0D00U | (sp >> 11 & 1U) << 26 | (sp >> 8 & 7U) << 12 | (sp & 0xFFU)); // ADDW
    else
        wide(0xE28DDF00U | sp / 4); // rotated by 30
}

std::uint32_t Generator::integerValue()
{
    const unsigned kind = m_random.below(4);
    if (kind == 0)
        return m_random.word();
    return kind == 1 ? m_random.below(64) : m_random.pick(kIntegers);
}

/// One double, two singles or four halves.
std::uint64_t Generator::doubleValue()
{
    switch (m_random.below(6)) {
    case 0:
        return m_random.pick(kDoubles);
    case 1: { // near each other, so that sums cancel and round
        const std::uint64_t exponent = 0x3F0 + m_random.below(32);
        return exponent << 52 | (std::uint64_t{m_random.word()} << 32 | m_random.word()) >> 12;
    }
    case 2:
        return std::uint64_t{integerValue()} << 32 | integerValue();
    case 3:
        return std::uint64_t{0x3E000000U + (m_random.word() >> 6)} << 32 |
               (0x3E000000U + (m_random.word() >> 6));
    default:
        return std::uint64_t{m_random.pick(kSingles)} << 32 | m_random.pick(kSingles);
    }
}

unsigned Generator::source()
{
    const unsigned reg = m_random.below(14);
    return reg == kSp ? kLr : reg;
}

unsigned Generator::destination(std::optional<unsigned> but)
{
    for (;;) {
        const unsigned reg = source();
        if (!isBase(reg) && reg != but)
            return reg;
    }
}

unsigned Generator::lowDestination(std::optional<unsigned> but)
{
    for (;;) {
        const unsigned reg = m_random.below(8);
        if (!isBase(reg) && reg != but)
            return reg;
    }
}

bool Generator::isBase(unsigned reg) const
{
    return std::ranges::any_of(m_bases, [&](const Base& base) { return base.reg == reg; });
}

std::uint32_t Generator::condition()
{
    if (isThumb() || m_isInIt)
        return 0xE0000000;
    return (m_random.chance(60) ? 14 : m_random.below(14)) << 28;
}

void Generator::wide(std::uint32_t bits)
{
    if (isThumb()) {
        narrow(bits >> 16);
        narrow(bits & 0xFFFFU);
    } else {
        narrow(bits & 0xFFFFU);
        narrow(bits >> 16);
    }
}

void Generator::item(bool isLast)
{
    if (m_hasFaults && isLast && m_random.chance(kFaultPercent)) {
        m_isFaulting = true;
        emitFaultingBase();
    }
    if (isThumb() && m_random.chance(kItBlockPercent)) {
        itBlock();
        return;
    }
    if (!isLast && m_random.chance(kBranchPercent)) {
        m_branches.push_back(
            {.at = here(), .itemsLeft = 1 + m_random.below(2), .condition = m_random.below(14)});
        m_sequence.forms.emplace_back("B");
        narrow(0);
        if (!isThumb())
            narrow(0);
        return;
    }
    while (!emit(false, isLast)) {
    }
}

void Generator::itBlock()
{
    const unsigned length = 1 + m_random.below(4);
    const unsigned condition = m_random.below(14);
    narrow(0xBF00U | condition << 4 | itMask(condition, length, m_random.word()));
    m_sequence.forms.emplace_back("IT");
    m_isInIt = true;
    for (unsigned i = 0; i < length; ++i)
        while (!emit(true, false)) {
        }
    m_isInIt = false;
}

/// One instruction of any form. @return false when the operands were not to be had
bool Generator::emit(bool isInIt, bool isLast)
{
    const auto& forms = allForms();
    const Form& form = forms.pick(m_random, isThumb());
    const bool mayFault = form.placement == Placement::Faults;
    if (isInIt && form.placement != Placement::Anywhere)
        return false;
    if (mayFault && !(m_hasFaults && isLast))
        return false;
    if (m_isFaulting && form.memory == nullptr)
        return false;
    const std::size_t before = here();
    if (form.pattern != nullptr) {
        if (!emitPattern(*form.pattern))
            return false;
    } else {
        form.memory->emit(*this);
    }
    if (here() == before)
        return false;
    m_sequence.forms.push_back(form.name);
    return true;
}

bool Generator::emitPattern(const Pattern& pattern)
{
    const auto isBit = [](char one) { return one != ' '; };
    const bool isNarrow = std::ranges::count_if(pattern.bits, isBit) == 16;
    std::uint32_t word = 0;
    fill(word, pattern);
    if (pattern.fix != nullptr && !pattern.fix(word, *this))
        return false;
    if (pattern.set == Set::Both && isThumb()) {
        if (word >> 28 == 15) // Advanced SIMD data processing
            word = 0xEF000000U | (word & 0x01000000U) << 4 | (word & 0x00FFFFFFU);
        else
            word = (word & 0x0FFFFFFFU) | 0xE0000000U;
    }
    if (isNarrow)
        narrow(word);
    else
        wide(word);
    return true;
}

void Generator::fill(std::uint32_t& word, const Pattern& pattern)
{
    std::array<std::optional<unsigned>, 128> chosen;
    const std::string_view bits = pattern.bits;
    for (std::size_t i = 0; i < bits.size();) {
        const char letter = bits[i];
        std::size_t end = i + 1;
        const bool isRegister = std::string_view("nmasde").find(letter) != std::string_view::npos;
        while ((isRegister || letter == 'c') && end < bits.size() && bits[end] == letter)
            ++end;
        const auto width = static_cast<unsigned>(end - i);
        i = end;
        if (letter == ' ')
            continue;
        unsigned value = 0;
        if (letter == '1') {
            value = 1;
        } else if (letter == 'x') {
            value = m_random.below(2);
        } else if (letter == 'c') {
            value = condition() >> 28;
        } else if (isRegister) {
            auto& reg = chosen[static_cast<std::size_t>(letter)];
            if (!reg) {
                const bool isWritten = letter == 'd' || letter == 'e';
                const auto other = chosen[letter == 'd' ? 'e' : 'd'];
                if (width == 3)
                    reg = isWritten ? lowDestination(other) : m_random.below(8);
                else
                    reg = isWritten ? destination(other) : source();
            }
            value = *reg;
        }
        word = word << width | value;
    }
}

/// A base from here on points where nothing is.
void Generator::emitFaultingBase()
{
    Base& base = m_bases[m_random.below(2)];
    const unsigned offset = m_random.below(64) * 4;
    for (Base& other : m_bases)
        other.isUsable = &other == &base;
    base.lowest = base.highest = static_cast<int>(offset);
    if (isThumb()) { // MOVW, MOVT
        wide(0xF2400000U | base.reg << 8 | (offset >> 8 & 7U) << 12 | (offset & 0xFFU));
        wide(0xF2C00000U | base.reg << 8 | (kUnmapped >> 16 & 0xFFU) |
             (kUnmapped >> 24 & 7U) << 12 | (kUnmapped >> 27 & 1U) << 26 |
             (kUnmapped >> 28 & 15U) << 16);
    } else {
        wide(0xE3000000U | base.reg << 12 | offset);
        wide(0xE3400000U | base.reg << 12 | (kUnmapped >> 28 & 15U) << 16 |
             (kUnmapped >> 16 & 0xFFFU));
    }
}

std::optional<Generator::Address> Generator::address(const Wanted& wanted)
{
    const Base& base = m_bases[wanted.isStackPointer ? 2 : m_random.below(wanted.isLow ? 1 : 3)];
    if (!base.isUsable || (wanted.isAligned && !base.isAligned))
        return std::nullopt;
    const int lowest = std::max(wanted.lowest, m_isFaulting ? wanted.lowest : -base.lowest);
    const int highest =
        m_isFaulting ? wanted.highest
                     : std::min(wanted.highest, static_cast<int>(kScratchBytes) - base.highest -
                                                    static_cast<int>(wanted.bytes));
    if (lowest > highest)
        return std::nullopt;
    const int step =
        std::max(wanted.step, wanted.isAligned ? static_cast<int>(wanted.alignment) : 1);
    int offset =
        lowest + static_cast<int>(m_random.below(static_cast<unsigned>(highest - lowest + 1)));
    offset -= offset % step;
    if (offset < lowest)
        return std::nullopt;
    if (wanted.alignment > 4 &&
        (base.lowest != base.highest || (static_cast<unsigned>(base.lowest + offset) +
                                         kRecordScratch * 4 + m_sequence.recordAddress) %
                                                wanted.alignment !=
                                            0))
        return std::nullopt;
    return Address{.base = base.reg, .offset = offset};
}

void Generator::moved(unsigned reg, int by)
{
    for (Base& base : m_bases)
        if (base.reg == reg && !m_isFaulting) {
            // It may not have been executed.
            base.lowest = std::min(base.lowest, base.lowest + by);
            base.highest = std::max(base.highest, base.highest + by);
            base.isAligned = base.isAligned && by % 4 == 0;
            base.isUsable = base.isUsable && base.lowest >= 0 &&
                            base.highest <= static_cast<int>(kScratchBytes);
        }
}

void Generator::land(bool all)
{
    for (auto branch = m_branches.begin(); branch != m_branches.end();)
        if (all || branch->itemsLeft-- == 0) {
            patch(*branch);
            branch = m_branches.erase(branch);
        } else {
            ++branch;
        }
}

void Generator::patch(const Branch& branch)
{
    const auto distance = static_cast<std::uint32_t>((here() - branch.at) * 2);
    if (isThumb()) {
        m_sequence.code[branch.at] = static_cast<std::uint16_t>(0xD000U | branch.condition << 8 |
                                                                ((distance - 4) >> 1 & 0xFFU));
        return;
    }
    const std::uint32_t offset = (distance - 8) >> 2 & 0x00FFFFFFU;
    m_sequence.code[branch.at] = static_cast<std::uint16_t>(offset & 0xFFFFU);
    m_sequence.code[branch.at + 1] =
        static_cast<std::uint16_t>(branch.condition << 12 | 0x0A00U | offset >> 16);
}

} // namespace perisphere::differential
