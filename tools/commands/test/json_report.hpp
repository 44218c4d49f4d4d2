// What `perisphere test --json` prints.
#pragma once

#include "perisphere/json/value.hpp"
#include "perisphere/scenario/run.hpp"

#include <vector>

namespace perisphere::tools
{

[[nodiscard]] json::Value jsonReport(const std::vector<scenario::ScenarioResult>& results,
                                     bool withPowerCuts);

} // namespace perisphere::tools
