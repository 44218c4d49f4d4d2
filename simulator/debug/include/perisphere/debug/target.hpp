// What a debugger can do with one core of the device.
//
// The stub that speaks GDB's remote protocol (gdb_server.hpp) and the control API use a core
// through this. All on the machine thread.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/move_only_function.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::debug
{

/// A register as GDB's target description tells it; its number is its place in registers().
struct RegisterDescription {
    std::string_view name;    ///< GDB's: "r0", "sp", "xpsr", "d0", "fpscr", "msp"
    unsigned bits = 32;       ///< 32 or 64
    std::string_view type;    ///< "int", "data_ptr", "code_ptr", "ieee_double"
    std::string_view group;   ///< "general", "float", "system"
    std::string_view feature; ///< "org.gnu.gdb.arm.m-profile"; equal ones follow each other
};

struct MemoryRegion {
    enum class Kind : std::uint8_t { Ram, Rom };
    Kind kind = Kind::Ram;
    std::uint32_t start = 0;
    std::uint32_t bytes = 0;
};

struct Watchpoint {
    enum class Kind : std::uint8_t { Write, Read, Access };
    Kind kind = Kind::Write;
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    bool operator==(const Watchpoint&) const = default;
};

struct StopReason {
    enum class Kind : std::uint8_t {
        Interrupted,      ///< somebody asked
        Step,             ///< the step is done
        Breakpoint,       ///< at the pc; the instruction has not run
        Watchpoint,       ///< `watch` was hit; the instruction has run
        BreakInstruction, ///< BKPT in the program; the pc is at it
        Fault,            ///< the core locked up, or entered a fault handler that is caught
        NoHistory,        ///< going back came to the begin of what is recorded
        // Of a process.
        Signal,           ///< `number` is about to be delivered
        SystemCallEntry,  ///< `number` is about to be made
        SystemCallReturn, ///< `number` has its answer
        Exited,           ///< `number` is the exit code
        Killed,           ///< by the signal `number`
    };
    Kind kind = Kind::Interrupted;
    int thread = 1; ///< that stopped; the others stand still as well
    int number = 0;
    std::optional<Watchpoint> watch; ///< with the address that was accessed
    std::string text;                ///< of Fault: why; empty otherwise
};

enum class Resume : std::uint8_t { Continue, Step, ReverseContinue, ReverseStep };

class ProcessTarget;

class Target
{
public:
    Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    virtual ~Target() = default;

    /// "real-time core 0"
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// GDB's, as in <architecture>: "armv7e-m".
    [[nodiscard]] virtual std::string_view architecture() const = 0;
    /// What else GDB's target description says, before the features.
    [[nodiscard]] virtual std::string_view descriptionExtras() const { return {}; }

    [[nodiscard]] virtual std::span<const RegisterDescription> registers() const = 0;
    [[nodiscard]] virtual std::uint64_t readRegister(std::size_t number) const = 0;
    virtual void writeRegister(std::size_t number, std::uint64_t value) = 0;

    [[nodiscard]] virtual std::vector<MemoryRegion> memoryMap() const = 0;
    /// Without side effects on peripherals. How many bytes from `address` on there were.
    virtual std::size_t readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const = 0;
    /// Memory, as a program loader writes it; a peripheral register as the core would.
    virtual std::size_t writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes) = 0;

    /// Breakpoints and watchpoints are the core's, whoever sets them: set twice, clear twice.
    virtual Result<void> setBreakpoint(std::uint32_t address) = 0;
    virtual void clearBreakpoint(std::uint32_t address) = 0;
    virtual Result<void> setWatchpoint(const Watchpoint& watch) = 0;
    virtual void clearWatchpoint(const Watchpoint& watch) = 0;

    [[nodiscard]] virtual bool isStopped() const = 0;
    /// Of the last stop.
    [[nodiscard]] virtual const StopReason& stopReason() const = 0;
    /// Asks a running core to stop; onStop() tells when it has. Nothing on a stopped one.
    virtual void interrupt() = 0;
    /// Lets a stopped core go on. An error says why it cannot (no history to go back in).
    virtual Result<void> resume(Resume how) = 0;

    /// Called at each stop until `who` takes it back. Several listen.
    virtual void onStop(const void* who,
                        engine::MoveOnlyFunction<void(const StopReason&)> listener) = 0;
    virtual void endOnStop(const void* who) = 0;

    /// A debugger is there, or none any more: what is recorded for going back depends on it.
    virtual void attach() = 0;
    virtual void detach() = 0;

    /// `monitor ...`: "reset", "halt", "regs", "irq", "help". Text for the user, lines with \n.
    virtual Result<std::string> command(std::string_view line) = 0;

    /// nullptr of a bare core, which is one thread, 1, and knows no signals.
    [[nodiscard]] virtual ProcessTarget* process() { return nullptr; }
};

} // namespace perisphere::debug
