// What "wait" and "expect" have in common: a condition or a line of the log, awaited or held.
#pragma once

#include "log_pattern.hpp"
#include "perisphere/engine/time.hpp"
#include "perisphere/scenario/condition.hpp"
#include "stage.hpp"

namespace perisphere::scenario
{

/// Succeeds when the condition holds, now or within the time.
void awaitCondition(Stage& stage, const Condition& condition, engine::Duration within);

/// Succeeds when it holds now and all the time.
void holdCondition(Stage& stage, const Condition& condition, engine::Duration time);

/// Succeeds with a line after the last one that was taken, of before or within the time, and takes
/// it.
void awaitLine(Stage& stage, const LogPattern& pattern, engine::Duration within);

/// Succeeds when no further line matches during the time; with no time, when none has matched since
/// the scenario's begin.
void excludeLine(Stage& stage, const LogPattern& pattern, engine::Duration time);

} // namespace perisphere::scenario
