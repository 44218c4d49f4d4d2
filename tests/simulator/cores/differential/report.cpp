#include "report.hpp"

#include "temporary_directory.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace perisphere::differential
{
namespace
{

std::string nameOf(unsigned word)
{
    if (word < kRecordEntry)
        return fmt::format("r{}", word);
    if (word >= kRecordScratch)
        return fmt::format("scratch+{:#04x}", (word - kRecordScratch) * 4);
    if (word >= kRecordSingles && word < kRecordSingles + 32)
        return fmt::format("s{}", word - kRecordSingles);
    switch (word) {
    case kRecordEntry:
        return "entry";
    case kRecordLr:
        return "lr";
    case kRecordApsr:
        return "APSR";
    case kRecordFpscr:
        return "FPSCR";
    case kRecordSp:
        return "sp";
    case kRecordFault:
        return "CFSR";
    default:
        return fmt::format("word {}", word);
    }
}

void disassemble(const Sequence& sequence, const std::string& disassembler)
{
    const test::TemporaryDirectory folder;
    const std::string file = (folder / "sequence.bin").string();
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(sequence.code.data()),
               static_cast<std::streamsize>(sequence.code.size() * 2));
    std::fflush(stdout);
    const std::string command =
        fmt::format("{} -D -b binary -m arm -M force-thumb --adjust-vma={:#x} '{}' | tail -n +8",
                    disassembler, sequence.address, file);
    if (std::system(command.c_str()) != 0)
        fmt::print("  (not disassembled: {} failed)\n", disassembler);
}

} // namespace

void report(const Sequence& sequence, const Record& qemu, const Record& core, Execution execution,
            const std::string& disassembler)
{
    fmt::print(
        "\nSequence at {:#x}, record at {:#x}, {}\n", sequence.address, sequence.recordAddress,
        execution == Execution::Trapped ? "loads and stores by the core itself" : "recompiled");
    disassemble(sequence, disassembler);
    fmt::print("  {:14} {:>10} {:>10} {:>10}\n", "", "input", "QEMU", "core");
    for (unsigned word = 0; word < kRecordWords; ++word) {
        const bool differs = qemu[word] != core[word];
        if (differs || word < kRecordScratch)
            fmt::print("{} {:14} {:#010x} {:#010x} {:#010x}\n", differs ? "*" : " ", nameOf(word),
                       sequence.record[word], qemu[word], core[word]);
    }
    std::fflush(stdout);
}

} // namespace perisphere::differential
