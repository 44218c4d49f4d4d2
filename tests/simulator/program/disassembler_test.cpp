#include "perisphere/program/disassembler.hpp"

#include "programs.hpp"

using namespace perisphere;
using namespace perisphere::program_test;
using program::Disassembler;
using program::Instruction;

namespace
{

std::vector<Instruction> listed(std::initializer_list<unsigned> halfwords, std::size_t count = 100)
{
    std::vector<std::byte> code;
    for (const unsigned half : halfwords) {
        code.push_back(static_cast<std::byte>(half & 0xFF));
        code.push_back(static_cast<std::byte>(half >> 8));
    }
    return Disassembler::create().value().disassemble(code, 0x1000, count, nullptr);
}

} // namespace

TEST_CASE("instructions of a Cortex-M4F are written as the manuals do")
{
    CHECK(listed({0x2001})[0].text == "movs r0, #1");
    CHECK(listed({0xB672})[0].text == "cpsid i");
    CHECK(listed({0xF3EF, 0x8010})[0].text == "mrs r0, primask");
    CHECK(listed({0xEE30, 0x0A20})[0].text == "vadd.f32 s0, s0, s1");
    CHECK(listed({0xFB20, 0xF001})[0].bytes == 4);
}

TEST_CASE("a branch has its target, what only looks like one has none")
{
    CHECK(listed({0xF000, 0xF802})[0].target == 0x1008);
    CHECK(listed({0xE7FE})[0].target == 0x1000);
    CHECK(listed({0xB108})[0].target == 0x1006); // cbz r0
    CHECK(listed({0x4770})[0].target == std::nullopt);
    CHECK(listed({0x2001})[0].target == std::nullopt);
}

TEST_CASE("what is no instruction is told as such, and the next one follows")
{
    const auto all = listed({0xDE00 ^ 0xDE00 ^ 0xB6FF, 0x2001, 0xFFFF, 0xFFFF, 0x2002});
    REQUIRE(all.size() == 4);
    CHECK(all[0].text == ".short 0xb6ff");
    CHECK(all[1].text == "movs r0, #1");
    CHECK(all[2].text == ".inst.w 0xffffffff");
    CHECK(all[3].address == 0x1008);
}

TEST_CASE("as many as asked for, and no half of one at the end")
{
    CHECK(listed({0x2001, 0x2001, 0x2001}, 2).size() == 2);
    CHECK(listed({0x2001, 0xF000}).size() == 2);
    CHECK(listed({}).empty());
}

TEST_CASE("instructions are as long and literals where objdump has them")
{
    const std::string name = GENERATE("core_cpu", "c_uart_ring");
    const auto info = infoOf(name);
    const auto disassembler = Disassembler::create().value();
    std::map<std::uint32_t, std::string> all;
    for (const program::CodeSection& section : info.code())
        for (const Instruction& one :
             disassembler.disassemble(section.bytes, section.address, 1'000'000, &info))
            all[one.address] = one.text;
    std::size_t count = 0;
    for (const std::string& line : linesOf("arm-none-eabi-objdump -d " + pathOf(name))) {
        std::uint32_t address = 0;
        std::array<char, 64> word{};
        const std::size_t tab = line.rfind('\t', line.find('\t', line.find('\t') + 1) + 1);
        if (std::sscanf(line.c_str(), " %x:", &address) != 1 || tab == std::string::npos ||
            std::sscanf(line.c_str() + line.find('\t', line.find('\t') + 1), " %63s",
                        word.data()) != 1)
            continue;
        ++count;
        INFO(line);
        REQUIRE(all.contains(address));
        CHECK((all[address].starts_with(".word") || all[address].starts_with(".short")) ==
              (word[0] == '.'));
    }
    CHECK(count > 100);
}
