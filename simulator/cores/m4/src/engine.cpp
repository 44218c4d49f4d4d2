#include "core_impl.hpp"

#include <algorithm>
#include <cstring>

namespace perisphere::m4
{
namespace
{

using Dynarmic::HaltReason;

/// A run goes at most two blocks past its budget.
constexpr std::uint64_t kBlocksPastBudget = 2;

std::uint8_t itOf(std::uint32_t cpsr)
{
    return static_cast<std::uint8_t>((cpsr >> 8 & 0xFCU) | (cpsr >> 25 & 3U));
}

} // namespace

Dynarmic::A32::UserConfig Core::Impl::configuration(Impl& core)
{
    Dynarmic::A32::UserConfig config{};
    config.callbacks = &core;
    config.arch_version = Dynarmic::A32::ArchVersion::v7;
    config.always_little_endian = true;
    config.define_unpredictable_behaviour = true;
    config.fastmem_pointer = core.m_space.window();
    // An access that finds no memory stops in front of its instruction.
    config.check_halt_on_memory_access = true;
    config.enable_cycle_counting = true;
    config.code_cache_size = std::size_t{16} << 20;
    // With it, a loop of indirect branches alone would look neither at the budget nor at a halt.
    config.optimizations &= ~Dynarmic::OptimizationFlag::FastDispatch;
    return config;
}

Core::Impl::Impl(AddressSpace& space, SystemBus& bus, const CoreOptions& options)
    : m_space(space)
    , m_bus(bus)
    , m_options(options)
    , m_nvic(m_state, {.interrupts = options.interrupts,
                       .priorityMask = static_cast<std::uint8_t>(0xFF00U >> options.priorityBits)})
    , m_translation(space)
    , m_jit(configuration(*this))
{
}

// The recompiler's callbacks.

std::optional<std::uint32_t> Core::Impl::MemoryReadCode(std::uint32_t address)
{
    if (!m_mpu.allows(address, AccessKind::Execute, isPrivileged(), m_nvic.executionPriority()))
        return std::nullopt;
    return m_translation.word(address, blockKey());
}

/// Of the block that begins at the present state.
Translation::BlockKey Core::Impl::blockKey() const
{
    const std::uint32_t cpsr = m_jit.Cpsr();
    const std::uint32_t status = m_jit.Fpscr();
    return {.start = reg(15),
            .it = itOf(cpsr),
            .isThumb = (cpsr & kThumb) != 0,
            .trapsFloatingPoint = (status & kFpKey) != 0,
            .flushesToZero = (status & kFpscrFz) != 0};
}

std::uint64_t Core::Impl::GetTicksForCode(bool, std::uint32_t, std::uint32_t)
{
    return m_translation.endInstruction();
}

std::uint64_t Core::Impl::GetTicksRemaining()
{
    return m_state.cycles < m_budgetEnd ? m_budgetEnd - m_state.cycles : 0;
}

/// Memory that the window has is read: this place in the code found none there before. Else the
/// instruction is given up, and done anew once it is known as one that goes to the bus.
template <class T>
T Core::Impl::readMemory(std::uint32_t address)
{
    m_translation.leaveBlock();
    T value = 0;
    if (const std::uint8_t* const data = m_space.readable(address, sizeof value))
        std::memcpy(&value, data, sizeof value);
    else
        m_jit.HaltExecution(HaltReason::MemoryAbort);
    return value;
}

template <class T>
void Core::Impl::writeMemory(std::uint32_t address, T value)
{
    m_translation.leaveBlock();
    if (std::uint8_t* const data = m_space.writable(address, sizeof value))
        std::memcpy(data, &value, sizeof value);
    else
        m_jit.HaltExecution(HaltReason::MemoryAbort);
}

std::uint8_t Core::Impl::MemoryRead8(std::uint32_t address)
{
    return readMemory<std::uint8_t>(address);
}
std::uint16_t Core::Impl::MemoryRead16(std::uint32_t address)
{
    return readMemory<std::uint16_t>(address);
}
std::uint32_t Core::Impl::MemoryRead32(std::uint32_t address)
{
    return readMemory<std::uint32_t>(address);
}
std::uint64_t Core::Impl::MemoryRead64(std::uint32_t address)
{
    return readMemory<std::uint64_t>(address);
}
void Core::Impl::MemoryWrite8(std::uint32_t address, std::uint8_t value)
{
    writeMemory(address, value);
}
void Core::Impl::MemoryWrite16(std::uint32_t address, std::uint16_t value)
{
    writeMemory(address, value);
}
void Core::Impl::MemoryWrite32(std::uint32_t address, std::uint32_t value)
{
    writeMemory(address, value);
}
void Core::Impl::MemoryWrite64(std::uint32_t address, std::uint64_t value)
{
    writeMemory(address, value);
}

void Core::Impl::InterpreterFallback(std::uint32_t pc, std::size_t)
{
    fault(kUsageFault, kCfsrUndefinstr, pc);
}

void Core::Impl::CallSVC(std::uint32_t cyclesInFront)
{
    trap(reg(15) - 2, cyclesInFront);
}

void Core::Impl::ExceptionRaised(std::uint32_t pc, Dynarmic::A32::Exception exception)
{
    m_translation.leaveBlock();
    if (exception == Dynarmic::A32::Exception::NoExecuteFault) {
        noExecute(pc);
        return;
    }
    const unsigned cycles = m_isStepping ? 0 : m_translation.cyclesInFrontOf(pc);
    const bool isReplaced =
        decoded(pc).kind != InstructionKind::Plain || m_translation.isBreakpoint(pc);
    if (isReplaced)
        trap(pc, cycles);
    else
        fault(kUsageFault, kCfsrUndefinstr, pc);
}

// Traps.

const Core::Impl::Decoded& Core::Impl::decoded(std::uint32_t pc)
{
    Decoded& entry = m_decoded[(pc >> 1) % m_decoded.size()];
    if (entry.address == pc)
        return entry;
    const Instruction instruction = m_translation.fetch(pc).value_or(Instruction{});
    entry = {.address = pc,
             .instruction = instruction,
             .kind = classify(instruction),
             .cycles = cyclesOf(instruction),
             .memory = decodeMemoryOperation(instruction)};
    return entry;
}

/// The cycle count is that of the block's begin, and the recompiler adds the whole block's after
/// this; so what is added here for the instruction's sake is taken back.
void Core::Impl::trap(std::uint32_t pc, unsigned cyclesInFront)
{
    m_translation.leaveBlock();
    const Decoded instruction = decoded(pc);
    m_state.cycles += cyclesInFront;
    m_trapPc = pc;
    const Outcome outcome = execute(instruction);
    m_trapPc.reset();
    switch (outcome) {
    case Outcome::Done:
        reg(15) = pc + instruction.instruction.size();
        deliver();
        break;
    case Outcome::Branched:
        deliver();
        break;
    case Outcome::Again:
    case Outcome::Stopped:
        m_state.cycles -= instruction.cycles;
        reg(15) = pc;
        restoreIt(pc);
        break;
    }
    // The recompiler goes on behind a supervisor call without a look at its budget.
    const bool isSpent = m_state.cycles + instruction.cycles >= m_budgetEnd;
    if (isSpent || horizon() < m_end || m_stop || isAsleep() || m_state.isEntering ||
        m_state.isLockedUp)
        halt();
    m_state.cycles -= cyclesInFront;
}

Core::Impl::Outcome Core::Impl::execute(const Decoded& decodedInstruction)
{
    const std::uint32_t pc = decodedInstruction.address;
    const std::uint32_t bits = decodedInstruction.instruction.bits();
    if (m_translation.isBreakpoint(pc)) {
        if (m_ignoresStops) // passed by run(), which looks in front of each run
            halt();
        else
            requestStop(Stop::Breakpoint);
        m_stoppedAt = pc;
        return Outcome::Stopped;
    }
    switch (decodedInstruction.kind) {
    case InstructionKind::Memory:
    case InstructionKind::Exclusive:
        return executeMemory(decodedInstruction);
    case InstructionKind::FloatingMemory:
        if ((m_jit.Fpscr() & kFpKey) != 0)
            return beginFloatingPoint(pc);
        return executeMemory(decodedInstruction);
    case InstructionKind::FloatingPoint:
        if ((m_jit.Fpscr() & kFpKey) != 0)
            return beginFloatingPoint(pc);
        return Outcome::Again;
    case InstructionKind::FloatingArithmetic:
    case InstructionKind::FloatingConversion:
        if ((m_jit.Fpscr() & kFpKey) != 0)
            return beginFloatingPoint(pc);
        return executeFloating(decodedInstruction.kind, bits);
    case InstructionKind::Divide:
        return divide(pc, bits);
    case InstructionKind::ClearExclusive:
        m_state.isExclusive = false;
        return Outcome::Done;
    case InstructionKind::MoveFromSpecial:
        return moveFromSpecial(bits);
    case InstructionKind::MoveToSpecial:
        return moveToSpecial(bits);
    case InstructionKind::ChangeState:
        return changeState(bits);
    case InstructionKind::WriteFpscr:
        if ((m_jit.Fpscr() & kFpKey) != 0)
            return beginFloatingPoint(pc);
        return writeFpscr(bits);
    case InstructionKind::SupervisorCall:
        return supervisorCall(pc);
    case InstructionKind::Breakpoint:
        return breakpoint(pc, bits);
    case InstructionKind::WaitForInterrupt:
        return waitForInterrupt();
    case InstructionKind::WaitForEvent:
        return waitForEvent();
    case InstructionKind::SendEvent:
        m_state.event = true;
        m_bus.sendEvent();
        return Outcome::Done;
    case InstructionKind::NoCoprocessor:
        fault(kUsageFault, kCfsrNocp, pc);
        return Outcome::Branched;
    case InstructionKind::Undefined:
        fault(kUsageFault, kCfsrUndefinstr, pc);
        return Outcome::Branched;
    case InstructionKind::Plain:
    case InstructionKind::Barrier:
        break; // it trapped for a breakpoint that is gone
    }
    return Outcome::Again;
}

void Core::Impl::requestStop(Stop reason)
{
    m_stop = reason;
    halt();
}

// Running.

/// Up to which cycle nothing happens that the program could notice but what it does itself.
std::uint64_t Core::Impl::horizon() const
{
    return std::min(m_limit, m_systick.due());
}

Stop Core::Impl::run(std::uint64_t limit)
{
    m_limit = limit;
    m_stop.reset();
    for (;;) {
        if (const auto stop = settle())
            return *stop;
        if (m_state.cycles >= m_limit)
            return Stop::Limit;
        if (!passBreakpoint())
            runTowards(horizon());
        if (m_stop)
            return *m_stop;
    }
}

Stop Core::Impl::step()
{
    m_limit = ~std::uint64_t{0};
    m_stop.reset();
    if (const auto stop = settle())
        return *stop;
    m_stoppedAt = reg(15);
    if (!passBreakpoint())
        stepOnce();
    m_stoppedAt.reset();
    if (m_stop)
        return *m_stop;
    if (m_systick.expire())
        setPending(kSysTick);
    return Stop::Step;
}

/// The instruction of the breakpoint that the program stopped at last, when it is the next one.
bool Core::Impl::passBreakpoint()
{
    const std::uint32_t pc = reg(15);
    if ((m_stoppedAt != pc && !m_ignoresStops) || !m_translation.isBreakpoint(pc))
        return false;
    m_stoppedAt.reset();
    setBreakpoint(pc, false);
    stepOnce();
    setBreakpoint(pc, true);
    return true;
}

/// What is due before the next instruction. Why there is none, if so.
std::optional<Stop> Core::Impl::settle()
{
    if (m_needsInvalidation) {
        m_needsInvalidation = false;
        m_translation.forgetBlocks();
        m_jit.ClearCache();
    }
    if (m_systick.expire())
        setPending(kSysTick);
    if (m_state.isLockedUp)
        return Stop::Lockup;
    if (isAsleep())
        return Stop::Asleep;
    if (m_state.isEntering) {
        if (m_state.cycles >= m_limit)
            return Stop::Limit;
        finishEntry();
    }
    while (m_state.cycles < m_limit && deliver()) {
    }
    if (m_state.isLockedUp)
        return Stop::Lockup;
    if (m_state.isEntering)
        return Stop::Limit;
    return std::nullopt;
}

/// Not past `end` but by the last instruction: first in one go, as far as blocks could not lead
/// past it, then block by block, at last by instructions.
void Core::Impl::runTowards(std::uint64_t end)
{
    if (m_state.cycles >= end)
        return;
    const std::uint64_t left = end - m_state.cycles;
    // Of blocks that are not known yet there will be none that is longer than what is allowed for.
    const bool isFar = left > kBlocksPastBudget * Translation::kLongestBlock;
    const unsigned longest = isFar ? Translation::kLongestBlock : m_translation.longestBlock();
    m_translation.maxCycles = std::min(longest, Translation::kMaxCycles);
    const std::uint64_t slack = kBlocksPastBudget * longest;
    m_end = end;
    if (left > slack) {
        m_budgetEnd = end - slack;
    } else {
        const Translation::Block* const block = m_translation.block(blockKey());
        if (block == nullptr || !block->endsRun || block->cycles > left) {
            stepOnce();
            return;
        }
        m_budgetEnd = m_state.cycles + 1;
    }
    m_translation.leaveBlock();
    m_translation.isStepping = false;
    afterRun(m_jit.Run());
}

void Core::Impl::stepOnce()
{
    m_isStepping = true;
    m_end = horizon();
    m_budgetEnd = m_state.cycles + 1;
    m_translation.leaveBlock();
    m_translation.isStepping = true;
    afterRun(m_jit.Step());
    m_translation.isStepping = false;
    m_isStepping = false;
}

void Core::Impl::afterRun(HaltReason reason)
{
    m_translation.leaveBlock();
    if (Dynarmic::Has(reason, HaltReason::MemoryAbort))
        abortedAccess();
}

/// The recompiled instruction found no memory. From now on it traps.
void Core::Impl::abortedAccess()
{
    const std::uint32_t pc = reg(15);
    if (!m_isStepping)
        m_state.cycles += m_translation.cyclesInFrontOf(pc);
    const Decoded& instruction = decoded(pc);
    if (!instruction.memory) {
        fault(kBusFault, kCfsrPreciserr, pc);
        return;
    }
    if (instruction.memory->form == MemoryOperation::Form::FloatingMultiple &&
        instruction.memory->writesBack) {
        // The recompiler writes the base back before it accesses.
        const std::uint32_t bytes = (instruction.instruction.bits() & 0xFFU) * 4;
        const bool isDescending = (instruction.instruction.bits() >> 23 & 1U) == 0;
        reg(instruction.memory->base) += isDescending ? bytes : 0U - bytes;
    }
    m_translation.markMemory(pc);
    m_jit.InvalidateCacheRange(pc, instruction.instruction.size());
}

/// After what decides which instructions trap has changed.
void Core::Impl::chooseTraps()
{
    const bool trapsMemory = m_mpu.isEnabled() || !m_watches.empty() ||
                             (m_state.ccr & kCcrUnalignTrp) != 0 || m_options.checksAlignment;
    const bool trapsDivide = (m_state.ccr & kCcrDiv0Trp) != 0;
    if (trapsMemory != m_translation.trapsMemory || trapsDivide != m_translation.trapsDivide ||
        m_mpu.isEnabled()) {
        m_translation.trapsMemory = trapsMemory;
        m_translation.trapsDivide = trapsDivide;
        m_needsInvalidation = true;
        m_end = ~std::uint64_t{0}; // ends the run after the instruction
    }
}

/// What may be executed depends on it where the protection unit is on.
void Core::Impl::privilegeChanged()
{
    if (m_mpu.isEnabled())
        chooseTraps();
}

void Core::Impl::skipTo(std::uint64_t cycle)
{
    m_state.cycles = std::max(m_state.cycles, cycle);
    if (m_systick.expire())
        setPending(kSysTick);
}

std::uint64_t Core::Impl::nextOwnEvent() const
{
    const bool raises = (m_state.systick.control & 2U) != 0;
    return raises ? m_systick.due() : SysTick::kNoCycle;
}

void Core::Impl::setPending(unsigned number)
{
    m_nvic.setPending(number);
    const bool isNew = m_nvic.takeNewlyPending();
    if (isNew && (m_state.scr & kScrSevonpend) != 0)
        wakeByEvent();
    if (isAsleep() && m_nvic.wakes()) {
        m_state.isWaitingForInterrupt = false;
        m_state.isWaitingForEvent = false;
    }
}

void Core::Impl::setLine(unsigned number, bool isHigh)
{
    m_nvic.setLine(number, isHigh);
    if (!isHigh)
        return;
    const bool isNew = m_nvic.takeNewlyPending();
    if (isNew && (m_state.scr & kScrSevonpend) != 0)
        wakeByEvent();
    if (isAsleep() && m_nvic.wakes()) {
        m_state.isWaitingForInterrupt = false;
        m_state.isWaitingForEvent = false;
    }
}

void Core::Impl::wakeByEvent()
{
    if (m_state.isWaitingForEvent)
        m_state.isWaitingForEvent = false;
    else
        m_state.event = true;
}

void Core::Impl::forgetCode(std::uint32_t address, std::size_t bytes)
{
    m_decoded.fill({});
    m_translation.forgetBlocks(address, bytes);
    m_jit.InvalidateCacheRange(address, bytes);
}

void Core::Impl::setBreakpoint(std::uint32_t address, bool isSet)
{
    m_translation.setBreakpoint(address, isSet);
    m_translation.forgetBlocks(address, 2);
    m_jit.InvalidateCacheRange(address, 2);
}

void Core::Impl::setWatches(std::vector<Watch> watches)
{
    m_watches = std::move(watches);
    chooseTraps();
}

} // namespace perisphere::m4
