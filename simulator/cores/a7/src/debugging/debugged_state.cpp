// What a debugger sees of a process and changes in it while it stands still.
#include "debugging/debugged_process.hpp"
#include "signal_information.hpp"
#include "syscall.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace perisphere::a7
{
namespace
{

constexpr std::string_view kCore = "org.gnu.gdb.arm.core";
constexpr std::string_view kVfp = "org.gnu.gdb.arm.vfp";
constexpr std::string_view kTls = "org.gnu.gdb.arm.tls";

constexpr std::size_t kPcNumber = 15;
constexpr std::size_t kCpsrNumber = 16;
constexpr std::size_t kFirstDouble = 17;
constexpr std::size_t kDoubles = 32;
constexpr std::size_t kFpscrNumber = kFirstDouble + kDoubles;
constexpr std::size_t kTlsNumber = kFpscrNumber + 1;

constexpr std::array<std::string_view, kPcNumber + 1> kGeneralNames = {
    "r0", "r1", "r2",  "r3",  "r4",  "r5", "r6", "r7",
    "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc"};
constexpr std::array<std::string_view, kDoubles> kDoubleNames = {
    "d0",  "d1",  "d2",  "d3",  "d4",  "d5",  "d6",  "d7",  "d8",  "d9",  "d10",
    "d11", "d12", "d13", "d14", "d15", "d16", "d17", "d18", "d19", "d20", "d21",
    "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29", "d30", "d31"};

constexpr auto describeRegisters()
{
    std::array<debug::RegisterDescription, kTlsNumber + 1> all{};
    for (std::size_t i = 0; i < kGeneralNames.size(); ++i) {
        std::string_view type = "uint32";
        if (i == 13)
            type = "data_ptr";
        else if (i == kPcNumber)
            type = "code_ptr";
        all[i] = {kGeneralNames[i], 32, type, "general", kCore};
    }
    all[kCpsrNumber] = {"cpsr", 32, "int", "general", kCore};
    for (std::size_t i = 0; i < kDoubles; ++i)
        all[kFirstDouble + i] = {kDoubleNames[i], 64, "ieee_double", "float", kVfp};
    all[kFpscrNumber] = {"fpscr", 32, "int", "float", kVfp};
    all[kTlsNumber] = {"tpidruro", 32, "data_ptr", "system", kTls};
    return all;
}

constexpr auto kDescribedRegisters = describeRegisters();

std::uint32_t instructionBytes(const Registers& registers)
{
    return (registers.cpsr & kThumb) != 0 ? 2 : 4;
}

} // namespace

std::string_view DebuggedProcess::descriptionExtras() const
{
    return "  <osabi>GNU/Linux</osabi>\n"
           "  <feature name=\"org.gnu.gdb.arm.neon\"/>\n";
}

std::span<const debug::RegisterDescription> DebuggedProcess::registers() const
{
    return kDescribedRegisters;
}

Thread* DebuggedProcess::selected() const
{
    Thread* stopped = nullptr;
    for (Thread& thread : m_process.threads()) {
        if (thread.id == m_selected)
            return &thread;
        if (thread.id == m_reason.thread || stopped == nullptr)
            stopped = &thread;
    }
    return stopped;
}

/// A thread that waits in a system call is shown at the instruction that makes it: changed by a
/// debugger it goes on as it was changed, and put back there it makes the call again.
Registers DebuggedProcess::registersOf(const Thread& thread) const
{
    Registers registers =
        &thread == m_process.current() ? m_process.cpu().save() : thread.registers;
    if (thread.isWaiting)
        registers.r[kPcNumber] -= instructionBytes(registers);
    return registers;
}

void DebuggedProcess::setRegisters(Thread& thread, const Registers& registers)
{
    if (thread.isWaiting) {
        thread.isWaiting = false;
        thread.isRetry = false;
        thread.wait = {};
        thread.deadline.reset();
        thread.progress = 0;
    }
    thread.registers = registers;
    if (&thread == m_process.current())
        m_process.cpu().load(registers);
}

std::uint64_t DebuggedProcess::readRegister(std::size_t number) const
{
    const Thread* const thread = selected();
    if (thread == nullptr)
        return 0;
    const Registers registers = registersOf(*thread);
    if (number <= kPcNumber)
        return registers.r[number];
    if (number == kCpsrNumber)
        return registers.cpsr;
    if (number == kFpscrNumber)
        return registers.fpscr;
    if (number == kTlsNumber)
        return registers.tls;
    const std::size_t word = 2 * (number - kFirstDouble);
    return registers.single[word] | std::uint64_t{registers.single[word + 1]} << 32;
}

void DebuggedProcess::writeRegister(std::size_t number, std::uint64_t value)
{
    Thread* const thread = selected();
    if (thread == nullptr)
        return;
    Registers registers = registersOf(*thread);
    const auto low = static_cast<std::uint32_t>(value);
    constexpr std::uint32_t kMode = 0x1F; // a process' stays what it is
    if (number <= kPcNumber) {
        registers.r[number] = low;
    } else if (number == kCpsrNumber) {
        registers.cpsr = (low & ~kMode) | (registers.cpsr & kMode);
    } else if (number == kFpscrNumber) {
        registers.fpscr = low;
    } else if (number == kTlsNumber) {
        registers.tls = low;
    } else {
        const std::size_t word = 2 * (number - kFirstDouble);
        registers.single[word] = low;
        registers.single[word + 1] = static_cast<std::uint32_t>(value >> 32);
    }
    setRegisters(*thread, registers);
}

std::size_t DebuggedProcess::readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const
{
    const GuestMemory& memory = m_process.memory();
    std::size_t done = 0;
    while (done < bytes.size() && address + done <= UINT32_MAX) {
        const auto at = static_cast<std::uint32_t>(address + done);
        const std::size_t count = std::min<std::size_t>(
            bytes.size() - done, GuestMemory::kPageBytes - at % GuestMemory::kPageBytes);
        if (!memory.copyFrom(bytes.data() + done, at, count))
            break;
        done += count;
    }
    return done;
}

/// Also where the program itself may not write.
std::size_t DebuggedProcess::writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes)
{
    GuestMemory& memory = m_process.memory();
    std::size_t done = 0;
    while (done < bytes.size() && address + done <= UINT32_MAX) {
        const auto at = static_cast<std::uint32_t>(address + done);
        const std::size_t count = std::min<std::size_t>(
            bytes.size() - done, GuestMemory::kPageBytes - at % GuestMemory::kPageBytes);
        if (!memory.patch(at, bytes.subspan(done, count)))
            break;
        done += count;
    }
    if (done > 0)
        cpu().forgetCode(address, done);
    return done;
}

