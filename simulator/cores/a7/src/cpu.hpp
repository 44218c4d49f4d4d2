// The processor of an emulated process: one recompiler, on which its threads take turns.
#pragma once

#include "perisphere/a7/guest_memory.hpp"
#include "return_predictions.hpp"

#include <dynarmic/interface/A32/a32.h>
#include <dynarmic/interface/A32/context.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace perisphere::a7
{

/// Why the program does not go on by itself.
struct Trap {
    enum class Kind : std::uint8_t {
        None, ///< its share of time is over, or somebody asked
        SystemCall,
        Fault, ///< `address` cannot be accessed; `isWrite` says how, `isExecute` that it is code
        Undefined,
        Breakpoint,
    };
    Kind kind = Kind::None;
    std::uint32_t address = 0;
    bool isWrite = false;
    bool isMapped = false;   ///< of Fault: there is something, which does not allow it
    bool isBusError = false; ///< of Fault: what is mapped there has ended, as a shortened file
};

/// CPSR.T
inline constexpr std::uint32_t kThumb = 1U << 5;

/// What makes up a thread's registers.
struct Registers {
    std::array<std::uint32_t, 16> r{};
    std::array<std::uint32_t, 64> single{}; ///< d0 to d31 as words
    std::uint32_t cpsr = 0x10;
    std::uint32_t fpscr = 0;
    std::uint32_t tls = 0;     ///< TPIDRURO
    std::uint32_t userTls = 0; ///< TPIDRURW
};

/// Memory whose accesses are noted.
struct Watch {
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    bool ofReads = false;
    bool ofWrites = false;
};
struct WatchedAccess {
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    bool isWrite = false;
};

class Cpu final : private Dynarmic::A32::UserCallbacks
{
public:
    /// @param hasExactFaults see makeFaultsExact(), which takes as long as the beginning does
    Cpu(GuestMemory& memory, bool hasExactFaults);
    ~Cpu() override;

    /// As made, but with what it has translated.
    void begin();
    [[nodiscard]] bool isExact() const { return m_isExact; }

    /// Runs at most `ticks` instructions, give or take a block.
    Trap run(std::uint64_t ticks);
    /// Asked at each system call, within run(): true where it was made and the program goes on.
    void setCaller(std::function<bool()> caller) { m_caller = std::move(caller); }
    /// Ends the run in progress soon. Any thread, and signal handlers.
    void interrupt();
    /// Asked now and then: ends a run that was in progress last time, too. Signal handlers.
    void interruptIfOverdue();

    [[nodiscard]] std::uint32_t& r(unsigned number) { return m_jit->Regs()[number]; }
    [[nodiscard]] std::uint32_t r(unsigned number) const { return m_jit->Regs()[number]; }
    [[nodiscard]] std::uint32_t cpsr() const { return m_jit->Cpsr(); }
    void setCpsr(std::uint32_t value) { m_jit->SetCpsr(value); }
    [[nodiscard]] bool isThumb() const { return (cpsr() & 0x20U) != 0; }
    [[nodiscard]] Registers save() const;
    void load(const Registers& registers);
    void setTls(std::uint32_t value) { m_tls = value; }

    /// The bytes there may be other code now.
    void forgetCode(std::uint32_t address, std::uint64_t bytes);

    [[nodiscard]] std::uint64_t instructions() const { return m_instructions; }

    /// From now on registers are exact at a fault, at a price: for programs that handle them.
    void makeFaultsExact();

    // For debuggers: cpu_debugging.cpp.
    /// Executes one instruction, as it is without breakpoints.
    Trap step();
    /// run() stops at it with Trap::Kind::Breakpoint, before the instruction.
    void setBreakpoint(std::uint32_t address, bool isThumb);
    void clearBreakpoint(std::uint32_t address);
    [[nodiscard]] bool hasBreakpoint(std::uint32_t address) const
    {
        return m_breakpoints.contains(address);
    }
    /// While there are any, every access takes many times as long.
    void setWatches(std::vector<Watch> watches);
    [[nodiscard]] bool isWatched() const { return !m_watches.empty(); }
    /// The first access to a watch since this was asked last.
    [[nodiscard]] std::optional<WatchedAccess> takeWatched()
    {
        return std::exchange(m_watched, std::nullopt);
    }

private:
    std::optional<std::uint32_t> MemoryReadCode(std::uint32_t address) override;
    void PreCodeTranslationHook(bool isThumb, std::uint32_t pc,
                                Dynarmic::A32::IREmitter& ir) override;
    std::uint8_t MemoryRead8(std::uint32_t address) override;
    std::uint16_t MemoryRead16(std::uint32_t address) override;
    std::uint32_t MemoryRead32(std::uint32_t address) override;
    std::uint64_t MemoryRead64(std::uint32_t address) override;
    void MemoryWrite8(std::uint32_t address, std::uint8_t value) override;
    void MemoryWrite16(std::uint32_t address, std::uint16_t value) override;
    void MemoryWrite32(std::uint32_t address, std::uint32_t value) override;
    void MemoryWrite64(std::uint32_t address, std::uint64_t value) override;
    bool MemoryWriteExclusive8(std::uint32_t address, std::uint8_t value,
                               std::uint8_t expected) override;
    bool MemoryWriteExclusive16(std::uint32_t address, std::uint16_t value,
                                std::uint16_t expected) override;
    bool MemoryWriteExclusive32(std::uint32_t address, std::uint32_t value,
                                std::uint32_t expected) override;
    bool MemoryWriteExclusive64(std::uint32_t address, std::uint64_t value,
                                std::uint64_t expected) override;
    void InterpreterFallback(std::uint32_t pc, std::size_t count) override;
    void CallSVC(std::uint32_t number) override;
    void ExceptionRaised(std::uint32_t pc, Dynarmic::A32::Exception exception) override;
    void AddTicks(std::uint64_t ticks) override;
    std::uint64_t GetTicksRemaining() override;

    template <class T>
    T read(std::uint32_t address);
    template <class T>
    void write(std::uint32_t address, T value);
    template <class T>
    bool exchange(std::uint32_t address, T value, T expected);
    void dataFault(std::uint32_t address, std::size_t bytes, bool isWrite, bool isBusError);
    void trap(const Trap& trap);
    Trap ended();
    void makeJit();
    void makeJit(bool predictsReturns);
    void halt(Dynarmic::HaltReason reason);
    [[nodiscard]] std::uint32_t withBreakpoints(std::uint32_t address, std::uint32_t word) const;
    void noteAccess(std::uint32_t address, std::uint32_t bytes, bool isWrite);
    // cpu_instructions.cpp
    [[nodiscard]] std::uint32_t shown(std::uint32_t address, std::uint32_t word);
    [[nodiscard]] std::uint32_t instructionAt(std::uint32_t pc, bool isThumb) const;
    bool executeMissing(std::uint32_t pc);

    GuestMemory& m_memory;
    bool m_isExact = false;
    std::unique_ptr<Dynarmic::A32::Jit> m_jit;
    ReturnPredictions m_returns;     ///< of m_jit
    std::atomic<unsigned> m_runs{0}; ///< odd while one is in progress
    unsigned m_runsSeen = 0;
    std::function<bool()> m_caller;
    Trap m_trap;
    bool m_isDataFault = false;     ///< of m_trap: registers are as the recompiler's code left them
    bool m_seesOthers = false;      ///< other processes' writes: barriers are the host's
    std::uint32_t m_blockBegin = 0; ///< of the code that is being translated
    std::uint32_t m_next = 0;       ///< the instruction that is read next
    std::uint64_t m_budget = 0;
    std::uint64_t m_instructions = 0;
    std::uint32_t m_tls = 0;
    std::uint32_t m_userTls = 0;
    unsigned m_invalidations = 0;
    std::map<std::uint32_t, bool> m_breakpoints; ///< with whether of a Thumb instruction
    std::vector<Watch> m_watches;
    std::optional<WatchedAccess> m_watched;
    bool m_isStepping = false;
};

} // namespace perisphere::a7
