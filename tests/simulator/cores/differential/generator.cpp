#include "generator.hpp"

#include <algorithm>

namespace perisphere::differential
{
namespace
{

constexpr unsigned kSp = 13;
constexpr unsigned kMaxItems = 8;
constexpr unsigned kItBlockPercent = 15;

constexpr std::array<std::uint32_t, 24> kIntegers{
    0,          1,          2,          3,          31,         32,         33,         0xFF,
    0x7F,       0x80,       0xFFFF,     0x7FFF,     0x8000,     0x10000,    0x7FFFFFFF, 0x80000000,
    0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF8000, 0xFFFFFF80, 0x80008000, 0x7FFF7FFF, 0x80808080, 0x7F7F7F7F};

constexpr std::array<std::uint32_t, 44> kSingles{
    0x00000000, 0x80000000, 0x3F800000, 0xBF800000, // 0, 1
    0x7F800000, 0xFF800000,                         // infinities
    0x7FC00000, 0xFFC00000, 0x7FC12345, 0xFFD54321, // quiet NaNs
    0x7F800001, 0xFF812345, 0x7FBFFFFF,             // signalling NaNs
    0x00000001, 0x80000001, 0x007FFFFF, 0x807FFFFF, // denormal
    0x00400000, 0x00800000, 0x80800000, 0x00800001, // least normal
    0x7F7FFFFF, 0xFF7FFFFF,                         // greatest
    0x3F000000, 0x3FC00000, 0x40200000, 0xBF000000, // halves
    0x4EFFFFFF, 0x4F000000, 0x4F7FFFFF, 0x4F800000, // around 2^31, 2^32
    0xCF000000, 0xCF000001, 0x46FFFE00, 0x47000000, // and 2^15
    0x477FFF00, 0x47800000, 0x33800000, 0x38800000, // limits of half precision
    0x387FC000, 0x33000000, 0x3F7FFFFF, 0x3F800001, 0x5F000000};

/// IT's mask for `length` instructions whose conditions are `then` bits, the first being set.
unsigned itMask(unsigned condition, unsigned length, unsigned others)
{
    unsigned mask = 0;
    for (unsigned i = 1; i < length; ++i) {
        const bool isThen = (others >> i & 1U) != 0;
        const unsigned bit = isThen ? condition & 1U : ~condition & 1U;
        mask |= bit << (4 - i);
    }
    return mask | 1U << (4 - length);
}

} // namespace

Sequence Generator::sequence(std::uint32_t address, std::uint32_t recordAddress)
{
    begin(address, recordAddress);
    const unsigned items = 1 + m_random.below(kMaxItems);
    for (unsigned i = 0; i < items; ++i) {
        item();
        land(false);
    }
    for (const Branch& branch : m_branches)
        if (here() < branch.origin) // none goes backwards, if only to its own end
            nop();
    land(true);
    // B.W to the driver, which is in front of all sequences.
    const std::uint32_t distance = kFinish - (addressHere() + 4);
    const std::uint32_t sign = distance >> 24 & 1U;
    const std::uint32_t j1 = (~(distance >> 23) ^ sign) & 1U;
    const std::uint32_t j2 = (~(distance >> 22) ^ sign) & 1U;
    wide(0xF0009000U | sign << 26 | (distance >> 12 & 0x3FFU) << 16 | j1 << 13 | j2 << 11 |
         (distance >> 1 & 0x7FFU));
    return std::move(m_sequence);
}

void Generator::begin(std::uint32_t address, std::uint32_t recordAddress)
{
    m_sequence = {.address = address, .recordAddress = recordAddress};
    m_state = {};
    m_branches.clear();
    m_isInItBlock = false;
    const unsigned low = m_random.below(8);
    const unsigned high = m_random.chance(15) ? 14 : 8 + m_random.below(5);
    const std::array<unsigned, 3> registers{low, high, kSp};
    for (std::size_t i = 0; i < registers.size(); ++i) {
        const int offset = static_cast<int>(64 + 4 * m_random.below(32));
        m_state.bases[i] = {.reg = registers[i], .lowest = offset, .highest = offset};
    }
    m_indexRegister = (low + 1 + m_random.below(7)) % 8;
    m_index = m_random.below(9);
    setInputs();
    // SP comes from the driver; now it enters the scratch area.
    const int sp = m_state.bases[2].lowest + static_cast<int>(kRecordScratch * 4 - kEntrySp);
    narrow(0xB000U | static_cast<unsigned>(sp) / 4);
}

void Generator::setInputs()
{
    Record& record = m_sequence.record;
    for (unsigned reg = 0; reg <= 12; ++reg)
        record[reg] = integerValue();
    record[kRecordLr] = integerValue();
    record[kRecordEntry] = m_sequence.address | 1U;
    record[kRecordApsr] = m_random.word() & 0xF80F0000U;
    const bool isPlain = m_random.chance(30);
    const std::uint32_t modes = isPlain ? 0 : 0x07C00000U; // AHP, DN, FZ, RMode
    const std::uint32_t flags = m_random.chance(20) ? 0x9FU : 0;
    record[kRecordFpscr] = m_random.word() & (0xF0000000U | modes | flags);
    for (unsigned i = 0; i < 32; ++i)
        record[kRecordSingles + i] = floatValue();
    for (unsigned i = 0; i < kScratchWords; ++i)
        record[kRecordScratch + i] = m_random.chance(50) ? floatValue() : integerValue();
    const std::uint32_t scratch = m_sequence.recordAddress + kRecordScratch * 4;
    for (const Base& base : m_state.bases)
        if (base.reg != kSp)
            record[base.reg] = scratch + static_cast<std::uint32_t>(base.lowest);
    record[m_indexRegister] = m_index;
}

std::uint32_t Generator::integerValue()
{
    switch (m_random.below(4)) {
    case 0:
        return m_random.pick(kIntegers);
    case 1:
        return m_random.word() >> m_random.below(32);
    default:
        return m_random.word();
    }
}

std::uint32_t Generator::floatValue()
{
    switch (m_random.below(4)) {
    case 0:
        return m_random.pick(kSingles);
    case 1: // of like size, so that sums cancel and round
        return (m_random.word() & 0x807FFFFFU) | (0x78U + m_random.below(16)) << 23;
    case 2: { // few digits
        const std::uint32_t exponent = 0x60U + m_random.below(0x40);
        return (m_random.word() & 0x80700000U) | exponent << 23;
    }
    default:
        return m_random.word();
    }
}

void Generator::item()
{
    if (m_random.chance(kItBlockPercent))
        itBlock();
    else
        emit(false, true);
}

void Generator::itBlock()
{
    const unsigned length = 1 + m_random.below(4);
    const bool isAlways = m_random.chance(5); // then none may be an "else"
    const unsigned first = isAlways ? 14 : condition();
    const unsigned others = isAlways ? 0xFU : m_random.word();
    narrow(0xBF00U | first << 4 | itMask(first, length, others));
    m_isInItBlock = true;
    for (unsigned i = 0; i < length; ++i)
        emit(true, i + 1 == length);
    m_isInItBlock = false;
}

void Generator::emit(bool isInItBlock, bool isLast)
{
    const InstructionClass& chosen = pickClass(isInItBlock, isLast);
    m_sequence.classes.push_back(chosen.name);
    chosen.emit(*this);
}

const InstructionClass& Generator::pickClass(bool isInItBlock, bool isLast)
{
    const auto isAllowed = [&](const InstructionClass& row) {
        return !isInItBlock || row.placement == Placement::Anywhere ||
               (row.placement == Placement::LastInIt && isLast);
    };
    const auto& classes = instructionClasses();
    unsigned total = 0;
    for (const InstructionClass& row : classes)
        total += isAllowed(row) ? row.weight : 0;
    unsigned left = m_random.below(total);
    for (const InstructionClass& row : classes) {
        if (!isAllowed(row))
            continue;
        if (left < row.weight)
            return row;
        left -= row.weight;
    }
    return classes.front();
}

void Generator::narrow(unsigned bits)
{
    m_sequence.code.push_back(static_cast<std::uint16_t>(bits));
}

void Generator::wide(std::uint32_t bits)
{
    narrow(bits >> 16);
    narrow(bits & 0xFFFFU);
}

unsigned Generator::source()
{
    const unsigned reg = m_random.below(14);
    return reg == kSp ? 14 : reg;
}

unsigned Generator::destination()
{
    for (;;)
        if (const unsigned reg = source(); !isSetAside(reg))
            return reg;
}

unsigned Generator::otherDestination(unsigned than)
{
    for (;;)
        if (const unsigned reg = destination(); reg != than)
            return reg;
}

unsigned Generator::lowDestination()
{
    for (;;)
        if (const unsigned reg = lowSource(); !isSetAside(reg))
            return reg;
}

bool Generator::isSetAside(unsigned reg) const
{
    const bool isBase = std::any_of(m_state.bases.begin(), m_state.bases.end(),
                                    [&](const Base& base) { return base.reg == reg; });
    return isBase || reg == m_indexRegister;
}

Generator::Base* Generator::findBase(unsigned reg)
{
    const auto found = std::find_if(m_state.bases.begin(), m_state.bases.end(),
                                    [&](const Base& base) { return base.reg == reg; });
    return found == m_state.bases.end() ? nullptr : &*found;
}

/// A multiple of the step within both bounds, if there is one.
std::optional<int> Generator::pickOffset(Offsets offsets)
{
    const int step = offsets.step;
    const int first =
        offsets.lowest >= 0 ? (offsets.lowest + step - 1) / step : -(-offsets.lowest / step);
    const int last =
        offsets.highest >= 0 ? offsets.highest / step : -((-offsets.highest + step - 1) / step);
    if (first > last)
        return std::nullopt;
    return (first + static_cast<int>(m_random.below(static_cast<unsigned>(last - first + 1)))) *
           step;
}

std::optional<Generator::Address> Generator::address(BaseKind kind, unsigned bytes, Offsets offsets,
                                                     bool isAligned)
{
    const std::size_t begin = m_random.below(3);
    for (std::size_t i = 0; i < m_state.bases.size(); ++i) {
        const Base& base = m_state.bases[(begin + i) % m_state.bases.size()];
        const bool isKind = kind == BaseKind::Any || (kind == BaseKind::Low && base.reg < 8) ||
                            (kind == BaseKind::StackPointer && base.reg == kSp) ||
                            (kind == BaseKind::NotStackPointer && base.reg != kSp);
        if (!isKind || !base.isUsable || (isAligned && !base.isAligned))
            continue;
        const int room = static_cast<int>(kScratchBytes) - static_cast<int>(bytes);
        if (const auto offset =
                pickOffset({.lowest = std::max(offsets.lowest, -base.lowest),
                            .highest = std::min(offsets.highest, room - base.highest),
                            .step = isAligned ? std::max(4, offsets.step) : offsets.step}))
            return Address{base.reg, *offset};
    }
    return std::nullopt;
}

std::optional<int> Generator::move(unsigned reg, Offsets offsets, bool isAligned)
{
    const Base* const base = findBase(reg);
    if (base == nullptr || !base->isUsable)
        return std::nullopt;
    // Not to the very ends, where little could follow.
    constexpr int kMargin = 16;
    const int room = static_cast<int>(kScratchBytes) - kMargin;
    return pickOffset({.lowest = std::max(offsets.lowest, kMargin - base->lowest),
                       .highest = std::min(offsets.highest, room - base->highest),
                       .step = isAligned ? std::max(4, offsets.step) : offsets.step});
}

void Generator::moved(unsigned reg, int by)
{
    Base* const base = findBase(reg);
    if (base == nullptr)
        return;
    if (m_isInItBlock) { // or not
        base->lowest = std::min(base->lowest, base->lowest + by);
        base->highest = std::max(base->highest, base->highest + by);
    } else {
        base->lowest += by;
        base->highest += by;
    }
    base->isAligned = base->isAligned && by % 4 == 0;
}

void Generator::lost(unsigned reg)
{
    if (Base* const base = findBase(reg))
        base->isUsable = false;
}

void Generator::branch(BranchForm form, std::size_t at, std::size_t origin, bool isUpperByte)
{
    const unsigned most = form == BranchForm::CompareZero ? 3 : 5;
    m_branches.push_back({.form = form,
                          .at = at,
                          .origin = origin,
                          .isUpperByte = isUpperByte,
                          .itemsLeft = 1 + m_random.below(most),
                          .state = m_state});
}

/// The branches end here whose items are over.
void Generator::land(bool all)
{
    std::vector<Branch> left;
    for (Branch& branch : m_branches) {
        if (all || branch.itemsLeft == 0) {
            patch(branch);
            merge(branch.state);
        } else {
            --branch.itemsLeft;
            left.push_back(branch);
        }
    }
    m_branches = std::move(left);
}

void Generator::merge(const State& other)
{
    for (std::size_t i = 0; i < m_state.bases.size(); ++i) {
        Base& base = m_state.bases[i];
        const Base& there = other.bases[i];
        base.lowest = std::min(base.lowest, there.lowest);
        base.highest = std::max(base.highest, there.highest);
        base.isUsable = base.isUsable && there.isUsable;
        base.isAligned = base.isAligned && there.isAligned;
    }
    m_state.isTagged = m_state.isTagged || other.isTagged;
}

void Generator::patch(const Branch& branch)
{
    auto& code = m_sequence.code;
    const auto distance = static_cast<unsigned>((here() - branch.origin) * 2);
    const auto add = [&](std::size_t index, unsigned bits) {
        code[index] = static_cast<std::uint16_t>(code[index] | bits);
    };
    switch (branch.form) {
    case BranchForm::Narrow:
        add(branch.at, distance / 2);
        break;
    case BranchForm::CompareZero:
        add(branch.at, (distance / 2 & 0x1FU) << 3 | (distance / 64 & 1U) << 9);
        break;
    case BranchForm::Wide:
        add(branch.at, distance >> 12 & 0x3FFU);
        add(branch.at + 1, (distance >> 1 & 0x7FFU) | 0x2800U); // J1 and J2 of a positive one
        break;
    case BranchForm::WideConditional:
        add(branch.at, distance >> 12 & 0x3FU);
        add(branch.at + 1, distance >> 1 & 0x7FFU);
        break;
    case BranchForm::Address: {
        const std::uint32_t pc =
            (m_sequence.address + static_cast<std::uint32_t>(branch.origin) * 2) & ~3U;
        const std::uint32_t offset = (addressHere() | 1U) - pc;
        add(branch.at, (offset >> 11 & 1U) << 10);
        add(branch.at + 1, (offset >> 8 & 7U) << 12 | (offset & 0xFFU));
        break;
    }
    case BranchForm::TableByte:
        code[branch.at] = static_cast<std::uint16_t>(
            branch.isUpperByte ? (code[branch.at] & 0xFFU) | distance / 2 << 8
                               : (code[branch.at] & 0xFF00U) | distance / 2);
        break;
    case BranchForm::TableHalfword:
        code[branch.at] = static_cast<std::uint16_t>(distance / 2);
        break;
    }
}

} // namespace perisphere::differential
