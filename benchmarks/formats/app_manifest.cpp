// A typical manifest with its three-level hardware definition: parsed, validated, names resolved.

#include "benchmarks.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/hardware/definition.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace perisphere::bench
{
namespace
{

constexpr const char* kManifest = R"({
  "SchemaVersion": 1,
  "Name": "WeatherStation",
  "ComponentId": "7f8c0e0a-31c5-4a2e-9f5b-6d1b0c9f7a11",
  "EntryPoint": "/bin/app",
  "CmdArgs": ["--interval", "30"],
  "Capabilities": {
    "Gpio": ["$AVNET_MT3620_SK_USER_LED_RED", "$AVNET_MT3620_SK_USER_LED_GREEN",
             "$AVNET_MT3620_SK_USER_LED_BLUE", "$AVNET_MT3620_SK_USER_BUTTON_A",
             "$AVNET_MT3620_SK_USER_BUTTON_B"],
    "I2cMaster": ["$AVNET_MT3620_SK_ISU2_I2C"],
    "Uart": ["$AVNET_MT3620_SK_ISU0_UART"],
    "Adc": ["$AVNET_MT3620_SK_ADC_CONTROLLER0"],
    "MutableStorage": {"SizeKB": 8},
    "AllowedConnections": ["api.example.com", "time.example.org", "192.0.2.7"],
    "AllowedTcpServerPorts": [8080],
    "NetworkConfig": true,
    "WifiConfig": true,
    "SystemEventNotifications": true,
    "SoftwareUpdateDeferral": true,
    "PowerControls": ["ForceReboot"]
  },
  "ApplicationType": "Default",
  "MallocVersion": 2
})";

void check(::benchmark::State& state)
{
    const std::vector<std::string> directories{PERISPHERE_DEFINITIONS};
    hardware::DiskFileSource source;
    for (auto _ : state) {
        auto definition = hardware::Definition::load("avnet_mt3620_sk.json", directories, source);
        auto parsed = manifest::parse(kManifest, "app_manifest.json");
        if (!definition.ok() || !parsed.ok()) {
            state.SkipWithError("the manifest or the definition is not valid");
            break;
        }
        auto resolved = manifest::resolve(*parsed.value, &*definition.value);
        if (!resolved.ok())
            state.SkipWithError("the manifest does not resolve");
        ::benchmark::DoNotOptimize(resolved);
    }
}

/// The least any checker does: read the definition files and parse all four texts as JSON.
void parseOnly(::benchmark::State& state)
{
    for (auto _ : state) {
        for (const char* name :
             {"avnet_mt3620_sk.json", "avnet_aesms_mt3620.json", "mt3620.json"}) {
            const auto text =
                readTextFile(std::string(PERISPHERE_DEFINITIONS "/") + name, 1U << 20U);
            auto value = nlohmann::json::parse(*text);
            ::benchmark::DoNotOptimize(value);
        }
        auto value = nlohmann::json::parse(kManifest);
        ::benchmark::DoNotOptimize(value);
    }
}

} // namespace

void registerAppManifest()
{
    ::benchmark::RegisterBenchmark("app_manifest.check_with_definition/ours", check);
    ::benchmark::RegisterBenchmark("app_manifest.check_with_definition/reference", parseOnly);
}

} // namespace perisphere::bench
