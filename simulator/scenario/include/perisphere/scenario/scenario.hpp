// Scenario files: what is done to a simulated device and what is expected of it, step by step.
// The format: docs/simulator/scenarios.md.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/device/network_policy.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/engine/time_mode.hpp"
#include "perisphere/scenario/step.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

struct Scenario {
    static constexpr engine::Duration kDefaultTimeout = std::chrono::seconds(60);

    std::string name;
    Location where;
    std::optional<std::string> app;   ///< as written; relative to the file's folder
    std::optional<std::string> board; ///< as written: a name or a file
    engine::TimeMode time = engine::TimeMode::realTime();
    std::uint64_t seed = 1;
    engine::Duration timeout = kDefaultTimeout; ///< virtual, of all steps
    std::vector<std::string> capture = {"*"};   ///< patterns of pins and properties to record
    std::vector<device::NamedEndpoint> hosts;   ///< go before the board's
    std::vector<std::unique_ptr<const Step>> steps;
    /// After each power cut, on the device that is switched on again (power_cut.hpp).
    std::vector<std::unique_ptr<const Step>> recover;
};

/// Gives a file that a scenario refers to; the path as it is written.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

/// Of the folder in which `scenarioFile` lies.
[[nodiscard]] FileReader filesBeside(const std::string& scenarioFile);

/// Of a file, one a YAML document. Findings have the place of what they are about.
[[nodiscard]] Checked<std::vector<Scenario>>
parseScenarios(std::string_view text, const std::string& file, const FileReader& read);

/// What is wrong with the scenario on this device, before anything runs.
[[nodiscard]] Diagnostics checkScenario(const Scenario& scenario, control::ControlTarget& device);

} // namespace perisphere::scenario
