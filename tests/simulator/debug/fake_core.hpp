// A core of a few instructions, with memory, breakpoints, watchpoints and a history.
#pragma once

#include "perisphere/debug/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

/// Runs only in runFor(), which the test calls. Thumb: MOVS rd,#imm; ADDS rd,#imm; LDR and STR
/// rt,[rn]; B; NOP; BKPT. Everything else is a fault. Flags are left alone.
class FakeCore final : public debug::Target
{
public:
    static constexpr std::uint32_t kRom = 0x10000000;
    static constexpr std::uint32_t kRam = 0x20000000;
    static constexpr std::uint32_t kBytes = 0x1000; ///< of each
    static constexpr std::uint32_t kCounter = kRam + 0x10;
    static constexpr std::size_t kSp = 13;
    static constexpr std::size_t kPc = 15;
    static constexpr std::size_t kXpsr = 16;
    static constexpr std::size_t kD0 = 17;
    static constexpr std::size_t kMsp = 34; ///< the one that is in use

    /// A program that counts up in kCounter: at kRom+4 it stores, at kRom+8 it goes back to kRom+2.
    FakeCore()
    {
        program({0x2000, 0x3001, 0x6008, 0x680a, 0xe7fb});
        m_state.registers[1] = kCounter;
        m_state.registers[kSp] = kRam + kBytes;
        m_state.registers[kPc] = kRom;
        m_state.registers[kXpsr] = 0x01000000;
    }

    void program(const std::vector<std::uint16_t>& code, std::uint32_t at = kRom)
    {
        for (const std::uint16_t halfword : code) {
            store(at, halfword, 2);
            at += 2;
        }
    }

    /// Executes up to `count` instructions, if the core runs.
    void runFor(std::size_t count)
    {
        for (; count > 0 && !m_isStopped; --count)
            m_how == debug::Resume::Continue || m_how == debug::Resume::Step ? forward() : back();
    }
    std::function<void()> onRunning; ///< somebody is to call runFor()

    [[nodiscard]] std::uint32_t word(std::uint32_t address) const
    {
        return static_cast<std::uint32_t>(load(address, 4));
    }
    [[nodiscard]] std::size_t setPoints() const { return m_breakpoints.size() + m_watches.size(); }
    void forgetHistory() { m_history.clear(); }
    std::size_t debuggers = 0;
    bool stopsLater = false; ///< interrupt() takes until the next runFor()
    std::vector<std::string> commands;

