// One step of a scenario.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/engine/time.hpp"

#include <optional>
#include <string>

namespace perisphere::scenario
{

class Stage;

/// A kind of step is one source file in src/steps/ and one row in src/step_table.cpp.
class Step
{
public:
    Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    virtual ~Step() = default;

    Location where;
    std::optional<engine::Duration>
        at; ///< since the scenario's begin; nullopt: after the one before

    /// What it does, for reports: "wait until D1.redLit == true within 5 s".
    [[nodiscard]] virtual std::string text() const = 0;

    /// A further app that it works with, as written: relative to the file's folder. Its package
    /// comes by Stage::package().
    [[nodiscard]] virtual std::optional<std::string> app() const { return std::nullopt; }

    /// What is wrong with it on this device, before anything runs.
    virtual void check(control::ControlTarget& device, Diagnostics& findings) const = 0;

    /// Begins it. Virtual time stands still meanwhile, unless the step lets it pass. The step ends
    /// with a call of Stage::succeed() or Stage::fail(), at once or later. It outlives that.
    virtual void start(Stage& stage) const = 0;
};

} // namespace perisphere::scenario
