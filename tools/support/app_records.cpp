#include "support/app_records.hpp"

#include <array>
#include <utility>

namespace perisphere::tools
{
namespace
{

using Path = std::filesystem::path device::AppRecords::*;

/// By their names in the control API.
constexpr std::array<std::pair<const char*, Path>, 6> kRecords{{
    {"core", &device::AppRecords::core},
    {"profile", &device::AppRecords::profile},
    {"folded", &device::AppRecords::folded},
    {"coverage", &device::AppRecords::coverage},
    {"calls", &device::AppRecords::calls},
    {"elf", &device::AppRecords::elf},
}};

} // namespace

void declareAppRecords(Command& command, device::AppRecords& records)
{
    command
        .option("--core-file", "FILE", records.core,
                "write a core file for gdb when the app crashes")
        .file();
    command
        .option("--profile", "FILE", records.profile,
                "count the app's instructions by function, for KCachegrind and callgrind_annotate")
        .file();
    command
        .option("--folded", "FILE", records.folded, "the same as folded stacks, for flame graphs")
        .file();
    command
        .option("--coverage", "FILE", records.coverage,
                "count how often the app's source lines run, as a tracefile for genhtml; needs "
                "the app's symbols")
        .file();
    command.option("--strace", "FILE", records.calls, "write the app's system calls").file();
    command
        .option("--elf", "FILE", records.elf,
                "the app's program with its symbols, such as out/ARM-Debug/NAME.out, for these "
                "files and for places in the log; \"perisphere run\" has that of the project that "
                "it builds")
        .file();
}

device::AppRecords absoluteRecords(const device::AppRecords& records)
{
    device::AppRecords absolute;
    for (const auto& [name, record] : kRecords)
        if (!(records.*record).empty())
            absolute.*record = std::filesystem::absolute(records.*record);
    return absolute;
}

json::Value toJson(const device::AppRecords& records)
{
    json::Value value = json::Value::object();
    for (const auto& [name, record] : kRecords)
        if (!(records.*record).empty())
            value[name] = (records.*record).string();
    return value;
}

} // namespace perisphere::tools
