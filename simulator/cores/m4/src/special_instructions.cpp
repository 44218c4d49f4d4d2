#include "core_impl.hpp"

#include <limits>

namespace perisphere::m4
{
namespace
{

constexpr std::uint32_t kFlags = 0xF8000000; ///< N, Z, C, V, Q
constexpr std::uint32_t kGe = 0x000F0000;

enum Special : unsigned {
    kApsr = 0,
    kIapsr = 1,
    kEapsr = 2,
    kXpsr = 3,
    kIpsr = 5,
    kEpsr = 6,
    kIepsr = 7,
    kMsp = 8,
    kPsp = 9,
    kPrimask = 16,
    kBasepri = 17,
    kBasepriMax = 18,
    kFaultmask = 19,
    kControl = 20,
};

} // namespace

std::uint8_t Core::Impl::itState() const
{
    const std::uint32_t cpsr = m_jit.Cpsr();
    return static_cast<std::uint8_t>((cpsr >> 8 & 0xFCU) | (cpsr >> 25 & 3U));
}

void Core::Impl::setItState(std::uint8_t it)
{
    const std::uint32_t others = m_jit.Cpsr() & ~0x0600FC00U;
    m_jit.SetCpsr(others | (it & 0xFCU) << 8 | (it & 3U) << 25);
}

std::uint32_t Core::Impl::xpsr() const
{
    const std::uint32_t cpsr = m_jit.Cpsr();
    return (cpsr & 0xFE0FFC00U) | (cpsr & kThumb) << 19 | m_state.ipsr;
}

void Core::Impl::setXpsr(std::uint32_t value, bool withIpsr)
{
    m_jit.SetCpsr((value & 0xFE0FFC00U) | 0x10U | (value >> 19 & kThumb));
    if (withIpsr)
        m_state.ipsr = value & 0x1FFU;
}

void Core::Impl::selectStack(bool usesPsp)
{
    if (usesPsp == m_state.usesPsp)
        return;
    std::swap(reg(13), m_state.otherSp);
    m_state.usesPsp = usesPsp;
}

std::uint32_t Core::Impl::mainSp() const
{
    return m_state.usesPsp ? m_state.otherSp : reg(13);
}

std::uint32_t Core::Impl::processSp() const
{
    return m_state.usesPsp ? reg(13) : m_state.otherSp;
}

void Core::Impl::setControl(std::uint32_t value, bool withFpca)
{
    const bool wasPrivileged = isPrivileged();
    m_state.isThreadUnprivileged = (value & 1U) != 0;
    if (!isHandlerMode())
        selectStack((value & 2U) != 0);
    if (withFpca)
        m_state.fpca = (value & 4U) != 0;
    updateFpKey();
    if (wasPrivileged != isPrivileged())
        privilegeChanged();
}

/// As BX, POP and LDR to PC do it.
void Core::Impl::branchTo(std::uint32_t target)
{
    if (target >= 0xF0000000U && isHandlerMode()) {
        exceptionReturn(target);
        return;
    }
    reg(15) = target & ~1U;
    setItState(0);
    if ((target & 1U) == 0)
        m_jit.SetCpsr(m_jit.Cpsr() & ~kThumb); // the next fetch faults
}

std::uint32_t Core::Impl::readSpecial(unsigned number) const
{
    // Unprivileged code reads the flags and CONTROL; the rest is 0.
    switch (number) {
    case kControl:
        return (m_state.isThreadUnprivileged ? 1U : 0U) | (m_state.usesPsp ? 2U : 0U) |
               (m_state.fpca ? 4U : 0U);
    case kApsr:
    case kEapsr:
        return m_jit.Cpsr() & (kFlags | kGe);
    case kIapsr:
    case kXpsr:
        return (m_jit.Cpsr() & (kFlags | kGe)) | (isPrivileged() ? m_state.ipsr : 0);
    case kIpsr:
    case kIepsr:
        return isPrivileged() ? m_state.ipsr : 0;
    default:
        break;
    }
    if (!isPrivileged())
        return 0;
    switch (number) {
    case kMsp:
        return mainSp();
    case kPsp:
        return processSp();
    case kPrimask:
        return m_state.primask ? 1 : 0;
    case kBasepri:
    case kBasepriMax:
        return m_state.basepri;
    case kFaultmask:
        return m_state.faultmask ? 1 : 0;
    default:
        return 0; // EPSR reads as 0
    }
}

void Core::Impl::writeSpecial(unsigned number, std::uint32_t value)
{
    if (!isPrivileged())
        return;
    const auto masked = static_cast<std::uint8_t>(value & m_nvic.shape().priorityMask);
    switch (number) {
    case kMsp:
        (m_state.usesPsp ? m_state.otherSp : reg(13)) = value & ~3U;
        break;
    case kPsp:
        (m_state.usesPsp ? reg(13) : m_state.otherSp) = value & ~3U;
        break;
    case kPrimask:
        m_state.primask = (value & 1U) != 0;
        break;
    case kBasepri:
        m_state.basepri = masked;
        break;
    case kBasepriMax:
        if (masked != 0 && (m_state.basepri == 0 || masked < m_state.basepri))
            m_state.basepri = masked;
        break;
    case kFaultmask:
        if (m_nvic.executionPriority() > -1)
            m_state.faultmask = (value & 1U) != 0;
        break;
    case kControl:
        setControl(value, true);
        break;
    default:
        break;
    }
}

Core::Impl::Outcome Core::Impl::moveFromSpecial(std::uint32_t bits)
{
    reg(bits >> 8 & 0xFU) = readSpecial(bits & 0xFFU);
    return Outcome::Done;
}

Core::Impl::Outcome Core::Impl::moveToSpecial(std::uint32_t bits)
{
    const unsigned number = bits & 0xFFU;
    const std::uint32_t value = reg(bits >> 16 & 0xFU);
    if (number > kXpsr) {
        writeSpecial(number, value);
        return Outcome::Done;
    }
    const std::uint32_t mask =
        ((bits & 0x800U) != 0 ? kFlags : 0) | ((bits & 0x400U) != 0 ? kGe : 0);
    m_jit.SetCpsr((m_jit.Cpsr() & ~mask) | (value & mask));
    return Outcome::Done;
}

Core::Impl::Outcome Core::Impl::changeState(std::uint32_t bits)
{
    if (!isPrivileged())
        return Outcome::Done;
    const bool disables = (bits & 0x10U) != 0;
    if ((bits & 2U) != 0)
        m_state.primask = disables;
    if ((bits & 1U) != 0 && (!disables || m_nvic.executionPriority() > -1))
        m_state.faultmask = disables;
    return Outcome::Done;
}

Core::Impl::Outcome Core::Impl::supervisorCall(std::uint32_t pc)
{
    raise(kSvCall, pc + 2);
    return Outcome::Branched;
}

Core::Impl::Outcome Core::Impl::breakpoint(std::uint32_t pc, std::uint32_t bits)
{
    constexpr std::uint32_t kSemihosting = 0xBEAB;
    if (bits == kSemihosting) {
        if (const auto answer = m_bus.semihosting(reg(0), reg(1))) {
            reg(0) = *answer;
            m_limit = std::min(m_limit, m_bus.limit());
            return Outcome::Done;
        }
    }
    constexpr std::uint32_t kHaltingDebug = 1U << 16; // here: DEMCR.MON_EN, the monitor
    m_state.dfsr |= 2U;
    restoreIt(pc);
    if ((m_state.demcr & kHaltingDebug) != 0 &&
        m_nvic.groupPriority(kDebugMonitor) < m_nvic.executionPriority()) {
        raise(kDebugMonitor, pc);
        return Outcome::Branched;
    }
    if (m_haltsOnBreak) {
        requestStop(Stop::BreakInstruction);
        return Outcome::Stopped;
    }
    m_state.hfsr |= kHfsrDebugevt;
    m_faultText = "BKPT without a debugger";
    raise(kHardFault, pc);
    return Outcome::Branched;
}

Core::Impl::Outcome Core::Impl::waitForInterrupt()
{
    if (!m_nvic.wakes())
        m_state.isWaitingForInterrupt = true;
    return Outcome::Done;
}

Core::Impl::Outcome Core::Impl::waitForEvent()
{
    if (m_state.event)
        m_state.event = false;
    else if (!m_nvic.wakes())
        m_state.isWaitingForEvent = true;
    return Outcome::Done;
}

Core::Impl::Outcome Core::Impl::writeFpscr(std::uint32_t bits)
{
    setFpscr(reg(bits >> 12 & 0xFU));
    return Outcome::Done;
}

/// Traps only while CCR.DIV_0_TRP is set.
Core::Impl::Outcome Core::Impl::divide(std::uint32_t pc, std::uint32_t bits)
{
    const std::uint32_t dividend = reg(bits >> 16 & 0xFU);
    const std::uint32_t divisor = reg(bits & 0xFU);
    std::uint32_t& result = reg(bits >> 8 & 0xFU);
    if (divisor == 0) {
        if ((m_state.ccr & kCcrDiv0Trp) == 0) {
            result = 0;
            return Outcome::Done;
        }
        fault(kUsageFault, kCfsrDivbyzero, pc);
        return Outcome::Branched;
    }
    const bool isSigned = (bits & 0x00200000U) == 0;
    if (!isSigned) {
        result = dividend / divisor;
        return Outcome::Done;
    }
    const auto a = static_cast<std::int32_t>(dividend);
    const auto b = static_cast<std::int32_t>(divisor);
    const bool overflows = a == std::numeric_limits<std::int32_t>::min() && b == -1;
    result = overflows ? dividend : static_cast<std::uint32_t>(a / b);
    return Outcome::Done;
}

} // namespace perisphere::m4
