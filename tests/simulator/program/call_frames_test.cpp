#include "perisphere/program/call_frames.hpp"

#include "programs.hpp"

using namespace perisphere;
using namespace perisphere::program_test;
using program::CallFrames;
using program::RegisterRule;

namespace
{

std::vector<std::byte> bytes(std::initializer_list<unsigned> values)
{
    std::vector<std::byte> result;
    for (const unsigned value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

/// A common entry of version 3, alignments 2 and -4, that says: the frame address is r13.
const std::vector<unsigned> kCommon{12, 0, 0, 0,    0xFF, 0xFF, 0xFF, 0xFF,
                                    3,  0, 2, 0x7C, 14,   0x0C, 13,   0};

/// An entry for 0x100 bytes from 0x1000 on.
std::vector<std::byte> described(std::initializer_list<unsigned> program)
{
    std::vector<std::byte> section;
    for (const unsigned value : kCommon)
        section.push_back(static_cast<std::byte>(value));
    const auto length = static_cast<unsigned>(12 + program.size());
    for (const std::byte byte : bytes({length, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0}))
        section.push_back(byte);
    for (const std::byte byte : bytes(program))
        section.push_back(byte);
    return section;
}

} // namespace

TEST_CASE("frame addresses are those that readelf works out")
{
    const std::string name = GENERATE("core_cpu", "c_uart_ring", "core_layout_flash");
    const auto info = infoOf(name);
    std::size_t rows = 0;
    for (const std::string& line :
         linesOf("arm-none-eabi-readelf --debug-dump=frames-interp " + pathOf(name))) {
        std::uint32_t address = 0;
        unsigned base = 0;
        int offset = 0;
        if (std::sscanf(line.c_str(), "%8x r%u%d", &address, &base, &offset) != 3 || address == 0)
            continue; // at 0 it shows the rules that functions begin with
        ++rows;
        const auto rules = info.callFrames().at(address);
        REQUIRE(rules);
        CHECK(rules->baseRegister == base);
        CHECK(rules->baseOffset == offset);
    }
    CHECK(rows > 10);
}

TEST_CASE("a rule holds from its instruction on")
{
    // 2 x 2 bytes on: the frame address is r13 + 8, lr is saved at -4.
    const auto section = described({0x42, 0x0E, 8, 0x8E, 1});
    const CallFrames frames{section};
    CHECK(frames.at(0x1000)->baseOffset == 0);
    CHECK(frames.at(0x1003)->registers[14] == RegisterRule{});
    CHECK(frames.at(0x1004)->baseOffset == 8);
    CHECK(frames.at(0x10FF)->registers[14] ==
          RegisterRule{.kind = RegisterRule::Kind::Saved, .offset = -4});
    CHECK(frames.at(0x0FFF) == std::nullopt);
    CHECK(frames.at(0x1100) == std::nullopt);
}

TEST_CASE("rules are remembered and restored")
{
    // r4 saved; remember; 1 step: restored; 1 step: back.
    const auto section = described({0x84, 2, 0x0A, 0x41, 0xC4, 0x41, 0x0B});
    const CallFrames frames{section};
    CHECK(frames.at(0x1000)->registers[4].kind == RegisterRule::Kind::Saved);
    CHECK(frames.at(0x1002)->registers[4].kind == RegisterRule::Kind::Same);
    CHECK(frames.at(0x1004)->registers[4].kind == RegisterRule::Kind::Saved);
}

TEST_CASE("what is not understood makes the frame unknown, not wrong")
{
    const auto program = GENERATE(std::vector<unsigned>{0x0F, 1, 0x30}, // by an expression
                                  std::vector<unsigned>{0x0B},          // nothing is remembered
                                  std::vector<unsigned>{0x3F},          // reserved
                                  std::vector<unsigned>{0x0C, 40, 0},   // based on no r0 to r15
                                  std::vector<unsigned>{0x0E});         // cut short
    auto section = described({0, 0, 0});
    for (std::size_t i = 0; i < program.size(); ++i)
        section[section.size() - program.size() + i] = static_cast<std::byte>(program[i]);
    CHECK(CallFrames(section).at(0x1000) == std::nullopt);
}

TEST_CASE("an entry that refers to nothing is left out")
{
    auto section = described({});
    section[kCommon.size() + 4] = std::byte{1}; // into the middle of the common entry
    CHECK(CallFrames(section).isEmpty());
    CHECK(CallFrames(std::span(section).first(section.size() - 1)).isEmpty());
}