Result<void> DebuggedProcess::setBreakpoint(std::uint32_t address)
{
    return setCodeBreakpoint(address, true);
}

Result<> DebuggedProcess::setCodeBreakpoint(std::uint32_t address, bool isThumb)
{
    if ((m_process.memory().pageAt(address) & GuestMemory::kMapped) == 0)
        return fail(ErrorCode::NotFound, fmt::format("there is no memory at {:#010x}", address));
    if (++m_breakpoints[address] == 1)
        cpu().setBreakpoint(address, isThumb);
    return {};
}

void DebuggedProcess::clearBreakpoint(std::uint32_t address)
{
    const auto found = m_breakpoints.find(address);
    if (found == m_breakpoints.end() || --found->second > 0)
        return;
    m_breakpoints.erase(found);
    cpu().clearBreakpoint(address);
}

Result<void> DebuggedProcess::setWatchpoint(const debug::Watchpoint& watch)
{
    m_watchpoints.push_back(watch);
    watchesChanged();
    return {};
}

void DebuggedProcess::clearWatchpoint(const debug::Watchpoint& watch)
{
    const auto found = std::find(m_watchpoints.begin(), m_watchpoints.end(), watch);
    if (found == m_watchpoints.end())
        return;
    m_watchpoints.erase(found);
    watchesChanged();
}

void DebuggedProcess::watchesChanged()
{
    std::vector<Watch> watches;
    for (const debug::Watchpoint& watch : m_watchpoints)
        watches.push_back({.address = watch.address,
                           .bytes = watch.bytes,
                           .ofReads = watch.kind != debug::Watchpoint::Kind::Write,
                           .ofWrites = watch.kind != debug::Watchpoint::Kind::Read});
    m_watchedBytes.clear();
    cpu().setWatches(std::move(watches));
}

int DebuggedProcess::processId() const
{
    return ::getpid();
}

std::vector<int> DebuggedProcess::threads() const
{
    std::vector<int> ids;
    if (!m_process.hasEnded())
        for (const Thread& thread : m_process.threads())
            if (!thread.hasEnded)
                ids.push_back(thread.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::string DebuggedProcess::threadName(int id) const
{
    for (const Thread& thread : m_process.threads()) {
        if (thread.id != id)
            continue;
        std::string text = thread.name;
        if (thread.isWaiting) {
            const std::uint32_t number = registersOf(thread).r[7];
            const SystemCall* const call = findSystemCall(number);
            text += fmt::format("{}waits in {}", text.empty() ? "" : ", ",
                                call != nullptr ? std::string(call->name)
                                                : fmt::format("system call {}", number));
        }
        return text.empty() ? "runs" : text;
    }
    return {};
}

std::string DebuggedProcess::auxiliaryVector() const
{
    const std::vector<std::uint32_t>& words = m_process.auxiliaryVector();
    return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof words[0]};
}

std::string DebuggedProcess::signalInformation() const
{
    if (m_signal == nullptr)
        return {};
    const SignalInformation information = informationOf(*m_signal);
    return {reinterpret_cast<const char*>(&information), sizeof information};
}

Result<std::string> DebuggedProcess::command(std::string_view line)
{
    if (line == "help")
        return std::string("maps    memory as the program has mapped it\n");
    if (line != "maps")
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = fmt::format("\"{}\" is no command here", line),
                          .expected = "help or maps"});
    std::string text;
    for (const GuestMemory::Range& range : m_process.memory().ranges())
        text += fmt::format("{:08x}-{:08x} {}{}{}\n", range.begin, range.end,
                            (range.page & GuestMemory::kReadable) != 0 ? 'r' : '-',
                            (range.page & GuestMemory::kWritable) != 0 ? 'w' : '-',
                            (range.page & GuestMemory::kExecutable) != 0 ? 'x' : '-');
    return text;
}

} // namespace perisphere::a7
