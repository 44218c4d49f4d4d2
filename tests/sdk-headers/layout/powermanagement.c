#include <applibs/powermanagement.h>

#include "pins.h"

PIN_SIZE(PowerManagement_System_PowerProfile, 4, 4);
PIN_VALUE(PowerManagement_PowerSaver, 0);
PIN_VALUE(PowerManagement_Balanced, 1);
PIN_VALUE(PowerManagement_HighPerformance, 2);
PIN_SIZE(z__PowerManagement_System_PowerState, 4, 4);
PIN_VALUE(z__PowerManagement_System_PowerState_ForceReboot, 0);
PIN_VALUE(z__PowerManagement_System_PowerState_ForcePowerDown, 1);
PIN_SIZE(PowerManagement_System_PowerState, 4, 4);
PIN_VALUE(PowerManagement_System_PowerState_ForceReboot, 0);
PIN_VALUE(PowerManagement_System_PowerState_ForcePowerDown, 1);
PIN_SIZE(struct z__PowerManagement_PowerDownStateTransitionParams, 4, 4);
PIN_OFFSET(struct z__PowerManagement_PowerDownStateTransitionParams, maximum_residency_in_seconds,
           0);
