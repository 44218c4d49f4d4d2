#include "core_impl.hpp"

#include <algorithm>
#include <cstring>

namespace perisphere::m4
{
namespace
{

// Cycles by the Technical Reference Manual, with memory that answers at once.
constexpr std::uint64_t kEntryCycles = 12;
constexpr std::uint64_t kReturnCycles = 10;
constexpr std::uint64_t kTailChainCycles = 6;

constexpr std::uint32_t kBasicFrame = 0x20;
constexpr std::uint32_t kExtendedFrame = 0x68;
constexpr std::uint32_t kAligned = 1U << 9; ///< in the stacked xPSR

constexpr std::uint32_t kToThread = 1U << 3;
constexpr std::uint32_t kToProcessStack = 1U << 2;
constexpr std::uint32_t kBasic = 1U << 4;

} // namespace

/// Takes the most urgent exception if it preempts what runs. @return whether it did
bool Core::Impl::deliver()
{
    if (m_nvic.mostUrgent() == 0 || m_state.isEntering || m_state.isLockedUp)
        return false;
    const unsigned number = m_nvic.preempting(m_nvic.executionPriority());
    if (number == 0)
        return false;
    m_state.isWaitingForInterrupt = false;
    m_state.isWaitingForEvent = false;
    beginEntry(number, reg(15));
    return true;
}

/// Stacks. Which handler begins is decided when that is done: a more urgent exception that comes
/// in between is taken instead (late arrival).
void Core::Impl::beginEntry(unsigned number, std::uint32_t returnAddress)
{
    static_cast<void>(number);
    m_state.isExclusive = false;
    m_state.event = true;
    const std::uint32_t stackBit = !isHandlerMode() && m_state.usesPsp ? kToProcessStack : 0;
    const std::uint32_t threadBit = isHandlerMode() ? 0 : kToThread;
    const std::uint32_t frameBit = m_state.fpca ? 0 : kBasic;
    const bool wasUnprivileged = !isPrivileged();
    // Should stacking fail, a further exception is pending by now; entry goes on.
    (void)pushFrame(returnAddress);
    reg(14) = 0xFFFFFFE1U | frameBit | threadBit | stackBit;
    m_state.fpca = false;
    selectStack(false);
    // Handler mode from here on: what preempts is found with the masks as they are.
    m_state.isEntering = true;
    m_state.entryDone = m_state.cycles + kEntryCycles;
    m_state.cycles = m_state.entryDone;
    if (wasUnprivileged)
        privilegeChanged();
    if (m_state.cycles < horizon())
        finishEntry();
}

void Core::Impl::finishEntry()
{
    m_state.isEntering = false;
    const unsigned number = m_nvic.mostUrgent();
    m_nvic.activate(number);
    m_state.ipsr = number;
    if (m_exceptionObserver != nullptr)
        m_exceptionObserver->entered(number, m_state.cycles);
    updateFpKey();
    setItState(0);
    const auto vector = loadWord(m_state.vtor + number * 4);
    if (!vector) {
        m_state.hfsr |= kHfsrVecttbl;
        if (number == kHardFault || number == kNmi) {
            lockUp("the vector of a fault handler cannot be read");
            return;
        }
        reg(15) = 0;
        m_nvic.setPending(kHardFault);
        deliver();
        return;
    }
    reg(15) = *vector & ~1U;
    m_jit.SetCpsr((*vector & 1U) != 0 ? m_jit.Cpsr() | kThumb : m_jit.Cpsr() & ~kThumb);
    if (number == kHardFault)
        m_faultText = "";
}

std::optional<std::uint32_t> Core::Impl::loadWord(std::uint32_t address)
{
    const std::uint8_t* const data = m_space.readable(address, 4);
    if (data == nullptr)
        return std::nullopt;
    std::uint32_t value = 0;
    std::copy_n(data, sizeof value, reinterpret_cast<std::uint8_t*>(&value));
    return value;
}

bool Core::Impl::storeWord(std::uint32_t address, std::uint32_t value)
{
    std::uint8_t* const data = m_space.writable(address, 4);
    if (data == nullptr)
        return false;
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&value), sizeof value, data);
    return true;
}

/// What is in front of a word without memory is loaded, and nothing behind it.
bool Core::Impl::loadWords(std::uint32_t address, std::span<std::uint32_t> words)
{
    if (const std::uint8_t* const data = m_space.readable(address, words.size_bytes())) {
        std::memcpy(words.data(), data, words.size_bytes());
        return true;
    }
    for (std::uint32_t& word : words) {
        const auto loaded = loadWord(address);
        if (!loaded)
            return false;
        word = *loaded;
        address += 4;
    }
    return true;
}

/// What has memory is stored.
bool Core::Impl::storeWords(std::uint32_t address, std::span<const std::uint32_t> words)
{
    if (std::uint8_t* const data = m_space.writable(address, words.size_bytes())) {
        std::memcpy(data, words.data(), words.size_bytes());
        return true;
    }
    bool isStored = true;
    for (const std::uint32_t word : words) {
        isStored = storeWord(address, word) && isStored;
        address += 4;
    }
    return isStored;
}

