// Runs a scenario on a simulated device of this process.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/engine/trace.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "perisphere/scenario/scenario.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::scenario
{

struct Failure {
    Location where;
    std::string step; ///< what the step does; empty when none had begun
    std::string expected;
    std::string seen;
    std::vector<control::LogLine> log; ///< the last lines
    std::vector<std::string> edges;    ///< the last ones, oldest first
};

struct ScenarioResult {
    std::string name;
    Location where;
    std::string app;             ///< the component id of the scenario's; empty: it has none
    engine::Duration duration{}; ///< virtual, of the steps
    std::size_t stepsDone = 0;
    std::size_t powerCuts = 0;      ///< tried
    std::optional<Failure> failure; ///< nullopt: passed
    bool wasInterrupted = false;    ///< by SIGINT or SIGTERM, which is a failure
    std::vector<control::LogLine> log;
    engine::Trace trace;
    std::string timeline; ///< in the Trace Event Format; empty: not wanted
};

struct RunOptions {
    static constexpr std::size_t kLogLinesShown = 20;
    static constexpr std::size_t kEdgesShown = 20;

    std::optional<std::filesystem::path> package; ///< installed and started before the first step
    std::map<std::string, std::filesystem::path> packages; ///< of the apps that steps name
    /// Host time after which a scenario fails that virtual time does not end: an app that never
    /// stops, a machine that stands still.
    std::chrono::milliseconds hostLimit = std::chrono::minutes(10);
    std::function<void(const Step&)> onStep; ///< when it begins
    bool hasTimeline = false;
};

/// The device does not run yet; it runs meanwhile and has ended then.
[[nodiscard]] ScenarioResult runScenario(const Scenario& scenario, runtime::SimulatedDevice& device,
                                         const RunOptions& options);

/// The same with the steps of `recover`, on a device that lost its power: nothing is installed. The
/// steps' app is the one with this component id.
[[nodiscard]] ScenarioResult runRecovery(const Scenario& scenario, runtime::SimulatedDevice& device,
                                         const std::string& app, const RunOptions& options);

/// "[    1.500000] the line", with "device: " before the device's own.
[[nodiscard]] std::string shownLine(const control::LogLine& line);

/// The last changes of pins, a line for those of one instant that went to one level.
[[nodiscard]] std::vector<std::string> lastEdges(const engine::Trace& trace, std::size_t count);

} // namespace perisphere::scenario
