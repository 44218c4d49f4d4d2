// What steps say about properties, held against a board.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/control/target.hpp"
#include "perisphere/scenario/condition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

/// A finding at `where` when the error is one.
void addFinding(Diagnostics& findings, const Location& where, std::string_view rule,
                const Error& error);

/// Whether each pattern meets a pin or a property.
void checkPatterns(const std::vector<std::string>& patterns, const Location& where,
                   control::ControlTarget& device, Diagnostics& findings);

/// Whether this board can tell the condition.
void checkCondition(const Condition& condition, const Location& where,
                    control::ControlTarget& device, Diagnostics& findings);

/// The same for a run.
[[nodiscard]] Result<PropertyPredicate> bindOn(const Condition& condition,
                                               control::ControlTarget& device);

} // namespace perisphere::scenario
