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
    if (word < kRecordSp)
        return fmt::format("r{}", word);
    switch (word) {
    case kRecordSp:
        return "sp";
    case kRecordLr:
        return "lr";
    case kRecordEntry:
        return "pc";
    case kRecordApsr:
        return "psr";
    case kRecordFpscr:
        return "fpscr";
    case kRecordSignal:
        return "signal";
    case kRecordFaultAddress:
        return "si_addr";
    default:
        break;
    }
    if (word < kRecordScratch)
        return fmt::format("d{}.{}", (word - kRecordSingles) / 2, word % 2);
    return fmt::format("scratch[{:#x}]", (word - kRecordScratch) * 4);
}

void disassemble(const Sequence& sequence)
{
    const test::TemporaryDirectory folder;
    const auto path = folder.path() / "code.bin";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(sequence.code.data()),
               static_cast<std::streamsize>(sequence.code.size() * 2));
    std::fflush(stdout);
    const std::string command =
        fmt::format("arm-linux-gnueabihf-objdump -D -b binary -m arm {} --adjust-vma={:#x} {} | "
                    "grep -E '^ *[0-9a-f]+:'",
                    sequence.isThumb ? "-M force-thumb" : "", sequence.address, path.string());
    if (std::system(command.c_str()) != 0)
        fmt::print("(no disassembly: install binutils-arm-linux-gnueabihf)\n");
}

} // namespace

void report(const Sequence& sequence, const Record& input, const Record& qemu, const Record& core)
{
    fmt::print("--- {:#x}:", sequence.address);
    for (const auto form : sequence.forms)
        fmt::print(" {};", form);
    fmt::print("\n");
    disassemble(sequence);
    fmt::print("{:>16} {:>8} {:>8} {:>8}\n", "", "before", "qemu", "ours");
    for (unsigned word = 0; word < kRecordWords; ++word) {
        if (qemu[word] != core[word] || (word < kRecordScratch && input[word] != qemu[word]))
            fmt::print("{:>16} {:08x} {:08x} {:08x}{}\n", nameOf(word), input[word], qemu[word],
                       core[word], qemu[word] == core[word] ? "" : " <");
    }
}

} // namespace perisphere::differential
