// The core's insides. One class, because everything here acts on one recompiler and one state; its
// sources go by topic:
//
//     core.cpp                  the public face
//     engine.cpp                the recompiler's callbacks, and how far it runs
//     exceptions.cpp            entry, return, tail-chaining, late arrival
//     faults.cpp                which exception a fault becomes
//     floating_point.cpp        the floating-point context, lazily kept
//     floating_instructions.cpp arithmetic that the recompiler must not do
//     memory_unit.cpp           loads and stores that the recompiler must not do
//     special_instructions.cpp  MRS, MSR, CPS, SVC, BKPT, hints
//     system_control.cpp        the registers of the private peripheral bus
#pragma once

#include "floating_arithmetic.hpp"
#include "memory_operation.hpp"
#include "mpu.hpp"
#include "nvic.hpp"
#include "state.hpp"
#include "systick.hpp"
#include "translation.hpp"

#include "perisphere/m4/core.hpp"

#include <dynarmic/interface/A32/a32.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::m4
{

/// CPSR.T of the recompiler.
inline constexpr std::uint32_t kThumb = 1U << 5;

/// FPSCR.Stride, which FPv4-SP has not, says in the recompiler's eyes which of two programs a block
/// belongs to: set, the one in which floating-point instructions trap.
inline constexpr std::uint32_t kFpKey = 3U << 20;

class Core::Impl final : private Dynarmic::A32::UserCallbacks
{
public:
    Impl(AddressSpace& space, SystemBus& bus, const CoreOptions& options);
    ~Impl() override = default;

    void reset(std::uint32_t vectorTable);
    Stop run(std::uint64_t limit);
    Stop step();
    void skipTo(std::uint64_t cycle);
    [[nodiscard]] bool isAsleep() const
    {
        return m_state.isWaitingForInterrupt || m_state.isWaitingForEvent;
    }
    [[nodiscard]] std::uint64_t nextOwnEvent() const;
    void setPending(unsigned number);
    void setLine(unsigned number, bool isHigh);
    void wakeByEvent();

    [[nodiscard]] std::uint32_t get(Register which) const;
    void set(Register which, std::uint32_t value);
    void setBreakpoint(std::uint32_t address, bool isSet);
    void setWatches(std::vector<Watch> watches);
    void forgetCode(std::uint32_t address, std::size_t bytes);
    [[nodiscard]] std::uint32_t readSystem(std::uint32_t address) const;
    void writeSystem(std::uint32_t address, std::uint32_t value);
    [[nodiscard]] std::vector<ExceptionState> exceptions() const;
    [[nodiscard]] std::uint32_t pc() const { return m_trapPc ? *m_trapPc : m_jit.Regs()[15]; }
    void exchange(engine::Snapshot& snapshot);

    void ignoreStops(bool ignores) { m_ignoresStops = ignores; }
    void haltOnBreak(bool halts) { m_haltsOnBreak = halts; }
    void setExceptionObserver(ExceptionObserver* observer) { m_exceptionObserver = observer; }

    [[nodiscard]] State& state() { return m_state; }
    [[nodiscard]] const State& state() const { return m_state; }
    [[nodiscard]] Dynarmic::A32::Jit& jit() { return m_jit; }
    [[nodiscard]] Translation& translation() { return m_translation; }
    [[nodiscard]] const std::string& faultText() const { return m_faultText; }
    [[nodiscard]] std::uint32_t watchedAddress() const { return m_watchedAddress; }
    [[nodiscard]] bool wasWatchedWrite() const { return m_wasWatchedWrite; }

private:
    /// What became of a trapped instruction.
    enum class Outcome : std::uint8_t {
        Done,     ///< on to the next one
        Branched, ///< R15 is set, and so are exceptions that follow
        Again,    ///< R15 is this one once more, now without the reason to trap
        Stopped,  ///< the same, and run() returns
    };

    /// What a trap needs to know of its instruction, looked up once.
    struct Decoded {
        std::uint32_t address = 1; ///< odd: nothing
        Instruction instruction;
        InstructionKind kind = InstructionKind::Plain;
        unsigned cycles = 1;
        std::optional<MemoryOperation> memory;
    };

    // engine.cpp: the recompiler's callbacks
    std::optional<std::uint32_t> MemoryReadCode(std::uint32_t address) override;
    std::uint8_t MemoryRead8(std::uint32_t address) override;
    std::uint16_t MemoryRead16(std::uint32_t address) override;
    std::uint32_t MemoryRead32(std::uint32_t address) override;
    std::uint64_t MemoryRead64(std::uint32_t address) override;
    void MemoryWrite8(std::uint32_t address, std::uint8_t value) override;
    void MemoryWrite16(std::uint32_t address, std::uint16_t value) override;
    void MemoryWrite32(std::uint32_t address, std::uint32_t value) override;
    void MemoryWrite64(std::uint32_t address, std::uint64_t value) override;
    void InterpreterFallback(std::uint32_t pc, std::size_t count) override;
    void CallSVC(std::uint32_t cyclesInFront) override;
    void ExceptionRaised(std::uint32_t pc, Dynarmic::A32::Exception exception) override;
    void AddTicks(std::uint64_t ticks) override { m_state.cycles += ticks; }
    std::uint64_t GetTicksRemaining() override;
    std::uint64_t GetTicksForCode(bool isThumb, std::uint32_t address,
                                  std::uint32_t instruction) override;
    template <class T>
    T readMemory(std::uint32_t address);
    template <class T>
    void writeMemory(std::uint32_t address, T value);
    static Dynarmic::A32::UserConfig configuration(Impl& core);
    [[nodiscard]] Translation::BlockKey blockKey() const;

    // engine.cpp: running
    [[nodiscard]] std::optional<Stop> settle();
    void runTowards(std::uint64_t end);
    void stepOnce();
    bool passBreakpoint();
    void afterRun(Dynarmic::HaltReason reason);
    void trap(std::uint32_t pc, unsigned cyclesInFront);
    [[nodiscard]] const Decoded& decoded(std::uint32_t pc);
    Outcome execute(const Decoded& instruction);
    void halt() { m_jit.HaltExecution(Dynarmic::HaltReason::UserDefined1); }
    void requestStop(Stop reason);
    void abortedAccess();
    void chooseTraps();
    void privilegeChanged();
    [[nodiscard]] std::uint64_t horizon() const;

    // Program state
    [[nodiscard]] std::uint32_t& reg(unsigned number) { return m_jit.Regs()[number]; }
    [[nodiscard]] std::uint32_t reg(unsigned number) const { return m_jit.Regs()[number]; }
    [[nodiscard]] std::uint8_t itState() const;
    void setItState(std::uint8_t it);
    [[nodiscard]] std::uint32_t xpsr() const;
    void setXpsr(std::uint32_t value, bool withIpsr);
    [[nodiscard]] bool isHandlerMode() const { return m_state.ipsr != 0; }
    [[nodiscard]] bool isPrivileged() const
    {
        return isHandlerMode() || !m_state.isThreadUnprivileged;
    }
    void setControl(std::uint32_t value, bool withFpca);
    void selectStack(bool usesPsp);
    [[nodiscard]] std::uint32_t mainSp() const;
    [[nodiscard]] std::uint32_t processSp() const;
    void branchTo(std::uint32_t target);

    // exceptions.cpp
    bool deliver();
    void beginEntry(unsigned number, std::uint32_t returnAddress);
    void finishEntry();
    void exceptionReturn(std::uint32_t excReturn);
    void chain(std::uint32_t excReturn);
    bool pushFrame(std::uint32_t returnAddress);
    bool popFrame(std::uint32_t excReturn);
    [[nodiscard]] bool isValidReturn(std::uint32_t excReturn) const;
    void sleepAfterReturn();
    std::optional<std::uint32_t> loadWord(std::uint32_t address);
    bool storeWord(std::uint32_t address, std::uint32_t value);
    bool loadWords(std::uint32_t address, std::span<std::uint32_t> words);
    bool storeWords(std::uint32_t address, std::span<const std::uint32_t> words);

    // faults.cpp
    void fault(unsigned number, std::uint32_t cfsrBits, std::uint32_t pc);
    void raise(unsigned number, std::uint32_t returnAddress);
    void raiseChained(unsigned number, std::uint32_t excReturn);
    [[nodiscard]] unsigned escalated(unsigned number);
    void derivedFault(unsigned number, std::uint32_t cfsrBits);
    void lockUp(std::string why);
    void noExecute(std::uint32_t pc);
    void restoreIt(std::uint32_t pc) { setItState(m_translation.itStateOf(pc)); }

    // floating_point.cpp
    [[nodiscard]] bool isFpuAccessible() const;
    void updateFpKey();
    [[nodiscard]] std::uint32_t fpscr() const;
    void setFpscr(std::uint32_t value);
    Outcome beginFloatingPoint(std::uint32_t pc);
    Outcome executeFloating(InstructionKind kind, std::uint32_t bits);
    bool storeLazyContext();
    void noteFrameOfLazyContext(std::uint32_t frame);
    bool storeContext(std::uint32_t address);
    bool loadContext(std::uint32_t address);

    // memory_unit.cpp
    enum class Access : std::uint8_t { Done, Waits, Fault };
    Outcome executeMemory(const Decoded& instruction);
    Access perform(const MemoryOperation& operation, std::uint32_t pc);
    [[nodiscard]] std::uint32_t addressOf(const MemoryOperation& operation, std::uint32_t pc) const;
    Access single(const MemoryOperation& operation, std::uint32_t address);
    Access dual(const MemoryOperation& operation, std::uint32_t address);
    Access multipleWords(const MemoryOperation& operation, std::uint32_t address);
    Access table(const MemoryOperation& operation, std::uint32_t address, std::uint32_t pc);
    Access exclusive(const MemoryOperation& operation, std::uint32_t address);
    Access floating(const MemoryOperation& operation, std::uint32_t address);
    Access load(std::uint32_t address, unsigned bytes, std::uint32_t& value);
    Access store(std::uint32_t address, unsigned bytes, std::uint32_t value);
    [[nodiscard]] bool isPermitted(std::uint32_t address, AccessKind kind);
    [[nodiscard]] bool isAdmitted();
    Access busFault(std::uint32_t address);
    Access alignmentFault(std::uint32_t address);
    void noteWatch(std::uint32_t address, unsigned bytes, bool isWrite);

    // special_instructions.cpp
    Outcome moveFromSpecial(std::uint32_t bits);
    Outcome moveToSpecial(std::uint32_t bits);
    Outcome changeState(std::uint32_t bits);
    Outcome supervisorCall(std::uint32_t pc);
    Outcome breakpoint(std::uint32_t pc, std::uint32_t bits);
    Outcome waitForInterrupt();
    Outcome waitForEvent();
    Outcome writeFpscr(std::uint32_t bits);
    Outcome divide(std::uint32_t pc, std::uint32_t bits);
    [[nodiscard]] std::uint32_t readSpecial(unsigned number) const;
    void writeSpecial(unsigned number, std::uint32_t value);

    // system_control.cpp
    [[nodiscard]] std::optional<std::uint32_t> systemRead(std::uint32_t address, unsigned bytes);
    bool systemWrite(std::uint32_t address, unsigned bytes, std::uint32_t value);
    [[nodiscard]] std::uint32_t readNvic(std::uint32_t address) const;
    void writePriorities(std::uint32_t address, unsigned bytes, std::uint32_t value);
    void writeNvic(std::uint32_t address, std::uint32_t value);
    void writeSystemBlock(std::uint32_t address, std::uint32_t value);
    void writeIcsr(std::uint32_t value);
    void writeAircr(std::uint32_t value);
    [[nodiscard]] std::uint32_t icsr() const;
    [[nodiscard]] std::uint32_t shcsr() const;
    void writeShcsr(std::uint32_t value);
    [[nodiscard]] std::uint32_t cycleCount() const;
    void writeDwt(std::uint32_t address, std::uint32_t value);
    [[nodiscard]] std::uint32_t idRegister(std::uint32_t address) const;

    AddressSpace& m_space;
    SystemBus& m_bus;
    CoreOptions m_options;
    State m_state;
    Nvic m_nvic;
    SysTick m_systick{m_state};
    Mpu m_mpu{m_state};
    Translation m_translation;
    Dynarmic::A32::Jit m_jit;

    std::uint64_t m_limit = 0;     ///< of the run in progress
    std::uint64_t m_end = 0;       ///< up to which the recompiler may come
    std::uint64_t m_budgetEnd = 0; ///< where it looks up
    std::optional<Stop> m_stop;    ///< asked for by an instruction
    bool m_isStepping = false;
    bool m_haltsOnBreak = false;
    bool m_ignoresStops = false;
    std::optional<std::uint32_t> m_trapPc;    ///< the instruction that traps now
    std::optional<std::uint32_t> m_stoppedAt; ///< a breakpoint, to be passed when going on
    bool m_needsInvalidation = false;
    bool m_accessIsUnprivileged = false; ///< LDRT and its kin

    std::vector<Watch> m_watches;
    bool m_isWatchHit = false;
    std::uint32_t m_watchedAddress = 0;
    bool m_wasWatchedWrite = false;

    ExceptionObserver* m_exceptionObserver = nullptr;
    std::string m_faultText;
    std::array<Decoded, 256> m_decoded{};
};

} // namespace perisphere::m4
