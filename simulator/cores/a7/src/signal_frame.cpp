// What the kernel puts on the stack for a handler, and takes from it afterwards.

#include "process_impl.hpp"
#include "signal_information.hpp"

#include <cstddef>
#include <cstring>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kFrameHasInformation = 4; ///< SA_SIGINFO
constexpr std::uint32_t kSaRestorer = 0x04000000;
constexpr std::uint32_t kFrameOnAlternate = 0x08000000; ///< SA_ONSTACK
constexpr std::uint32_t kVfpMagic = 0x56465001;

/// sigcontext and ucontext of ARM Linux.
struct MachineContext {
    std::uint32_t trapNumber;
    std::uint32_t errorCode;
    std::uint32_t oldMask;
    std::uint32_t r[16];
    std::uint32_t cpsr;
    std::uint32_t faultAddress;
};
struct VfpRecord {
    std::uint32_t magic;
    std::uint32_t size;
    std::uint32_t single[64];
    std::uint32_t fpscr;
    std::uint32_t fpexc;
    std::uint32_t fpinst;
    std::uint32_t fpinst2;
    std::uint32_t padding[2];
};
static_assert(sizeof(VfpRecord) == 288);
struct UserContext {
    std::uint32_t flags;
    std::uint32_t link;
    SignalStack stack; // address, flags, bytes
    MachineContext machine;
    std::uint64_t mask;
    std::uint8_t unused[120];
    VfpRecord vfp;
    std::uint8_t rest[744 - 232 - sizeof(VfpRecord)];
};
static_assert(offsetof(UserContext, machine) == 20);
static_assert(offsetof(UserContext, mask) == 104);
static_assert(offsetof(UserContext, vfp) == 232);
static_assert(sizeof(UserContext) == 744);

/// Without SA_SIGINFO: sigreturn finds it at the stack pointer.
struct PlainFrame {
    UserContext context;
    std::uint32_t returnCode[4];
};
static_assert(sizeof(PlainFrame) == 760);

/// With it: rt_sigreturn does.
struct InformationFrame {
    SignalInformation information;
    UserContext context;
    std::uint32_t returnCode[4];
};
static_assert(sizeof(InformationFrame) == 888);

constexpr std::uint32_t kPlainFlags = 0x5AC3C35A; ///< as the kernel marks it

UserContext contextOf(const Registers& registers, const PendingSignal& signal,
                      const SignalStack& alternate, SignalSet mask)
{
    UserContext context{};
    context.stack = alternate;
    context.machine.trapNumber = signal.isFault() ? signal.trap : 0;
    context.machine.errorCode = signal.isFault() ? signal.faultStatus : 0;
    context.machine.oldMask = static_cast<std::uint32_t>(mask);
    std::copy(registers.r.begin(), registers.r.end(), context.machine.r);
    context.machine.cpsr = registers.cpsr;
    context.machine.faultAddress = signal.address;
    context.mask = mask;
    context.vfp.magic = kVfpMagic;
    context.vfp.size = sizeof context.vfp;
    std::copy(registers.single.begin(), registers.single.end(), context.vfp.single);
    context.vfp.fpscr = registers.fpscr;
    context.vfp.fpexc = 1U << 30;
    return context;
}

/// Programs whose library gives none return by code on the stack.
void putReturnCode(std::uint32_t (&code)[4], std::uint32_t number)
{
    code[0] = 0xE3A07000 | number; // mov r7, #number
    code[1] = 0xEF900000 | number; // svc
}

bool isOn(const SignalStack& stack, std::uint32_t sp)
{
    return stack.bytes != 0 && sp - stack.address - 1 < stack.bytes;
}

} // namespace

bool Process::Impl::isOnAlternateStack(const Thread& thread) const
{
    return isOn(thread.alternateStack, m_cpu->r(13));
}

bool Process::Impl::pushFrame(Thread& thread, const PendingSignal& signal,
                              const SignalAction& action, SignalSet mask)
{
    const Registers registers = m_cpu->save();
    std::uint32_t sp = registers.r[13];
    const SignalStack alternate = thread.alternateStack;
    if ((action.flags & kFrameOnAlternate) != 0 && (alternate.flags & kSignalStackDisabled) == 0 &&
        alternate.bytes != 0 && !isOn(alternate, sp))
        sp = alternate.address + alternate.bytes;
    const bool hasInformation = (action.flags & kFrameHasInformation) != 0;
    const std::uint32_t bytes = hasInformation ? sizeof(InformationFrame) : sizeof(PlainFrame);
    if (sp < bytes + 8)
        return false;
    const std::uint32_t at = (sp - bytes) & ~7U;
    std::uint32_t information = 0;
    std::uint32_t context = at;
    std::uint32_t returnCode = 0;
    if (hasInformation) {
        InformationFrame frame{};
        frame.information = informationOf(signal);
        frame.context = contextOf(registers, signal, alternate, mask);
        putReturnCode(frame.returnCode, 173);
        if (!m_memory->store(at, frame))
            return false;
        information = at;
        context = at + static_cast<std::uint32_t>(offsetof(InformationFrame, context));
        returnCode = at + static_cast<std::uint32_t>(offsetof(InformationFrame, returnCode));
    } else {
        PlainFrame frame{};
        frame.context = contextOf(registers, signal, alternate, mask);
        frame.context.flags = kPlainFlags;
        putReturnCode(frame.returnCode, 119);
        if (!m_memory->store(at, frame))
            return false;
        returnCode = at + static_cast<std::uint32_t>(offsetof(PlainFrame, returnCode));
    }
    if ((alternate.flags & kSignalStackDisarms) != 0)
        thread.alternateStack = {};
    m_cpu->r(0) = static_cast<std::uint32_t>(signal.number);
    if (hasInformation) {
        m_cpu->r(1) = information;
        m_cpu->r(2) = context;
    }
    m_cpu->r(13) = at;
    m_cpu->r(14) = (action.flags & kSaRestorer) != 0 ? action.restorer : returnCode;
    m_cpu->r(15) = action.handler & ~1U;
    const std::uint32_t cpsr = m_cpu->cpsr() & ~(0x0600FC00U | kThumb | 0x200U);
    m_cpu->setCpsr(cpsr | ((action.handler & 1U) != 0 ? kThumb : 0));
    return true;
}

bool Process::Impl::returnFromSignal(Thread& thread, bool hasInformation)
{
    const std::uint32_t at =
        m_cpu->r(13) +
        (hasInformation ? static_cast<std::uint32_t>(offsetof(InformationFrame, context)) : 0);
    const auto context = m_memory->load<UserContext>(at);
    if (!context || m_cpu->r(13) % 8 != 0)
        return false;
    if (m_timeline)
        m_timeline->endHandler(thread, m_cpu->r(13), now());
    Registers registers = m_cpu->save();
    std::copy_n(context->machine.r, 16, registers.r.begin());
    // The mode is always a process'.
    registers.cpsr =
        (context->machine.cpsr & 0xF80FFE20U) | 0x10U | (context->machine.cpsr & 0x0600FC00U);
    if (context->vfp.magic == kVfpMagic) {
        std::copy_n(context->vfp.single, 64, registers.single.begin());
        registers.fpscr = context->vfp.fpscr;
    }
    m_cpu->load(registers);
    thread.blocked = context->mask & ~kUnblockable;
    if (hasInformation)
        thread.alternateStack = context->stack;
    return true;
}

} // namespace perisphere::a7
