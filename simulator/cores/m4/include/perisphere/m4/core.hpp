// A Cortex-M4F: the recompiler for instructions, and around it what makes it an M-profile core.
//
// Time is the core's own: cycles since power-up. Whoever runs it says how far, and does what is due
// at that cycle before it runs on; nothing reaches the core in between except through the bus.
//
// The ARMv7-M Architecture Reference Manual (DDI 0403) is the source of names and behaviour, the
// Cortex-M4 Technical Reference Manual (DDI 0439) that of cycle counts.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/snapshot.hpp"
#include "perisphere/m4/address_space.hpp"
#include "perisphere/m4/system_bus.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::m4
{

struct CoreOptions {
    unsigned priorityBits = 3; ///< implemented, from bit 7 down
    unsigned interrupts = 128; ///< a multiple of 32, at most 240
    std::uint32_t cpuid = 0x410FC241;
    bool isFpuEnabled = true; ///< CPACR after a reset
    /// Unaligned LDM, LDRD and VLDM fault, as they do on the chip. Every such access then leaves
    /// the recompiled code, which is why it is not the default.
    bool checksAlignment = false;
};

/// Why run() returned.
enum class Stop : std::uint8_t {
    Limit,        ///< the cycle asked for is reached
    Asleep,       ///< WFI or WFE; wake() or an interrupt ends it
    Waits,        ///< the bus did not admit an access
    ResetRequest, ///< AIRCR.SYSRESETREQ
    Lockup,       ///< a fault in HardFault or NMI: the chip's core stands still
    Breakpoint,
    Watchpoint,
    BreakInstruction,
    Step,
};

struct Watch {
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    bool onRead = false;
    bool onWrite = true;
    bool operator==(const Watch&) const = default;
};

/// General and special registers. sp is that of the current stack.
enum class Register : std::uint8_t {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10,
    R11,
    R12,
    Sp,
    Lr,
    Pc,
    Xpsr,
    Msp,
    Psp,
    Primask,
    Basepri,
    Faultmask,
    Control,
    Fpscr
};

/// What a table of interrupts shows.
struct ExceptionState {
    unsigned number = 0; ///< 16 + interrupt
    std::uint8_t priority = 0;
    bool isEnabled = false;
    bool isPending = false;
    bool isActive = false;
    bool isHigh = false; ///< the line
};

/// Who watches the exceptions of a core while it runs. Changes nothing.
class ExceptionObserver
{
public:
    virtual ~ExceptionObserver() = default;
    /// The handler begins.
    virtual void entered(unsigned number, std::uint64_t cycle) = 0;
    /// It returns: to what it interrupted, or into another handler.
    virtual void returned(unsigned number, std::uint64_t cycle) = 0;
};

class Core
{
public:
    /// `space` and `bus` outlive the core. Making one takes some 25 ms.
    [[nodiscard]] static std::unique_ptr<Core> create(AddressSpace& space, SystemBus& bus,
                                                      const CoreOptions& options = {});
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;
    ~Core();

    /// As the chip's reset: MSP and PC from the vector table there, which VTOR then names.
    void reset(std::uint32_t vectorTable);

    /// Runs up to `limit` cycles since power-up, exactly unless an instruction or an exception
    /// entry takes it further.
    Stop run(std::uint64_t limit);
    /// One instruction, or the entry of an exception that is due.
    Stop step();

    [[nodiscard]] std::uint64_t cycles() const;
    /// Lets time pass for a core that sleeps, is locked up, or is held by a debugger.
    void skipTo(std::uint64_t cycle);
    [[nodiscard]] bool isAsleep() const;
    [[nodiscard]] bool isLockedUp() const;
    /// What woke nothing but stopped it: what the fault was, for people.
    [[nodiscard]] std::string faultText() const;
    /// The cycle of the next thing that the core does by itself while it sleeps: SysTick.
    /// UINT64_MAX when there is none.
    [[nodiscard]] std::uint64_t nextOwnEvent() const;

    // From the chip, between runs and during accesses.
    void setInterrupt(unsigned interrupt, bool isHigh);
    void pulseInterrupt(unsigned interrupt);
    void setNmi();
    void wakeByEvent(); ///< the event of another's SEV

    // For debuggers, between runs.
    [[nodiscard]] std::uint32_t get(Register which) const;
    void set(Register which, std::uint32_t value);
    [[nodiscard]] std::uint32_t getSingle(unsigned number) const; ///< s0 to s31
    void setSingle(unsigned number, std::uint32_t value);
    void setBreakpoint(std::uint32_t address, bool isSet);
    void setWatches(std::vector<Watch> watches);
    /// Of the last Stop::Watchpoint.
    [[nodiscard]] std::uint32_t watchedAddress() const;
    [[nodiscard]] bool wasWatchedWrite() const;
    /// Breakpoints and watches stay set, and nothing stops at them.
    void ignoreStops(bool ignores);
    /// Whether BKPT stops the core; else it is a fault.
    void haltOnBreak(bool halts);
    /// The bytes there were written by somebody else: code made of them is forgotten.
    void forgetCode(std::uint32_t address, std::size_t bytes);
    /// A system register, without side effects.
    [[nodiscard]] std::uint32_t peekSystem(std::uint32_t address) const;
    void pokeSystem(std::uint32_t address, std::uint32_t value);
    [[nodiscard]] std::vector<ExceptionState> exceptions() const;
    /// Of the instruction that accesses the bus, during an access; else of the next one.
    [[nodiscard]] std::uint32_t pc() const;

    /// nullptr: nobody watches. It outlives the core, or takes itself away.
    void setExceptionObserver(ExceptionObserver* observer);

    /// Addresses of instructions that have run since power-up or clearCoverage(), ascending.
    [[nodiscard]] std::vector<std::uint32_t> executedInstructions() const;
    void clearCoverage();

    void exchange(engine::Snapshot& snapshot);

    class Impl;

private:
    explicit Core(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace perisphere::m4
