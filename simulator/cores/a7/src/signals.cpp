#include "process_impl.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kSaSiginfo = 4;
constexpr std::uint32_t kSaOnstack = 0x08000000;
constexpr std::uint32_t kSaRestart = 0x10000000;
constexpr std::uint32_t kSaNodefer = 0x40000000;
constexpr std::uint32_t kSaResethand = 0x80000000;
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

struct SignalFrame {
    std::uint8_t information[128];
    UserContext context;
    std::uint32_t returnCode[4];
};
static_assert(sizeof(SignalFrame) == 888);

/// Signals of the host that have come and were not taken yet.
std::array<std::atomic<bool>, kSignals + 1> g_arrived;
std::atomic<Cpu*> g_cpu;

extern "C" void hostSignalArrived(int number)
{
    g_arrived[static_cast<std::size_t>(number)] = true;
    if (Cpu* const cpu = g_cpu)
        cpu->interrupt();
}

/// Faults of the emulator's own must stay what they are.
bool isOfEmulator(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE ||
           number == SIGTRAP || number == SIGKILL || number == SIGSTOP;
}

} // namespace

SignalSet Process::Impl::pendingFor(const Thread& thread) const
{
    SignalSet set = 0;
    for (const PendingSignal& signal : thread.pending)
        set |= signalBit(signal.number);
    for (const PendingSignal& signal : m_pending)
        set |= signalBit(signal.number);
    return set;
}

std::optional<PendingSignal> Process::Impl::takePending(Thread& thread, SignalSet wanted)
{
    for (auto* queue : {&thread.pending, &m_pending})
        for (auto signal = queue->begin(); signal != queue->end(); ++signal)
            if ((signalBit(signal->number) & wanted) != 0) {
                const PendingSignal taken = *signal;
                queue->erase(signal);
                return taken;
            }
    return std::nullopt;
}

void Process::Impl::send(Thread* thread, const PendingSignal& signal)
{
    const SignalAction& action = m_actions[static_cast<std::size_t>(signal.number)];
    const bool isIgnored =
        action.handler == 1 ||
        (action.handler == 0 && defaultOf(signal.number) == SignalDefault::Ignore);
    if (isIgnored && signal.number != SIGCHLD)
        return;
    auto& queue = thread != nullptr ? thread->pending : m_pending;
    for (const PendingSignal& one : queue)
        if (one.number == signal.number && signal.number < SIGRTMIN)
            return; // a standard signal is pending once
    queue.push_back(signal);
}

/// The host's disposition follows, as far as the host's default is not the same.
void Process::Impl::actionChanged(int number)
{
    if (isOfEmulator(number))
        return;
    g_cpu = m_cpu.get();
    const SignalAction& action = m_actions[static_cast<std::size_t>(number)];
    struct sigaction host {
    };
    ::sigemptyset(&host.sa_mask);
    if (action.handler == 1)
        host.sa_handler = SIG_IGN;
    else
        host.sa_handler = hostSignalArrived;
    ::sigaction(number, &host, nullptr);
}

void Process::Impl::takeHostSignals()
{
    for (int number = 1; number <= kSignals; ++number)
        if (g_arrived[static_cast<std::size_t>(number)].exchange(false))
            send(nullptr, {.number = number, .code = SI_USER});
}

void Process::Impl::fault(Thread& thread, const Trap& trap)
{
    PendingSignal signal{.number = SIGSEGV, .address = trap.address};
    switch (trap.kind) {
    case Trap::Kind::Undefined:
        signal.number = SIGILL;
        signal.code = ILL_ILLOPC;
        signal.address = m_cpu->r(15);
        break;
    case Trap::Kind::Breakpoint:
        signal.number = SIGTRAP;
        signal.code = TRAP_BRKPT;
        break;
    default:
        signal.code = trap.isMapped ? SEGV_ACCERR : SEGV_MAPERR;
        if (trap.isBusError) {
            signal.number = SIGBUS;
            signal.code = BUS_ADRERR;
        }
        break;
    }
    // One that is blocked or ignored while it is raised ends the program.
    SignalAction& action = m_actions[static_cast<std::size_t>(signal.number)];
    if ((thread.blocked & signalBit(signal.number)) != 0 || action.handler == 1) {
        action = {};
        thread.blocked &= ~signalBit(signal.number);
    }
    thread.pending.push_front(signal);
}

/// @return whether a handler was entered
bool Process::Impl::deliverSignals(Thread& thread)
{
    const SignalSet wanted = ~thread.blocked | kUnblockable;
    while (auto signal = takePending(thread, wanted)) {
        if (m_observer && !m_observer->onSignal(thread, *signal))
            continue;
        if (m_end)
            return false;
        const SignalAction action = m_actions[static_cast<std::size_t>(signal->number)];
        if (action.handler == 1)
            continue;
        if (action.handler == 0) {
            switch (defaultOf(signal->number)) {
            case SignalDefault::Ignore:
                continue;
            case SignalDefault::Stop:
                ::kill(::getpid(), SIGSTOP);
                continue;
            case SignalDefault::Terminate:
            case SignalDefault::Core:
                m_end = ProcessEnd{.isBySignal = true, .code = signal->number};
                return false;
            }
        }
        enterHandler(thread, *signal, thread.isWaiting);
        return true;
    }
    if (thread.savedMask && !thread.isWaiting) {
        thread.blocked = *thread.savedMask;
        thread.savedMask.reset();
    }
    return false;
}

