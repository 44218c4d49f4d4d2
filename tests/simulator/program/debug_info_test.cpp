#include "perisphere/program/debug_info.hpp"

#include "programs.hpp"

#include <elf.h>

#include <cstring>

using namespace perisphere;
using namespace perisphere::program_test;
using program::DebugInfo;

namespace
{

/// The header of section number `index`, to be broken.
Elf32_Shdr sectionOf(const std::vector<std::byte>& file, unsigned index, std::size_t& at)
{
    Elf32_Ehdr header{};
    std::memcpy(&header, file.data(), sizeof header);
    at = header.e_shoff + index * sizeof(Elf32_Shdr);
    Elf32_Shdr section{};
    std::memcpy(&section, file.data() + at, sizeof section);
    return section;
}

} // namespace

TEST_CASE("functions are those that nm lists")
{
    const std::string name = GENERATE("core_cpu", "c_uart_ring", "core_layout_flash");
    const DebugInfo info = infoOf(name);
    std::size_t count = 0;
    for (const std::string& line :
         linesOf("arm-none-eabi-nm --defined-only -S " + pathOf(name) + " | grep -i ' [tw] '")) {
        std::uint32_t address = 0;
        std::uint32_t bytes = 0;
        std::array<char, 256> text{};
        if (std::sscanf(line.c_str(), "%x %x %*c %255s", &address, &bytes, text.data()) != 3)
            continue; // without a size: no function, or one of assembly
        const program::Function* const found = info.functionAt(address);
        if (found == nullptr) // a table among the code
            continue;
        ++count;
        CHECK(found->address == address);
        CHECK(found->bytes == bytes);
        CHECK(info.functionAt(address + bytes - 1) == found);
    }
    CHECK(count > 5);
}

TEST_CASE("source lines are those that addr2line says")
{
    const std::string name = GENERATE("core_cpu", "c_uart_ring", "core_layout_flash");
    const DebugInfo info = infoOf(name);
    std::string addresses;
    std::vector<program::LineRange> asked;
    for (std::size_t i = 0; i < info.lines().size(); i += 7) {
        asked.push_back(info.lines()[i]);
        addresses += fmt::format(" {:#x}", asked.back().begin);
    }
    REQUIRE(asked.size() > 10);
    const auto said = linesOf("arm-none-eabi-addr2line -e " + pathOf(name) + addresses);
    REQUIRE(said.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto line = info.lineAt(asked[i].begin).value();
        // It puts the folder of the compilation in front, which has no absolute path here.
        CHECK_THAT(said[i].substr(0, said[i].find(" (")),
                   Catch::EndsWith(fmt::format("{}:{}", line.file, line.line)));
    }
}

TEST_CASE("an address is told as a function and an offset")
{
    const DebugInfo info = infoOf("c_uart_ring");
    const program::Function& main = *info.findFunction("Main");
    CHECK(info.placeOf(main.address) == "Main");
    CHECK(info.placeOf(main.address + 6) == "Main+0x6");
    CHECK(info.placeOf(0x0FFFFFFF).empty());
    CHECK(info.lineAt(0x0FFFFFFF) == std::nullopt);
    CHECK(info.findFunction("main") == nullptr);
}

TEST_CASE("a stripped program is one without functions and lines")
{
    const std::string stripped = std::string(PERISPHERE_FIRMWARE_FOLDER) + "/stripped_for_test.elf";
    linesOf("arm-none-eabi-strip -o " + stripped + " " + pathOf("core_cpu"));
    const DebugInfo info =
        DebugInfo::parse(readBinaryFile(stripped, program::kMaxProgramBytes).value(), "s").value();
    CHECK(info.functions().empty());
    CHECK(info.lines().empty());
    CHECK_FALSE(info.code().empty());
}

TEST_CASE("what is no program for a real-time core is refused with its place")
{
    const auto errorOf = [](std::vector<std::byte> file) {
        const auto parsed = DebugInfo::parse(std::move(file), "app.out");
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().where.file == "app.out");
        return parsed.error();
    };
    CHECK(errorOf({}).code == ErrorCode::Corrupt);
    CHECK(errorOf(std::vector<std::byte>(100)).message == "this is no ELF file");
    CHECK(errorOf(std::vector<std::byte>(program::kMaxProgramBytes + 1)).code ==
          ErrorCode::LimitExceeded);

    auto wrongMachine = bytesOf("core_cpu");
    wrongMachine[offsetof(Elf32_Ehdr, e_machine)] = std::byte{EM_386};
    CHECK(errorOf(wrongMachine).where.offset == EI_CLASS);

    auto cutShort = bytesOf("core_cpu");
    cutShort.resize(cutShort.size() / 2);
    CHECK(errorOf(cutShort).code == ErrorCode::Corrupt);

    const std::string compressed =
        std::string(PERISPHERE_FIRMWARE_FOLDER) + "/compressed_for_test.elf";
    linesOf("arm-none-eabi-objcopy --compress-debug-sections=zlib " + pathOf("core_cpu") + " " +
            compressed);
    const Error error = errorOf(readBinaryFile(compressed, program::kMaxProgramBytes).value());
    CHECK(error.code == ErrorCode::Unsupported);
    CHECK(error.advice == "compile and link without -gz");
}

TEST_CASE("a section that ends outside the file is refused")
{
    auto file = bytesOf("core_cpu");
    std::size_t at = 0;
    Elf32_Shdr section = sectionOf(file, 1, at);
    section.sh_size = 0xFFFFFFF0;
    std::memcpy(file.data() + at, &section, sizeof section);
    const auto parsed = DebugInfo::parse(std::move(file), "app.out");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().where.offset == at);
}
