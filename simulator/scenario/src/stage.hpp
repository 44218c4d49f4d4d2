// What a step acts on.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/runtime/simulated_device.hpp"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <string>

namespace perisphere::scenario
{

/// For the thread that runs the device.
class Stage
{
public:
    virtual ~Stage() = default;

    [[nodiscard]] virtual runtime::SimulatedDevice& device() = 0;
    [[nodiscard]] control::ControlTarget& control() { return device().control(); }

    /// When the step began.
    [[nodiscard]] virtual engine::VirtualTime now() const = 0;

    /// The component id of the scenario's app; empty when it has none.
    [[nodiscard]] virtual const std::string& app() const = 0;

    /// The image package of what Step::app() named.
    [[nodiscard]] virtual Result<std::filesystem::path> package(const std::string& app) const = 0;

    // One of these once a step. What comes from it afterwards is ignored.
    virtual void succeed() = 0;
    virtual void fail(std::string expected, std::string seen) = 0;

    /// Lets time pass until the property or the deadline ends the wait; `done` is not called when
    /// the scenario's timeout comes before the deadline: the step fails then.
    virtual void wait(runtime::WaitFor what, std::function<void(const runtime::WaitEnd&)> done) = 0;
    /// Time passes until the step ends: for what apps and services have to finish.
    virtual void letTimePass() = 0;

    /// Of the device, as many as are kept. From the oldest on.
    [[nodiscard]] virtual const std::deque<control::LogLine>& log() const = 0;
    /// The sequence number of the last line that a step has taken; later ones are new.
    [[nodiscard]] virtual std::uint64_t taken() const = 0;
    virtual void take(const control::LogLine& line) = 0;
    /// Called for each further line until the step ends.
    virtual void onLine(std::function<void(const control::LogLine&)> listener) = 0;
};

} // namespace perisphere::scenario