void Process::Impl::enterHandler(Thread& thread, const PendingSignal& signal, bool wasCall)
{
    SignalAction& action = m_actions[static_cast<std::size_t>(signal.number)];
    if (wasCall) { // a call that waits ends: it is made again after the handler, or fails
        thread.isWaiting = false;
        const bool restarts =
            (action.flags & kSaRestart) != 0 && !thread.wait.forSignal && !thread.wait.deadline;
        if (restarts) {
            restartCall(thread);
            m_cpu->r(0) = thread.firstArgument;
        } else {
            m_cpu->r(0) = static_cast<std::uint32_t>(-EINTR);
        }
        thread.isRetry = false;
        thread.deadline.reset();
        thread.wait = {};
    }
    const SignalSet mask = thread.savedMask.value_or(thread.blocked);
    thread.savedMask.reset();
    const SignalAction taken = action;
    if ((action.flags & kSaResethand) != 0)
        action = {};
    if (!pushFrame(thread, signal, taken, mask)) {
        m_end = ProcessEnd{.isBySignal = true, .code = SIGSEGV};
        return;
    }
    thread.blocked |= taken.mask;
    if ((taken.flags & kSaNodefer) == 0)
        thread.blocked |= signalBit(signal.number);
}

std::array<std::uint8_t, 128> informationOf(const PendingSignal& signal)
{
    std::array<std::uint8_t, 128> information{};
    const auto put = [&](std::size_t offset, std::uint32_t value) {
        std::memcpy(information.data() + offset, &value, sizeof value);
    };
    put(0, static_cast<std::uint32_t>(signal.number));
    put(8, static_cast<std::uint32_t>(signal.code));
    const bool isFault = signal.number == SIGSEGV || signal.number == SIGBUS ||
                         signal.number == SIGILL || signal.number == SIGFPE ||
                         signal.number == SIGTRAP;
    put(12,
        isFault && signal.sender == 0 ? signal.address : static_cast<std::uint32_t>(signal.sender));
    put(16, signal.senderUser);
    put(20, signal.value);
    return information;
}

bool Process::Impl::pushFrame(Thread& thread, const PendingSignal& signal,
                              const SignalAction& action, SignalSet mask)
{
    const Registers registers = m_cpu->save();
    std::uint32_t sp = registers.r[13];
    const SignalStack& alternate = thread.alternateStack;
    const bool isOnAlternate = sp - alternate.address < alternate.bytes;
    if ((action.flags & kSaOnstack) != 0 && (alternate.flags & 2U) == 0 && !isOnAlternate)
        sp = alternate.address + alternate.bytes;
    SignalFrame frame{};
    const auto information = informationOf(signal);
    std::copy(information.begin(), information.end(), frame.information);
    UserContext& context = frame.context;
    context.stack = alternate;
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
    const std::uint32_t at = (sp - static_cast<std::uint32_t>(sizeof frame)) & ~7U;
    if (!m_memory->store(at, frame))
        return false;
    m_cpu->r(0) = static_cast<std::uint32_t>(signal.number);
    m_cpu->r(1) = at;
    m_cpu->r(2) = at + static_cast<std::uint32_t>(offsetof(SignalFrame, context));
    m_cpu->r(13) = at;
    m_cpu->r(14) = action.restorer; // both C libraries give one
    m_cpu->r(15) = action.handler & ~1U;
    const std::uint32_t cpsr = m_cpu->cpsr() & ~(0x0600FC00U | kThumb | 0x200U);
    m_cpu->setCpsr(cpsr | ((action.handler & 1U) != 0 ? kThumb : 0));
    return true;
}

/// One layout of the frame serves both calls: handlers without SA_SIGINFO do not look at it.
bool Process::Impl::returnFromSignal(Thread& thread, bool isRealTime)
{
    static_cast<void>(isRealTime);
    const auto frame = m_memory->load<SignalFrame>(m_cpu->r(13));
    if (!frame)
        return false;
    Registers registers = m_cpu->save();
    std::copy_n(frame->context.machine.r, 16, registers.r.begin());
    // The mode is always a process'.
    registers.cpsr = (frame->context.machine.cpsr & 0xF80FFE20U) | 0x10U |
                     (frame->context.machine.cpsr & 0x0600FC00U);
    if (frame->context.vfp.magic == kVfpMagic) {
        std::copy_n(frame->context.vfp.single, 64, registers.single.begin());
        registers.fpscr = frame->context.vfp.fpscr;
    }
    m_cpu->load(registers);
    thread.blocked = frame->context.mask & ~kUnblockable;
    thread.alternateStack = frame->context.stack;
    return true;
}

} // namespace perisphere::a7
