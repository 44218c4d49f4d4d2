// Loading the Avnet Starter Kit definition: three levels, board, module, chip.

#include "benchmarks.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/hardware/definition.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <vector>

namespace perisphere::bench
{
namespace
{

constexpr std::array kFiles = {"avnet_mt3620_sk.json", "avnet_aesms_mt3620.json", "mt3620.json"};

void load(::benchmark::State& state)
{
    const std::vector<std::string> directories{PERISPHERE_DEFINITIONS};
    hardware::DiskFileSource source;
    for (auto _ : state) {
        auto definition = hardware::Definition::load(kFiles.front(), directories, source);
        if (!definition.ok())
            state.SkipWithError("the definition does not load");
        ::benchmark::DoNotOptimize(definition);
    }
}

/// The least any loader does: read the three files and parse them as JSON.
void parseOnly(::benchmark::State& state)
{
    for (auto _ : state)
        for (const char* name : kFiles) {
            const auto text =
                readTextFile(std::string(PERISPHERE_DEFINITIONS "/") + name, 1U << 20U);
            auto value = nlohmann::json::parse(*text);
            ::benchmark::DoNotOptimize(value);
        }
}

} // namespace

void registerHardwareDefinition()
{
    ::benchmark::RegisterBenchmark("hardware_definition.load_three_levels/ours", load);
    ::benchmark::RegisterBenchmark("hardware_definition.load_three_levels/reference", parseOnly);
}

} // namespace perisphere::bench