bool Core::Impl::pushFrame(std::uint32_t returnAddress)
{
    const bool isExtended = m_state.fpca;
    const std::uint32_t sp = reg(13) & ~3U;
    const bool forcesAlignment = isExtended || (m_state.ccr & kCcrStkalign) != 0;
    const bool isMoved = forcesAlignment && (sp & 4U) != 0;
    std::uint32_t frame = sp - (isExtended ? kExtendedFrame : kBasicFrame);
    if (forcesAlignment)
        frame &= ~4U;
    reg(13) = frame;
    const std::uint32_t bytes = isExtended ? kExtendedFrame : kBasicFrame;
    const int priority = m_nvic.executionPriority();
    if (!m_mpu.allows(frame, AccessKind::Write, isPrivileged(), priority) ||
        !m_mpu.allows(frame + bytes - 4, AccessKind::Write, isPrivileged(), priority)) {
        derivedFault(kMemManage, kCfsrMstkerr);
        return false;
    }
    const std::uint32_t status = (xpsr() & ~kAligned) | (isMoved ? kAligned : 0);
    const std::array<std::uint32_t, 8> words{reg(0),  reg(1),  reg(2),        reg(3),
                                             reg(12), reg(14), returnAddress, status};
    bool isStored = storeWords(frame, words);
    if (isExtended && isStored) {
        if ((m_state.fpccr & kFpccrLspen) != 0)
            noteFrameOfLazyContext(frame + kBasicFrame);
        else
            isStored = storeContext(frame + kBasicFrame);
    }
    if (!isStored)
        derivedFault(kBusFault, kCfsrStkerr);
    return isStored;
}

/// Which modes and stacks an EXC_RETURN may lead back to.
bool Core::Impl::isValidReturn(std::uint32_t excReturn) const
{
    switch (excReturn & 0xFU) {
    case 0x1: // handler mode
    case 0x9:
    case 0xD:
        break;
    default:
        return false;
    }
    if ((excReturn | kBasic) != (0xFFFFFFF0U | (excReturn & 0xFU)))
        return false;
    const unsigned actives = m_nvic.activeCount();
    const bool isToThread = (excReturn & kToThread) != 0;
    if (!isToThread)
        return actives > 1;
    return actives <= 1 || (m_state.ccr & kCcrNonbasethrdena) != 0;
}

/// Tail-chaining: the next handler begins on the frame of the last.
void Core::Impl::chain(std::uint32_t excReturn)
{
    reg(14) = excReturn;
    selectStack(false); // unstacking may have begun
    m_state.cycles += kTailChainCycles;
    m_state.isEntering = true;
    m_state.entryDone = m_state.cycles;
    if (m_state.cycles < horizon())
        finishEntry();
}

void Core::Impl::exceptionReturn(std::uint32_t excReturn)
{
    const unsigned number = m_state.ipsr;
    if (m_exceptionObserver != nullptr)
        m_exceptionObserver->returned(number, m_state.cycles);
    if (!m_nvic.isActive(number) || !isValidReturn(excReturn)) {
        if (m_nvic.isActive(number))
            m_nvic.deactivate(number);
        m_state.cfsr |= kCfsrInvpc;
        raiseChained(kUsageFault, excReturn);
        return;
    }
    m_nvic.deactivate(number);
    if (number != kNmi)
        m_state.faultmask = false;
    m_state.isExclusive = false;
    const int priority = m_nvic.executionPriority();
    if (m_nvic.preempting(priority) != 0) {
        chain(excReturn);
        return;
    }
    m_state.ipsr = 0; // a frame is read as the code that it goes back to may read it
    selectStack((excReturn & kToProcessStack) != 0);
    m_state.event = true;
    m_state.cycles += kReturnCycles;
    if (!popFrame(excReturn))
        return;
    if (!isPrivileged())
        privilegeChanged();
    sleepAfterReturn();
}

bool Core::Impl::popFrame(std::uint32_t excReturn)
{
    const bool isExtended = (excReturn & kBasic) == 0;
    const std::uint32_t frame = reg(13);
    std::array<std::uint32_t, 8> words{};
    const std::uint32_t bytes = isExtended ? kExtendedFrame : kBasicFrame;
    const int priority = m_nvic.executionPriority();
    if (!m_mpu.allows(frame, AccessKind::Read, isPrivileged(), priority) ||
        !m_mpu.allows(frame + bytes - 4, AccessKind::Read, isPrivileged(), priority)) {
        m_state.cfsr |= kCfsrMunstkerr;
        raiseChained(kMemManage, excReturn);
        return false;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = loadWord(frame + static_cast<std::uint32_t>(i) * 4);
        if (!word) {
            m_state.cfsr |= kCfsrUnstkerr;
            raiseChained(kBusFault, excReturn);
            return false;
        }
        words[i] = *word;
    }
    if (isExtended && (m_state.fpccr & kFpccrLspact) != 0)
        m_state.fpccr &= ~kFpccrLspact; // still in the registers
    else if (isExtended && !loadContext(frame + kBasicFrame)) {
        m_state.cfsr |= kCfsrUnstkerr;
        raiseChained(kBusFault, excReturn);
        return false;
    }
    m_state.fpca = isExtended;
    const std::uint32_t status = words[7];
    const bool forcesAlignment = isExtended || (m_state.ccr & kCcrStkalign) != 0;
    reg(13) = (frame + bytes) | (forcesAlignment && (status & kAligned) != 0 ? 4U : 0U);
    std::copy_n(words.begin(), 4, m_jit.Regs().begin());
    reg(12) = words[4];
    reg(14) = words[5];
    reg(15) = words[6] & ~1U;
    setXpsr(status, true);
    updateFpKey();
    const bool isToHandler = (excReturn & kToThread) == 0;
    if (isToHandler != isHandlerMode()) {
        m_state.cfsr |= kCfsrInvpc;
        raise(kUsageFault, reg(15));
        return false;
    }
    return true;
}

void Core::Impl::sleepAfterReturn()
{
    if (!isHandlerMode() && (m_state.scr & kScrSleeponexit) != 0 && !m_nvic.wakes())
        m_state.isWaitingForInterrupt = true;
}

} // namespace perisphere::m4
