#include <applibs/applications.h>

#include "pins.h"

PIN_SIZE(Applications_OsVersion, 16, 1);
PIN_SIZE(struct Applications_OsVersion, 16, 1);
PIN_OFFSET(Applications_OsVersion, version, 0);
PIN_SIZE(z__Application_MemoryAttribute, 4, 4);
PIN_VALUE(z__Applications_MemoryAttribute_TotalMemoryUsageInKB, 0);
PIN_VALUE(z__Applications_MemoryAttribute_UserModeMemoryUsageInKB, 1);
PIN_VALUE(z__Applications_MemoryAttribute_PeakUserModeMemoryUsageInKB, 2);
