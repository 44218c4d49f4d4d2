#include "perisphere/program/backtrace.hpp"

namespace perisphere::program
{
namespace
{

constexpr unsigned kSp = 13;
constexpr unsigned kLr = 14;
constexpr unsigned kPc = 15;

/// How far up a guess looks.
constexpr std::uint32_t kMaxScannedWords = 1024;

/// EXC_RETURN, ARMv7-M manual, B1.5.8: to handler mode on the main stack, to thread mode on either.
bool isExceptionReturn(std::uint32_t value)
{
    const std::uint32_t kind = value & 0xFU;
    return value >> 5 == 0xFFFFFFFFU >> 5 && (kind == 0x1 || kind == 0x9 || kind == 0xD);
}
constexpr std::uint32_t kReturnsToProcessStack = 1U << 2;
constexpr std::uint32_t kHasBasicFrame = 1U << 4;

class Unwinder
{
public:
    Unwinder(const BacktraceStart& start, const ReadWord& readWord, const DebugInfo* info)
        : m_registers(start.registers)
        , m_processStack(start.processStack)
        , m_readWord(readWord)
        , m_info(info)
    {
    }

    [[nodiscard]] Frame frame() const
    {
        return {.pc = m_registers[kPc], .stack = m_registers[kSp], .foundBy = m_foundBy};
    }

    /// @return false: there is no caller, or none is found
    bool toCaller()
    {
        const std::uint32_t stack = m_registers[kSp];
        const std::uint32_t pc = m_registers[kPc];
        if (!find())
            return false;
        // A caller is further up, except that of a leaf; nothing may go round.
        const bool isProgress =
            m_registers[kSp] > stack || m_registers[kPc] != pc || m_foundBy == FoundBy::Exception;
        return isProgress && m_registers[kPc] != 0;
    }

private:
    bool find()
    {
        const auto rules =
            m_info == nullptr ? std::nullopt : m_info->callFrames().at(frame().lookUp());
        if (rules)
            return apply(*rules);
        const bool isInnermost = m_foundBy == FoundBy::Registers || m_foundBy == FoundBy::Exception;
        const std::uint32_t link = m_registers[kLr];
        if (isInnermost && isExceptionReturn(link))
            return fromException(link);
        if (isInnermost && isReturnAddress(link) && !isInOwnFunction(link))
            return goTo(link, m_registers[kSp], FoundBy::LinkRegister);
        return scan();
    }

    bool apply(const FrameRules& rules)
    {
        using Kind = RegisterRule::Kind;
        const auto before = m_registers;
        const std::uint32_t frameAddress =
            before[rules.baseRegister] + static_cast<std::uint32_t>(rules.baseOffset);
        m_registers[kSp] = frameAddress;
        for (unsigned i = 0; i < m_registers.size(); ++i) {
            const RegisterRule& rule = rules.registers[i];
            const std::uint32_t place = frameAddress + static_cast<std::uint32_t>(rule.offset);
            switch (rule.kind) {
            case Kind::Same:
                break;
            case Kind::Undefined:
                if (i == rules.returnRegister)
                    return false; // the outermost one, as start-up code says it
                break;
            case Kind::Saved: {
                const auto saved = m_readWord(place);
                if (!saved)
                    return false;
                m_registers[i] = *saved;
                break;
            }
            case Kind::Value:
                m_registers[i] = place;
                break;
            case Kind::Moved:
                m_registers[i] = before[rule.number];
                break;
            }
        }
        const std::uint32_t to = m_registers[rules.returnRegister];
        if (isExceptionReturn(to))
            return fromException(to);
        // A reset leaves 0xFFFFFFFF, and start-up code what it likes.
        const bool isCode = (to & 1U) != 0 && half(to & ~1U);
        if (!isCode)
            return false;
        return goTo(to, m_registers[kSp], FoundBy::CallFrames);
    }