    // Target
    [[nodiscard]] std::string_view name() const override { return "real-time core 0"; }
    [[nodiscard]] std::string_view architecture() const override { return "armv7e-m"; }
    [[nodiscard]] std::span<const debug::RegisterDescription> registers() const override
    {
        return m_descriptions;
    }
    [[nodiscard]] std::uint64_t readRegister(std::size_t number) const override
    {
        return m_state.registers.at(number == kMsp ? kSp : number);
    }
    void writeRegister(std::size_t number, std::uint64_t value) override
    {
        m_state.registers.at(number) = value;
    }
    [[nodiscard]] std::vector<debug::MemoryRegion> memoryMap() const override
    {
        return {{debug::MemoryRegion::Kind::Rom, kRom, kBytes},
                {debug::MemoryRegion::Kind::Ram, kRam, kBytes}};
    }
    std::size_t readMemory(std::uint32_t address, std::span<std::uint8_t> bytes) const override
    {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const std::uint8_t* byte = at(address + static_cast<std::uint32_t>(i));
            if (byte == nullptr)
                return i;
            bytes[i] = *byte;
        }
        return bytes.size();
    }
    std::size_t writeMemory(std::uint32_t address, std::span<const std::uint8_t> bytes) override
    {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            std::uint8_t* byte = at(address + static_cast<std::uint32_t>(i));
            if (byte == nullptr)
                return i;
            *byte = bytes[i];
        }
        return bytes.size();
    }
    Result<void> setBreakpoint(std::uint32_t address) override
    {
        if (at(address) == nullptr)
            return fail(ErrorCode::InvalidArgument, fmt::format("no memory at {:#x}", address));
        m_breakpoints.push_back(address);
        return {};
    }
    void clearBreakpoint(std::uint32_t address) override { eraseOne(m_breakpoints, address); }
    Result<void> setWatchpoint(const debug::Watchpoint& watch) override
    {
        m_watches.push_back(watch);
        return {};
    }
    void clearWatchpoint(const debug::Watchpoint& watch) override { eraseOne(m_watches, watch); }
    [[nodiscard]] bool isStopped() const override { return m_isStopped; }
    [[nodiscard]] const debug::StopReason& stopReason() const override { return m_reason; }
    void interrupt() override
    {
        if (m_isStopped)
            return;
        if (stopsLater)
            m_isInterrupted = true;
        else
            stop({});
    }
    Result<void> resume(debug::Resume how) override
    {
        if (m_isLockedUp)
            return fail(ErrorCode::Invalid, "the core has locked up; \"monitor reset\" starts it");
        m_how = how;
        m_isStopped = false;
        m_isFirst = true;
        if (how == debug::Resume::Step || how == debug::Resume::ReverseStep)
            runFor(1); // a step is done at once
        else if (onRunning)
            onRunning();
        return {};
    }
    void onStop(const void* who,
                engine::MoveOnlyFunction<void(const debug::StopReason&)> listener) override
    {
        m_listeners[who] = std::move(listener);
    }
    void endOnStop(const void* who) override { m_listeners.erase(who); }
    void attach() override { ++debuggers; }
    void detach() override { --debuggers; }
    Result<std::string> command(std::string_view line) override
    {
        commands.emplace_back(line);
        if (line == "halt") {
            interrupt();
            return std::string();
        }
        if (line == "reset") {
            m_state.registers[kPc] = kRom;
            m_isLockedUp = false;
            return std::string("reset; the core is at its first instruction");
        }
        if (line == "long")
            return std::string(100'000, 'x');
        return fail(ErrorCode::InvalidArgument, fmt::format("no command \"{}\"", line));
    }

    void stop(debug::StopReason reason)
    {
        m_isStopped = true;
        m_isInterrupted = false;
        m_reason = std::move(reason);
        std::vector<const void*> all;
        all.reserve(m_listeners.size());
        for (const auto& [who, listener] : m_listeners)
            all.push_back(who);
        for (const void* who : all)
            if (const auto found = m_listeners.find(who); found != m_listeners.end())
                found->second(m_reason);
    }

private:
    using Kind = debug::StopReason::Kind;
    struct State {
        std::array<std::uint64_t, 36> registers{};
    };
    struct Undo {
        State state;
        std::optional<std::uint32_t> address; ///< of a word
        std::uint32_t word = 0;
    };
    static constexpr std::size_t kHistory = 10'000;

    template <class T>
    static void eraseOne(std::vector<T>& all, const T& one)
    {
        if (const auto found = std::find(all.begin(), all.end(), one); found != all.end())
            all.erase(found);
    }

    [[nodiscard]] const std::uint8_t* at(std::uint32_t address) const
    {
        if (address - kRom < kBytes)
            return &m_rom[address - kRom];
        return address - kRam < kBytes ? &m_ram[address - kRam] : nullptr;
    }
    std::uint8_t* at(std::uint32_t address)
    {
        return const_cast<std::uint8_t*>(std::as_const(*this).at(address));
    }
    [[nodiscard]] std::uint64_t load(std::uint32_t address, unsigned bytes) const
    {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < bytes; ++i)
            if (const std::uint8_t* byte = at(address + i))
                value |= std::uint64_t{*byte} << (8 * i);
        return value;
    }
    void store(std::uint32_t address, std::uint64_t value, unsigned bytes)
    {
        for (unsigned i = 0; i < bytes; ++i)
            if (std::uint8_t* byte = at(address + i))
                *byte = static_cast<std::uint8_t>(value >> (8 * i));
    }
    [[nodiscard]] std::uint32_t pc() const
    {
        return static_cast<std::uint32_t>(m_state.registers[kPc]);
    }
    [[nodiscard]] bool isAtBreakpoint() const
    {
        return std::find(m_breakpoints.begin(), m_breakpoints.end(), pc()) != m_breakpoints.end();
    }
    std::optional<debug::Watchpoint> watched(std::uint32_t address, bool isWrite) const
    {
        for (const debug::Watchpoint& watch : m_watches) {
            const bool isMeant = watch.kind == debug::Watchpoint::Kind::Access ||
                                 isWrite == (watch.kind == debug::Watchpoint::Kind::Write);
            if (isMeant && address + 4 > watch.address && address < watch.address + watch.bytes)
                return debug::Watchpoint{watch.kind, std::max(address, watch.address), 4};
        }
        return std::nullopt;
    }

    void forward()
    {
        if (m_isInterrupted)
            return stop({});
        // Whatever is set at the pc: who lets the core go on wants to get away from there.
        if (!std::exchange(m_isFirst, false) && isAtBreakpoint())
            return stop({.kind = Kind::Breakpoint, .watch = {}, .text = {}});
        const auto code = static_cast<std::uint32_t>(load(pc(), 2));
        if (code >> 8 == 0xbe)
            return stop({.kind = Kind::BreakInstruction, .watch = {}, .text = {}});
        Undo undo{.state = m_state, .address = {}, .word = 0};
        auto& registers = m_state.registers;
        registers[kPc] += 2;
        std::optional<debug::Watchpoint> hit;
        const std::size_t low = code & 7;
        const auto base = static_cast<std::uint32_t>(registers[code >> 3 & 7]);
        if (code >> 11 == 4) {
            registers[code >> 8 & 7] = code & 0xff;
        } else if (code >> 11 == 6) {
            registers[code >> 8 & 7] =
                static_cast<std::uint32_t>(registers[code >> 8 & 7] + (code & 0xff));
        } else if (code >> 6 == 0x180) {
            undo.address = base;
            undo.word = word(base);
            store(base, registers[low], 4);
            hit = watched(base, true);
        } else if (code >> 6 == 0x1a0) {
            registers[low] = word(base);
            hit = watched(base, false);
        } else if (code >> 11 == 0x1c) {
            const std::uint32_t offset = (code & 0x7ff) << 1;
            registers[kPc] =
                static_cast<std::uint32_t>(pc() + 2 + offset - ((code & 0x400) != 0 ? 0x1000 : 0));
        } else if (code != 0xbf00) {
            m_state = undo.state;
            m_isLockedUp = true;
            return stop({.kind = Kind::Fault,
                         .watch = {},
                         .text = fmt::format("undefined instruction {:04x} at {:#x}: locked up",
                                             code, pc())});
        }
        m_history.push_back(undo);
        if (m_history.size() > kHistory)
            m_history.pop_front();
        if (hit)
            stop({.kind = Kind::Watchpoint, .watch = hit, .text = {}});
        else if (m_how == debug::Resume::Step)
            stop({.kind = Kind::Step, .watch = {}, .text = {}});
    }

    void back()
    {
        if (m_isInterrupted)
            return stop({});
        if (m_history.empty())
            return stop({.kind = Kind::NoHistory, .watch = {}, .text = {}});
        const Undo undo = m_history.back();
        m_history.pop_back();
        m_state = undo.state;
        std::optional<debug::Watchpoint> hit;
        if (undo.address) {
            store(*undo.address, undo.word, 4);
            hit = watched(*undo.address, true);
        }
        if (hit)
            stop({.kind = Kind::Watchpoint, .watch = hit, .text = {}});
        else if (m_how == debug::Resume::ReverseStep)
            stop({.kind = Kind::Step, .watch = {}, .text = {}});
        else if (isAtBreakpoint())
            stop({.kind = Kind::Breakpoint, .watch = {}, .text = {}});
    }

    static std::vector<debug::RegisterDescription> describe()
    {
        constexpr std::string_view kProfile = "org.gnu.gdb.arm.m-profile";
        constexpr std::string_view kVfp = "org.gnu.gdb.arm.vfp";
        constexpr std::string_view kSystem = "org.gnu.gdb.arm.m-system";
        static constexpr std::array<std::string_view, 17> kNames = {
            "r0", "r1",  "r2",  "r3",  "r4", "r5", "r6", "r7",  "r8",
            "r9", "r10", "r11", "r12", "sp", "lr", "pc", "xpsr"};
        static constexpr std::array<std::string_view, 16> kDoubles = {
            "d0", "d1", "d2",  "d3",  "d4",  "d5",  "d6",  "d7",
            "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15"};
        std::vector<debug::RegisterDescription> all;
        all.reserve(kNames.size() + kDoubles.size() + 3);
        for (const std::string_view name : kNames)
            all.push_back({name, 32,
                           name == "sp"   ? "data_ptr"
                           : name == "pc" ? "code_ptr"
                                          : "int",
                           "general", kProfile});
        for (const std::string_view name : kDoubles)
            all.push_back({name, 64, "ieee_double", "float", kVfp});
        all.push_back({"fpscr", 32, "int", "float", kVfp});
        all.push_back({"msp", 32, "data_ptr", "system", kSystem});
        all.push_back({"psp", 32, "data_ptr", "system", kSystem});
        return all;
    }

    std::vector<debug::RegisterDescription> m_descriptions = describe();
    State m_state;
    std::array<std::uint8_t, kBytes> m_rom{};
    std::array<std::uint8_t, kBytes> m_ram{};
    std::vector<std::uint32_t> m_breakpoints;
    std::vector<debug::Watchpoint> m_watches;
    std::deque<Undo> m_history;
    std::map<const void*, engine::MoveOnlyFunction<void(const debug::StopReason&)>> m_listeners;
    debug::StopReason m_reason;
    debug::Resume m_how = debug::Resume::Continue;
    bool m_isStopped = false;
    bool m_isFirst = true;
    bool m_isInterrupted = false;
    bool m_isLockedUp = false;
};

} // namespace perisphere::test
