// applibs/powermanagement.h

#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/system.hpp"

#include <applibs/powermanagement.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

PERISPHERE_EXPORT int
z__PowerManagement_TransitionToSystemPowerState(z__PowerManagement_System_PowerState type,
                                                void* power_state_transition_params_ptr)
{
    protocol::PowerTransitionRequest request;
    switch (type) {
    case z__PowerManagement_System_PowerState_ForceReboot:
        request.state = protocol::PowerState::Reboot;
        break;
    case z__PowerManagement_System_PowerState_ForcePowerDown: {
        if (power_state_transition_params_ptr == nullptr)
            return fail(EINVAL);
        const auto* const parameters =
            static_cast<const z__PowerManagement_PowerDownStateTransitionParams*>(
                power_state_transition_params_ptr);
        request.state = protocol::PowerState::PowerDown;
        request.maximumResidencySeconds = parameters->maximum_residency_in_seconds;
        break;
    }
    default:
        return fail(EINVAL);
    }
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}

PERISPHERE_EXPORT int
z__PowerManagement_SetSystemPowerProfile(PowerManagement_System_PowerProfile desired_profile)
{
    if (desired_profile > PowerManagement_HighPerformance)
        return fail(EINVAL);
    const protocol::PowerSetProfileRequest request{.profile = desired_profile};
    return succeedOrFail(callDevice(raw(request), EACCES).error);
}
