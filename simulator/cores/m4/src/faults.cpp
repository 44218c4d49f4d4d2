#include "core_impl.hpp"

#include <fmt/format.h>

namespace perisphere::m4
{
namespace
{

std::uint32_t enableOf(unsigned number)
{
    switch (number) {
    case kMemManage:
        return 1U << 16;
    case kBusFault:
        return 1U << 17;
    default:
        return 1U << 18;
    }
}

/// In the default memory map.
bool isNeverExecuted(std::uint32_t address)
{
    return address >= 0xE0000000U || (address >= 0x40000000U && address < 0x60000000U);
}

std::string_view nameOf(unsigned number)
{
    switch (number) {
    case kHardFault:
        return "HardFault";
    case kMemManage:
        return "MemManage";
    case kBusFault:
        return "BusFault";
    case kUsageFault:
        return "UsageFault";
    case kSvCall:
        return "SVCall";
    default:
        return "fault";
    }
}

} // namespace

/// Of the instruction at `pc`, which has not run.
void Core::Impl::fault(unsigned number, std::uint32_t cfsrBits, std::uint32_t pc)
{
    m_state.cfsr |= cfsrBits;
    restoreIt(pc);
    reg(15) = pc;
    m_faultText = fmt::format("{} at {:#010x}: CFSR {:#010x}, BFAR {:#010x}, MMFAR {:#010x}",
                              nameOf(number), pc, m_state.cfsr, m_state.bfar, m_state.mmfar);
    raise(number, pc);
}

/// A synchronous exception: the code that runs cannot go on without it.
void Core::Impl::raise(unsigned number, std::uint32_t returnAddress)
{
    const unsigned taken = escalated(number);
    if (taken == 0) {
        lockUp(fmt::format("{} in a handler of priority {}", nameOf(number),
                           m_nvic.executionPriority()));
        return;
    }
    reg(15) = returnAddress;
    m_nvic.setPending(taken);
    deliver();
}

/// The same of an exception return that fails: what was stacked stays, the next handler begins.
void Core::Impl::raiseChained(unsigned number, std::uint32_t excReturn)
{
    const unsigned taken = escalated(number);
    if (taken == 0) {
        lockUp(fmt::format("{} in the return from a fault handler", nameOf(number)));
        return;
    }
    m_nvic.setPending(taken);
    chain(excReturn);
}

/// What it becomes: HardFault where its handler is off or not urgent enough; 0 where that is not
/// either.
unsigned Core::Impl::escalated(unsigned number)
{
    const int running = m_nvic.executionPriority();
    const bool isEnabled =
        number == kSvCall || number == kHardFault || (m_state.shcsrEnables & enableOf(number)) != 0;
    if (isEnabled && m_nvic.groupPriority(number) < running)
        return number;
    if (running <= -1)
        return 0;
    m_state.hfsr |= kHfsrForced;
    return kHardFault;
}

/// A fault of an exception's entry: pending beside it, so that the more urgent one is taken.
void Core::Impl::derivedFault(unsigned number, std::uint32_t cfsrBits)
{
    m_state.cfsr |= cfsrBits;
    const unsigned taken = escalated(number);
    m_faultText = fmt::format("{} while an exception was stacked: CFSR {:#010x}, SP {:#010x}",
                              nameOf(number), m_state.cfsr, reg(13));
    if (taken == 0)
        lockUp("the stack of a fault handler cannot be written");
    else
        m_nvic.setPending(taken);
}

void Core::Impl::lockUp(std::string why)
{
    m_state.isLockedUp = true;
    m_faultText = m_faultText.empty() ? std::move(why) : fmt::format("{}; {}", m_faultText, why);
    reg(15) = 0xFFFFFFFE; // as the hardware shows it
    requestStop(Stop::Lockup);
}

/// The program goes where no program is: an exception return, or a fault.
void Core::Impl::noExecute(std::uint32_t pc)
{
    m_state.cycles -= 1; // the recompiler counts the fetch that failed
    const bool isExcReturn = pc >= 0xFFFFFFE0U && isHandlerMode();
    if (isExcReturn) {
        exceptionReturn(pc | 1U);
        if (!m_stop && !isAsleep())
            deliver();
    } else if ((m_jit.Cpsr() & kThumb) == 0) {
        m_state.cfsr |= kCfsrInvstate;
        m_faultText = fmt::format("UsageFault: a branch to {:#010x}, which is even", pc);
        reg(15) = pc;
        raise(kUsageFault, pc);
    } else if (m_space.readable(pc, 2) != nullptr || isNeverExecuted(pc)) {
        fault(kMemManage, kCfsrIaccviol, pc);
    } else {
        fault(kBusFault, kCfsrIbuserr, pc);
    }
    const bool isSpent = m_state.cycles >= m_budgetEnd;
    if (isSpent || horizon() < m_end || m_stop || isAsleep() || m_state.isEntering ||
        m_state.isLockedUp)
        halt();
}

} // namespace perisphere::m4
