#pragma once

#include "perisphere/control/cores_target.hpp"

#include <optional>
#include <vector>

namespace perisphere::test
{

namespace c = control;

/// Core 0 is held at 0x00100100; core 1 is off.
class FakeCores final : public control::CoresTarget
{
public:
    Result<std::vector<c::CoreStatus>> cores() override
    {
        return std::vector<c::CoreStatus>{m_status, {.core = 1, .state = "off"}};
    }
    Result<std::vector<c::CoreRegister>> registers(unsigned core) override
    {
        return on(core, std::vector<c::CoreRegister>{{"pc", "general", m_status.pc}});
    }
    Result<c::CoreMemory> memory(unsigned core, std::uint32_t address, std::size_t bytes) override
    {
        return on(core, c::CoreMemory{.address = address, .bytes = std::vector<std::byte>(bytes)});
    }
    Result<std::vector<c::CoreException>> exceptions(unsigned core) override
    {
        return on(core, std::vector<c::CoreException>{{.number = 15, .name = "SysTick"}});
    }
    Result<std::vector<c::Peripheral>> peripherals(unsigned core, std::string_view name) override
    {
        c::Peripheral gpt{.name = "GPT", .base = 0x21030000, .bytes = 0x1000, .registers = {}};
        if (!name.empty())
            gpt.registers.push_back({.name = "GPT_ISR",
                                     .address = gpt.base,
                                     .value = 3,
                                     .isModelled = true,
                                     .fields = {{.name = "INT", .width = 2, .value = 3}}});
        return on(core, std::vector{gpt});
    }
    Result<c::CoreListing> disassemble(unsigned core, const c::ElfFile& elf,
                                       std::optional<std::uint32_t> address, std::string_view,
                                       std::size_t) override
    {
        lastElf = elf;
        return on(core,
                  c::CoreListing{.pc = m_status.pc,
                                 .instructions = {{.address = address.value_or(m_status.pc),
                                                   .bytes = {std::byte{0xFE}, std::byte{0xE7}},
                                                   .text = "b #0x100100",
                                                   .target = "main",
                                                   .place = {"main", "main.c", 7}}}});
    }
    Result<std::vector<c::StackFrame>> stack(unsigned core, const c::ElfFile&, std::size_t) override
    {
        return on(core, std::vector<c::StackFrame>{{.pc = m_status.pc,
                                                    .stack = 0x00130000,
                                                    .foundBy = "registers",
                                                    .place = {"main", "main.c", 7}}});
    }
    Result<c::CoreStatus> hold(unsigned core) override { return on(core, m_status); }
    Result<c::CoreStatus> release(unsigned core) override { return on(core, m_status); }
    void step(unsigned core, unsigned instructions, c::Completion<c::CoreStatus> done) override
    {
        m_status.pc += 2 * instructions;
        done(on(core, m_status));
    }
    Result<c::CoreStatus> stepBack(unsigned core) override
    {
        m_status.pc -= 2;
        m_status.isInPast = true;
        return on(core, m_status);
    }
    Result<c::CoreStatus> keepHistory(unsigned core, bool isKept) override
    {
        m_status.hasHistory = isKept;
        return on(core, m_status);
    }
    Result<> startProfile(unsigned core, std::uint32_t) override { return check(core); }
    Result<> stopProfile(unsigned core) override { return check(core); }
    Result<c::CoreProfile> profile(unsigned core, const c::ElfFile&) override
    {
        return on(core, c::CoreProfile{.isRunning = true,
                                       .period = 10,
                                       .cycles = 100,
                                       .asleep = 20,
                                       .functions = {{.function = "main",
                                                      .address = m_status.pc,
                                                      .cycles = 80,
                                                      .lines = {{"main.c", 7, 80}, {"", 0, 0}}}}});
    }
    Result<c::CoveragePage> coverage(unsigned core, const c::ElfFile&, std::size_t first) override
    {
        return on(core, c::CoveragePage{.tracefile = "TN:\n",
                                        .lines = 2,
                                        .linesRun = 1,
                                        .next = first == 0 ? std::optional<std::size_t>(1)
                                                           : std::nullopt});
    }

    c::ElfFile lastElf;

private:
    static Result<> check(unsigned core)
    {
        if (core != 0)
            return fail(ErrorCode::NotFound, "real-time core 1 has no program");
        return {};
    }
    template <class T>
    static Result<T> on(unsigned core, T value)
    {
        if (auto there = check(core); !there)
            return fail(there.error());
        return value;
    }
    c::CoreStatus m_status{.core = 0,
                           .app = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
                           .state = "held",
                           .pc = 0x00100100,
                           .cycles = 12345,
                           .hertz = 26'000'000,
                           .fault = "none",
                           .debugPort = 3333,
                           .hasHistory = true,
                           .isInPast = false};
};

} // namespace perisphere::test
