#include "perisphere/program/backtrace.hpp"

#include "programs.hpp"

#include <map>

using namespace perisphere;
using namespace perisphere::program_test;
using program::BacktraceStart;
using program::FoundBy;
using program::Frame;

namespace
{

/// A stack, and the code of a program.
struct Memory {
    const program::DebugInfo* info = nullptr;
    std::map<std::uint32_t, std::uint32_t> words;

    [[nodiscard]] program::ReadWord reader() const
    {
        return [this](std::uint32_t address) -> std::optional<std::uint32_t> {
            if (const auto found = words.find(address); found != words.end())
                return found->second;
            if (address >= 0x130000 - 0x100 && address < 0x130000)
                return 0;
            for (const program::CodeSection& section : info->code())
                if (address - section.address < section.bytes.size() - 3) {
                    std::uint32_t word = 0;
                    std::memcpy(&word, section.bytes.data() + (address - section.address), 4);
                    return word;
                }
            return std::nullopt;
        };
    }
};

/// The address behind the first BL of a function.
std::uint32_t behindCallIn(const program::DebugInfo& info, std::string_view name)
{
    const program::Function& function = *info.findFunction(name);
    const program::CodeSection& section = info.code().front();
    for (std::uint32_t at = function.address; at < function.address + function.bytes; at += 2) {
        std::uint32_t word = 0;
        std::memcpy(&word, section.bytes.data() + (at - section.address), 4);
        if ((word & 0xD000F800U) == 0xD000F000U)
            return at + 4;
    }
    FAIL("it calls nothing");
    return 0;
}

constexpr std::uint32_t kStack = 0x12FF80;

} // namespace

TEST_CASE("a caller is found by the call frame information")
{
    const auto info = infoOf("c_uart_ring");
    Memory memory{.info = &info, .words = {}};
    const std::uint32_t inMain = behindCallIn(info, "Main");
    const program::Function& callee = *info.findFunction("Report_Text");
    BacktraceStart start;
    start.registers[13] = kStack;
    start.registers[14] = inMain | 1U;
    start.registers[15] = callee.address;
    const auto frames = program::backtrace(start, memory.reader(), &info, 10);
    REQUIRE(frames.size() >= 2);
    CHECK(frames[0] == Frame{.pc = callee.address, .stack = kStack});
    CHECK(frames[1] == Frame{.pc = inMain, .stack = kStack, .foundBy = FoundBy::CallFrames});
    CHECK(info.functionAt(frames[1].lookUp())->name == "Main");
    CHECK(program::backtrace(start, memory.reader(), &info, 1).size() == 1);
}

TEST_CASE("what an exception has interrupted is found on the stack that it came on")
{
    const auto info = infoOf("c_uart_ring");
    const bool isProcess = GENERATE(false, true);
    const std::uint32_t at = isProcess ? 0x12FF40 : kStack;
    const std::uint32_t interrupted = info.findFunction("Main")->address;
    Memory memory{
        .info = &info,
        .words = {{at + 20, 0xFFFFFFFF}, {at + 24, interrupted}, {at + 28, 0x01000200}}}; // padded
    BacktraceStart start;
    start.registers[13] = kStack;
    start.registers[14] = isProcess ? 0xFFFFFFFD : 0xFFFFFFF9;
    start.registers[15] = info.findFunction("OnUart")->address;
    start.processStack = 0x12FF40;
    const auto frames = program::backtrace(start, memory.reader(), &info, 10);
    REQUIRE(frames.size() >= 2);
    CHECK(frames[1] == Frame{.pc = interrupted, .stack = at + 36, .foundBy = FoundBy::Exception});
    CHECK(frames[1].lookUp() == interrupted);
}

TEST_CASE("without information the link register tells, then the stack")
{
    const auto info = infoOf("c_uart_ring");
    const std::uint32_t first = behindCallIn(info, "Main");
    const std::uint32_t second = behindCallIn(info, "Report_Hex");
    Memory memory{.info = &info,
                  .words = {{kStack + 4, info.findFunction("Main")->address | 1U}, // behind no call
                            {kStack + 8, second | 1U}}};
    BacktraceStart start;
    start.registers[13] = kStack;
    start.registers[14] = first | 1U;
    start.registers[15] = info.findFunction("Report_Text")->address;
    const auto frames = program::backtrace(start, memory.reader(), nullptr, 10);
    REQUIRE(frames.size() == 3);
    CHECK(frames[1] == Frame{.pc = first, .stack = kStack, .foundBy = FoundBy::LinkRegister});
    CHECK(frames[2] == Frame{.pc = second, .stack = kStack + 12, .foundBy = FoundBy::StackScan});
}

TEST_CASE("a stack that leads nowhere ends the trace")
{
    const auto info = infoOf("c_uart_ring");
    const Memory memory{.info = &info, .words = {}};
    BacktraceStart start;
    start.registers[13] = GENERATE(0U, 0xFFFFFFFCU, 0x12FFFFU);
    start.registers[14] = GENERATE(0U, 1U, 0xFFFFFFFFU, 0xFFFFFFFDU);
    start.registers[15] = GENERATE(0U, 0xFFFFFFFEU);
    for (const program::DebugInfo* const known : {&info, static_cast<decltype(&info)>(nullptr)})
        CHECK(program::backtrace(start, memory.reader(), known, 100).size() == 1);
}
