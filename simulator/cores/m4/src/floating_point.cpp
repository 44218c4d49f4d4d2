#include "core_impl.hpp"

#include <bit>

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kFromDefault = 0x07C00000; ///< AHP, DN, FZ, RMode
constexpr unsigned kStackedSingles = 16;

} // namespace

bool Core::Impl::isFpuAccessible() const
{
    const std::uint32_t access = m_state.cpacr >> 20 & 3U;
    return access == 3 || (access == 1 && isPrivileged());
}

/// Floating-point instructions trap as long as there is something to be done in front of the first
/// one: a context to begin, one to be stacked, access to be refused.
void Core::Impl::updateFpKey()
{
    const bool isAutomatic = (m_state.fpccr & kFpccrAspen) != 0;
    const bool traps =
        !isFpuAccessible() || (isAutomatic && !m_state.fpca) || (m_state.fpccr & kFpccrLspact) != 0;
    const std::uint32_t now = m_jit.Fpscr();
    const std::uint32_t wanted = traps ? now | kFpKey : now & ~kFpKey;
    if (wanted != now)
        m_jit.SetFpscr(wanted);
}

std::uint32_t Core::Impl::fpscr() const
{
    return m_jit.Fpscr() & kFpscrMask;
}

void Core::Impl::setFpscr(std::uint32_t value)
{
    m_jit.SetFpscr((value & kFpscrMask) | (m_jit.Fpscr() & kFpKey));
}

Core::Impl::Outcome Core::Impl::beginFloatingPoint(std::uint32_t pc)
{
    if (!isFpuAccessible()) {
        fault(kUsageFault, kCfsrNocp, pc);
        return Outcome::Branched;
    }
    if ((m_state.fpccr & kFpccrLspact) != 0 && !storeLazyContext()) {
        fault(kBusFault, kCfsrLsperr, pc);
        return Outcome::Branched;
    }
    if ((m_state.fpccr & kFpccrAspen) != 0 && !m_state.fpca) {
        m_state.fpca = true;
        setFpscr((fpscr() & ~kFromDefault) | (m_state.fpdscr & kFromDefault));
    }
    updateFpKey();
    return Outcome::Again;
}

/// Room for the registers is on the stack; they follow when the handler uses the extension.
void Core::Impl::noteFrameOfLazyContext(std::uint32_t frame)
{
    m_state.fpcar = frame & ~7U;
    const int priority = m_nvic.executionPriority();
    const auto isReady = [&](unsigned number, bool isEnabled, std::uint32_t bit) {
        return isEnabled && m_nvic.groupPriority(number) < priority ? bit : 0U;
    };
    const std::uint32_t kept = m_state.fpccr & (kFpccrAspen | kFpccrLspen);
    m_state.fpccr = kept | kFpccrLspact | (isPrivileged() ? 0U : kFpccrUser) |
                    (isHandlerMode() ? 0U : kFpccrThread) | isReady(kHardFault, true, kFpccrHfrdy) |
                    isReady(kMemManage, (m_state.shcsrEnables & (1U << 16)) != 0, kFpccrMmrdy) |
                    isReady(kBusFault, (m_state.shcsrEnables & (1U << 17)) != 0, kFpccrBfrdy) |
                    isReady(kDebugMonitor, (m_state.demcr & (1U << 16)) != 0, kFpccrMonrdy);
}

bool Core::Impl::storeLazyContext()
{
    if (!storeContext(m_state.fpcar))
        return false;
    m_state.fpccr &= ~kFpccrLspact;
    return true;
}

bool Core::Impl::storeContext(std::uint32_t address)
{
    const bool isStored = storeWords(address, std::span(m_jit.ExtRegs()).first(kStackedSingles));
    return storeWord(address + kStackedSingles * 4, fpscr()) && isStored;
}

bool Core::Impl::loadContext(std::uint32_t address)
{
    if (!loadWords(address, std::span(m_jit.ExtRegs()).first(kStackedSingles)))
        return false;
    const auto status = loadWord(address + kStackedSingles * 4);
    if (!status)
        return false;
    setFpscr(*status);
    return true;
}

} // namespace perisphere::m4
