// Results as JUnit XML, which CI servers read.
#pragma once

#include "perisphere/scenario/run.hpp"

#include <span>
#include <string>

namespace perisphere::scenario
{

/// One <testsuite> a file, one <testcase> a scenario. Times are virtual, in seconds, so that equal
/// runs give equal bytes. Characters that XML cannot have, and bytes that are not UTF-8, become
/// U+FFFD.
[[nodiscard]] std::string toJUnit(std::span<const ScenarioResult> results);

/// Of a failure, as in the report on the terminal: expected, seen, log, edges.
[[nodiscard]] std::string describeFailure(const Failure& failure, std::string_view indent);

} // namespace perisphere::scenario
