#include "cpu.hpp"

#include "base_writeback.hpp"
#include "system_coprocessor.hpp"

#include <dynarmic/interface/exclusive_monitor.h>

#include <cstring>

namespace perisphere::a7
{
namespace
{

using Dynarmic::HaltReason;
using Dynarmic::OptimizationFlag;

/// The recompiler's list of links to mend only grows: after so many invalidations all is forgotten.
constexpr unsigned kMaxInvalidations = 256;

} // namespace

Cpu::Cpu(GuestMemory& memory, bool hasExactFaults)
    : m_memory(memory)
    , m_isExact(hasExactFaults)
{
    makeJit();
}

Cpu::~Cpu() = default;

void Cpu::makeJit()
{
    makeJit(true);
    m_returns = ReturnPredictions::of(m_jit->Regs());
    if (!m_returns)
        makeJit(false);
}

/// @param predictsReturns whether they may go straight to where the call came from. They do not
/// look at the budget then, nor whether they are to halt: see halt()
void Cpu::makeJit(bool predictsReturns)
{
    m_returns = {};
    Dynarmic::A32::UserConfig config{};
    config.callbacks = this;
    config.fastmem_pointer = isWatched() ? nullptr : m_memory.window();
    config.fastmem_exclusive_access = !isWatched();
    config.arch_version = Dynarmic::A32::ArchVersion::v7;
    config.define_unpredictable_behaviour = true;
    config.code_cache_size = std::size_t{16} << 20;
    config.check_halt_on_memory_access = m_isExact;
    // Without FastDispatch all other branches look at the budget. One thread at a time runs here,
    // so the monitor between processors has nothing to tell.
    config.optimizations = (Dynarmic::all_safe_optimizations & ~OptimizationFlag::FastDispatch) |
                           OptimizationFlag::Unsafe_IgnoreGlobalMonitor;
    if (!predictsReturns)
        config.optimizations = config.optimizations & ~OptimizationFlag::ReturnStackBuffer;
    config.unsafe_optimizations = true;
    static Dynarmic::ExclusiveMonitor monitor(1);
    config.global_monitor = &monitor;
    for (unsigned i = 0; i < config.coprocessors.size(); ++i)
        config.coprocessors[i] = std::make_shared<SystemCoprocessor>(m_tls, m_userTls, i == 15);
    m_jit = std::make_unique<Dynarmic::A32::Jit>(config);
}

void Cpu::begin()
{
    m_jit->Reset();
    m_trap = {};
    m_isDataFault = false;
    m_blockBegin = 0;
    m_next = 0;
    m_budget = 0;
    m_instructions = 0;
    m_tls = 0;
    m_userTls = 0;
}

void Cpu::makeFaultsExact()
{
    if (m_isExact)
        return;
    const Registers registers = save();
    m_isExact = true;
    makeJit();
    load(registers);
}

Trap Cpu::run(std::uint64_t ticks)
{
    m_trap = {};
    m_isDataFault = false;
    m_budget = ticks;
    if (m_memory.isShared() && !m_seesOthers) { // from now on
        m_seesOthers = true;
        m_jit->ClearCache();
    }
    ++m_runs;
    m_jit->Run();
    ++m_runs;
    return ended();
}

/// Why it ended, with registers as the processor has them there.
Trap Cpu::ended()
{
    if (m_isDataFault && m_isExact)
        undoWriteback(m_jit->Regs(), instructionAt(r(15), isThumb()), isThumb(), cpsr());
    return m_trap;
}

void Cpu::interrupt()
{
    halt(HaltReason::UserDefined2);
}

void Cpu::interruptIfOverdue()
{
    const unsigned runs = m_runs;
    if (runs % 2 == 1 && runs == m_runsSeen)
        interrupt();
    m_runsSeen = runs;
}

/// Without predictions the next return looks whether it is to halt, as other branches do. Calls
/// make new ones, but look at the budget: what is left of it is the longest that a program which
/// calls goes on. One that after that only returns is interrupted again.
void Cpu::halt(HaltReason reason)
{
    m_jit->HaltExecution(reason);
    m_returns.forget();
}

void Cpu::trap(const Trap& trap)
{
    if (m_trap.kind != Trap::Kind::None)
        return; // what follows the first one in its block has no meaning
    m_trap = trap;
    halt(trap.kind == Trap::Kind::Fault ? HaltReason::MemoryAbort : HaltReason::UserDefined1);
}

Registers Cpu::save() const
{
    Registers registers;
    registers.r = m_jit->Regs();
    registers.single = m_jit->ExtRegs();
    registers.cpsr = m_jit->Cpsr();
    registers.fpscr = m_jit->Fpscr();
    registers.tls = m_tls;
    registers.userTls = m_userTls;
    return registers;
}

void Cpu::load(const Registers& registers)
{
    m_jit->Regs() = registers.r;
    m_jit->ExtRegs() = registers.single;
    m_jit->SetCpsr(registers.cpsr);
    m_jit->SetFpscr(registers.fpscr);
    m_jit->ClearExclusiveState();
    m_tls = registers.tls;
    m_userTls = registers.userTls;
}

void Cpu::forgetCode(std::uint32_t address, std::uint64_t bytes)
{
    if (!m_memory.hasFetched(address, bytes))
        return;
    if (++m_invalidations >= kMaxInvalidations) {
        m_invalidations = 0;
        m_jit->ClearCache();
    } else {
        m_jit->InvalidateCacheRange(address, bytes);
    }
}

std::optional<std::uint32_t> Cpu::MemoryReadCode(std::uint32_t address)
{
    if ((m_memory.pageAt(address) & GuestMemory::kExecutable) == 0)
        return std::nullopt;
    m_memory.markFetched(address);
    std::uint32_t word = 0;
    if (!m_memory.copyFrom(&word, address, sizeof word))
        return std::nullopt;
    word = shown(address, word);
    return m_breakpoints.empty() ? word : withBreakpoints(address, word);
}

/// @param address of the whole access: the fault's is the first one of its bytes that cannot be had
void Cpu::dataFault(std::uint32_t address, std::size_t bytes, bool isWrite, bool isBusError)
{
    m_isDataFault = m_isDataFault || m_trap.kind == Trap::Kind::None;
    if (isBusError) {
        trap({.kind = Trap::Kind::Fault,
              .address = address,
              .isWrite = isWrite,
              .isMapped = true,
              .isBusError = true});
        return;
    }
    const auto needed = isWrite ? GuestMemory::kWritable : GuestMemory::kReadable;
    if ((m_memory.pageAt(address) & needed) != 0)
        address = static_cast<std::uint32_t>(address + bytes - 1) & ~(GuestMemory::kPageBytes - 1);
    trap({.kind = Trap::Kind::Fault,
          .address = address,
          .isWrite = isWrite,
          .isMapped = (m_memory.pageAt(address) & GuestMemory::kMapped) != 0});
}

/// Called where the host's own access faulted, and for every access while any is watched.
template <class T>
T Cpu::read(std::uint32_t address)
{
    if (isWatched())
        noteAccess(address, sizeof(T), false);
    T value = 0;
    const bool isReadable = m_memory.isReadable(address, sizeof value);
    if (m_memory.takeBusError(address, sizeof value) ||
        (isReadable && !m_memory.copyFrom(&value, address, sizeof value)))
        dataFault(address, sizeof value, false, true);
    else if (!isReadable)
        dataFault(address, sizeof value, false, false);
    return value;
}

template <class T>
void Cpu::write(std::uint32_t address, T value)
{
    if (m_trap.kind != Trap::Kind::None)
        return;
    if (isWatched())
        noteAccess(address, sizeof(T), true);
    const bool isWritable = m_memory.isWritable(address, sizeof value);
    if (m_memory.takeBusError(address, sizeof value) ||
        (isWritable && !m_memory.copyTo(address, &value, sizeof value)))
        dataFault(address, sizeof value, true, true);
    else if (!isWritable)
        dataFault(address, sizeof value, true, false);
}

template <class T>
bool Cpu::exchange(std::uint32_t address, T value, T expected)
{
    if (read<T>(address) != expected || m_trap.kind != Trap::Kind::None)
        return false;
    write(address, value);
    return true;
}

std::uint8_t Cpu::MemoryRead8(std::uint32_t address)
{
    return read<std::uint8_t>(address);
}
std::uint16_t Cpu::MemoryRead16(std::uint32_t address)
{
    return read<std::uint16_t>(address);
}
std::uint32_t Cpu::MemoryRead32(std::uint32_t address)
{
    return read<std::uint32_t>(address);
}
std::uint64_t Cpu::MemoryRead64(std::uint32_t address)
{
    return read<std::uint64_t>(address);
}
void Cpu::MemoryWrite8(std::uint32_t address, std::uint8_t value)
{
    write(address, value);
}
void Cpu::MemoryWrite16(std::uint32_t address, std::uint16_t value)
{
    write(address, value);
}
void Cpu::MemoryWrite32(std::uint32_t address, std::uint32_t value)
{
    write(address, value);
}
void Cpu::MemoryWrite64(std::uint32_t address, std::uint64_t value)
{
    write(address, value);
}
bool Cpu::MemoryWriteExclusive8(std::uint32_t address, std::uint8_t value, std::uint8_t expected)
{
    return exchange(address, value, expected);
}
bool Cpu::MemoryWriteExclusive16(std::uint32_t address, std::uint16_t value, std::uint16_t expected)
{
    return exchange(address, value, expected);
}
bool Cpu::MemoryWriteExclusive32(std::uint32_t address, std::uint32_t value, std::uint32_t expected)
{
    return exchange(address, value, expected);
}
bool Cpu::MemoryWriteExclusive64(std::uint32_t address, std::uint64_t value, std::uint64_t expected)
{
    return exchange(address, value, expected);
}

void Cpu::InterpreterFallback(std::uint32_t pc, std::size_t)
{
    if (executeMissing(pc))
        return;
    m_jit->Regs()[15] = pc;
    trap({.kind = Trap::Kind::Undefined, .address = pc});
}

void Cpu::CallSVC(std::uint32_t)
{
    if (m_trap.kind == Trap::Kind::None && m_caller && m_caller()) {
        if (m_budget == 0)
            interrupt(); // its return may be predicted
        return;
    }
    trap({.kind = Trap::Kind::SystemCall});
}

void Cpu::ExceptionRaised(std::uint32_t pc, Dynarmic::A32::Exception exception)
{
    if (m_trap.kind != Trap::Kind::None)
        return;
    if ((exception == Dynarmic::A32::Exception::UndefinedInstruction ||
         exception == Dynarmic::A32::Exception::UnpredictableInstruction) &&
        executeMissing(pc))
        return;
    m_jit->Regs()[15] = pc;
    switch (exception) {
    case Dynarmic::A32::Exception::Breakpoint:
        trap({.kind = Trap::Kind::Breakpoint, .address = pc});
        return;
    case Dynarmic::A32::Exception::NoExecuteFault:
        trap({.kind = Trap::Kind::Fault,
              .address = pc,
              .isMapped = (m_memory.pageAt(pc) & GuestMemory::kMapped) != 0});
        return;
    default:
        trap({.kind = Trap::Kind::Undefined, .address = pc});
        return;
    }
}

void Cpu::AddTicks(std::uint64_t ticks)
{
    m_instructions += ticks;
    m_budget -= std::min(ticks, m_budget);
}

std::uint64_t Cpu::GetTicksRemaining()
{
    return m_budget;
}

} // namespace perisphere::a7
