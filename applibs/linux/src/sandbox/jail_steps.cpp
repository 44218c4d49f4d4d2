#include "jail_steps.hpp"

#include <array>

namespace perisphere::target
{

#define STEP(function) JailStep function();
#include "app_steps.inc"
#include "init_steps.inc"
#undef STEP

std::span<const JailStep> initSteps()
{
    static const std::array steps{
#define STEP(function) function(),
#include "init_steps.inc"
    };
    return steps;
}

std::span<const JailStep> appSteps()
{
    static const std::array steps{
#include "app_steps.inc"
#undef STEP
    };
    return steps;
}

} // namespace perisphere::target
