// Memory that the app uses, version of the system: applibs/applications.h, which documents the
// calls.
#pragma once

#include <applibs/applications.h>
#include <applibs/result.hpp>

#include <string>

namespace applibs::applications
{

namespace detail
{

inline Result<std::size_t> usage(std::size_t value, const char* operation)
{
    if (value == 0) // the C functions' sign of failure
        return applibs::detail::lastError(operation);
    return value;
}

} // namespace detail

/// KiB.
inline Result<std::size_t> totalMemoryUsageInKB()
{
    return detail::usage(Applications_GetTotalMemoryUsageInKB(),
                         "Applications_GetTotalMemoryUsageInKB");
}

/// KiB.
inline Result<std::size_t> userModeMemoryUsageInKB()
{
    return detail::usage(Applications_GetUserModeMemoryUsageInKB(),
                         "Applications_GetUserModeMemoryUsageInKB");
}

/// KiB.
inline Result<std::size_t> peakUserModeMemoryUsageInKB()
{
    return detail::usage(Applications_GetPeakUserModeMemoryUsageInKB(),
                         "Applications_GetPeakUserModeMemoryUsageInKB");
}

inline Result<std::string> osVersion()
{
    Applications_OsVersion version{};
    if (Applications_GetOsVersion(&version) != 0)
        return applibs::detail::lastError("Applications_GetOsVersion");
    return std::string(version.version);
}

} // namespace applibs::applications
