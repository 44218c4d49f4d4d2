// What the control API asks of the real-time cores.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/control/completion.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::control
{

struct CoreStatus {
    unsigned core = 0;
    std::string app;   ///< component id; empty: none runs there
    std::string state; ///< "off", "running", "sleeping", "held", "lockedUp"
    std::uint32_t pc = 0;
    std::uint64_t cycles = 0; ///< since power-up
    std::uint32_t hertz = 0;
    std::string fault; ///< what it was, for people; empty: none
    std::optional<std::uint16_t> debugPort;
    bool hasHistory = false; ///< what it does is kept
    bool isInPast = false;   ///< by stepBack()
};

struct CoreRegister {
    std::string name;  ///< GDB's
    std::string group; ///< "general", "float", "system", "fault"
    std::uint32_t value = 0;
};

struct CoreMemory {
    std::uint32_t address = 0;
    std::vector<std::byte> bytes; ///< fewer than asked for where memory ends
};

struct CoreException {
    unsigned number = 0; ///< 16 + interrupt
    std::string name;
    unsigned priority = 0;
    bool isEnabled = false;
    bool isPending = false;
    bool isActive = false;
    bool isHigh = false; ///< the line
};

struct PeripheralField {
    std::string name;
    unsigned lowest = 0; ///< bit
    unsigned width = 1;
    std::uint32_t value = 0;
};

struct PeripheralRegister {
    std::string name;
    std::uint32_t address = 0;
    std::uint32_t value = 0;
    bool isModelled = true;
    std::vector<PeripheralField> fields;
};

struct Peripheral {
    std::string name;
    std::uint32_t base = 0;
    std::uint32_t bytes = 0;
    std::vector<PeripheralRegister> registers;
};

/// Where in the program an address is, as far as its ELF file tells.
struct ProgramPlace {
    std::string function; ///< "main+0x4"
    std::string file;
    std::uint32_t line = 0; ///< 0: not known
};

struct ListedInstruction {
    std::uint32_t address = 0;
    std::vector<std::byte> bytes;
    std::string text;
    std::string target; ///< of a branch, as a place; empty where it has none
    ProgramPlace place;
};

struct CoreListing {
    std::uint32_t pc = 0;
    std::vector<ListedInstruction> instructions;
};

struct StackFrame {
    std::uint32_t pc = 0;
    std::uint32_t stack = 0;
    std::string foundBy; ///< "registers", "callFrames", "exception", "linkRegister", "stackScan"
    ProgramPlace place;
};

struct ProfiledSourceLine {
    std::string file;
    std::uint32_t line = 0;
    std::uint64_t cycles = 0;
};

struct ProfiledCode {
    std::string function; ///< its address where there is no name
    std::uint32_t address = 0;
    std::uint64_t cycles = 0;
    std::vector<ProfiledSourceLine> lines;
};

struct CoreProfile {
    bool isRunning = false;
    std::uint32_t period = 0;
    std::uint64_t cycles = 0;
    std::uint64_t asleep = 0;            ///< cycles of them
    std::vector<ProfiledCode> functions; ///< most cycles first
};

struct CoveragePage {
    std::string tracefile;   ///< lcov's
    std::uint32_t lines = 0; ///< of the whole program
    std::uint32_t linesRun = 0;
    std::optional<std::size_t> next; ///< file to go on with; nullopt: this was the last
};

/// What a program's ELF file is taken from: empty is the installed app's, which the SDK strips.
using ElfFile = std::filesystem::path;

/// NotFound on a core without a program. An ELF file that is not of the program on the core is
/// InvalidArgument.
class CoresTarget
{
public:
    virtual ~CoresTarget() = default;

    [[nodiscard]] virtual Result<std::vector<CoreStatus>> cores() = 0;
    [[nodiscard]] virtual Result<std::vector<CoreRegister>> registers(unsigned core) = 0;
    [[nodiscard]] virtual Result<CoreMemory> memory(unsigned core, std::uint32_t address,
                                                    std::size_t bytes) = 0;
    [[nodiscard]] virtual Result<std::vector<CoreException>> exceptions(unsigned core) = 0;
    /// All without their registers, or the named one with them.
    [[nodiscard]] virtual Result<std::vector<Peripheral>> peripherals(unsigned core,
                                                                      std::string_view name) = 0;

    /// From the address or function on; around the pc when neither is given.
    [[nodiscard]] virtual Result<CoreListing> disassemble(unsigned core, const ElfFile& elf,
                                                          std::optional<std::uint32_t> address,
                                                          std::string_view function,
                                                          std::size_t count) = 0;
    [[nodiscard]] virtual Result<std::vector<StackFrame>> stack(unsigned core, const ElfFile& elf,
                                                                std::size_t limit) = 0;

    /// A held core stays so until it is released, also without this client.
    [[nodiscard]] virtual Result<CoreStatus> hold(unsigned core) = 0;
    [[nodiscard]] virtual Result<CoreStatus> release(unsigned core) = 0;
    /// Of a held core; answered when the last one is done.
    virtual void step(unsigned core, unsigned instructions, Completion<CoreStatus> done) = 0;
    /// Of a held core, an instruction. InvalidArgument where its history begins.
    [[nodiscard]] virtual Result<CoreStatus> stepBack(unsigned core) = 0;
    /// Also while nobody holds or debugs it.
    [[nodiscard]] virtual Result<CoreStatus> keepHistory(unsigned core, bool isKept) = 0;

    [[nodiscard]] virtual Result<> startProfile(unsigned core, std::uint32_t period) = 0;
    [[nodiscard]] virtual Result<> stopProfile(unsigned core) = 0;
    [[nodiscard]] virtual Result<CoreProfile> profile(unsigned core, const ElfFile& elf) = 0;
    /// Records of whole source files from number `first` on.
    [[nodiscard]] virtual Result<CoveragePage> coverage(unsigned core, const ElfFile& elf,
                                                        std::size_t first) = 0;
};

} // namespace perisphere::control
