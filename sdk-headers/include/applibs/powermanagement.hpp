// Restart, power-down, power profile: applibs/powermanagement.h, which documents the calls.
#pragma once

#include <applibs/duration.hpp>
#include <applibs/powermanagement.h>
#include <applibs/result.hpp>

namespace applibs::powermanagement
{

enum class PowerProfile : PowerManagement_System_PowerProfile {
    PowerSaver = PowerManagement_PowerSaver,
    Balanced = PowerManagement_Balanced,
    HighPerformance = PowerManagement_HighPerformance
};

inline Result<void> forceSystemReboot()
{
    return detail::check(PowerManagement_ForceSystemReboot(), "PowerManagement_ForceSystemReboot");
}

inline Result<void> forceSystemPowerDown(std::chrono::seconds maximumResidency)
{
    return detail::check(
        PowerManagement_ForceSystemPowerDown(detail::count<unsigned int>(maximumResidency)),
        "PowerManagement_ForceSystemPowerDown");
}

inline Result<void> setSystemPowerProfile(PowerProfile profile)
{
    return detail::check(PowerManagement_SetSystemPowerProfile(
                             static_cast<PowerManagement_System_PowerProfile>(profile)),
                         "PowerManagement_SetSystemPowerProfile");
}

} // namespace applibs::powermanagement
