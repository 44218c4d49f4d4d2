#include "step_table.hpp"

#include <array>

namespace perisphere::scenario
{
namespace
{

constexpr std::array kStepTypes = {
    StepType{"set", readSet},       StepType{"wait", readWait},   StepType{"expect", readExpect},
    StepType{"reboot", readReboot}, StepType{"start", readStart}, StepType{"stop", readStop},
    StepType{"fault", readFault},   StepType{"clear", readClear}, StepType{"capture", readCapture},
    StepType{"update", readUpdate},
};

} // namespace

std::span<const StepType> stepTypes()
{
    return kStepTypes;
}

} // namespace perisphere::scenario