    /// What exception entry has stacked, ARMv7-M manual, B1.5.6.
    bool fromException(std::uint32_t exceptionReturn)
    {
        const bool isProcess = (exceptionReturn & kReturnsToProcessStack) != 0;
        const std::uint32_t at = isProcess ? m_processStack : m_registers[kSp];
        const std::uint32_t words = (exceptionReturn & kHasBasicFrame) != 0 ? 8 : 26;
        static constexpr std::array<unsigned, 6> kStacked{0, 1, 2, 3, 12, kLr};
        for (unsigned i = 0; i < kStacked.size(); ++i) {
            const auto word = m_readWord(at + 4 * i);
            if (!word)
                return false;
            m_registers[kStacked[i]] = *word;
        }
        const auto pc = m_readWord(at + 24);
        const auto xpsr = m_readWord(at + 28);
        if (!pc || !xpsr)
            return false;
        constexpr std::uint32_t kIsPadded = 1U << 9;
        const std::uint32_t stack = at + 4 * words + ((*xpsr & kIsPadded) != 0 ? 4 : 0);
        if (isProcess)
            m_processStack = stack;
        return goTo(*pc, stack, FoundBy::Exception);
    }

    bool scan()
    {
        const std::uint32_t from = (m_registers[kSp] + 3) & ~3U;
        for (std::uint32_t i = 0; i < kMaxScannedWords; ++i) {
            const auto word = m_readWord(from + 4 * i);
            if (!word)
                return false;
            if (isExceptionReturn(*word)) {
                m_registers[kSp] = from + 4 * i + 4;
                return fromException(*word);
            }
            if (isReturnAddress(*word))
                return goTo(*word, from + 4 * i + 4, FoundBy::StackScan);
        }
        return false;
    }

    bool goTo(std::uint32_t pc, std::uint32_t stack, FoundBy foundBy)
    {
        m_registers[kPc] = pc & ~1U;
        m_registers[kSp] = stack;
        m_foundBy = foundBy;
        return true;
    }

    [[nodiscard]] std::optional<std::uint32_t> half(std::uint32_t address) const
    {
        const auto word = m_readWord(address & ~3U);
        if (!word)
            return std::nullopt;
        return *word >> (8 * (address & 2U)) & 0xFFFFU;
    }

    [[nodiscard]] bool isReturnAddress(std::uint32_t value) const
    {
        if ((value & 1U) == 0 || value < 5)
            return false;
        const std::uint32_t address = value & ~1U;
        if (m_info != nullptr && !m_info->functions().empty() &&
            m_info->functionAt(address - 2) == nullptr)
            return false;
        const auto second = half(address - 2);
        if (!second)
            return false;
        const bool isBlx = (*second & 0xFF87U) == 0x4780U; // BLX register
        const auto first = half(address - 4);
        const bool isBl = first && (*first & 0xF800U) == 0xF000U && (*second & 0xD000U) == 0xD000U;
        return isBlx || isBl;
    }

    [[nodiscard]] bool isInOwnFunction(std::uint32_t link) const
    {
        if (m_info == nullptr)
            return false;
        const Function* const own = m_info->functionAt(m_registers[kPc]);
        return own != nullptr && own == m_info->functionAt((link & ~1U) - 1);
    }

    std::array<std::uint32_t, 16> m_registers;
    std::uint32_t m_processStack;
    const ReadWord& m_readWord;
    const DebugInfo* m_info;
    FoundBy m_foundBy = FoundBy::Registers;
};

} // namespace

std::vector<Frame> backtrace(const BacktraceStart& start, const ReadWord& readWord,
                             const DebugInfo* info, std::size_t limit)
{
    Unwinder unwinder(start, readWord, info);
    std::vector<Frame> frames;
    while (frames.size() < limit) {
        frames.push_back(unwinder.frame());
        if (!unwinder.toCaller())
            break;
    }
    return frames;
}

} // namespace perisphere::program
