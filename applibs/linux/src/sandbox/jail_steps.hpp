// The steps into a sandbox, in order.
#pragma once

#include "jail_step.hpp"

#include <span>

namespace perisphere::target
{

/// Of the process that the app is a child of: what holds for both.
[[nodiscard]] std::span<const JailStep> initSteps();

/// Of the app's own process, after those.
[[nodiscard]] std::span<const JailStep> appSteps();

} // namespace perisphere::target
