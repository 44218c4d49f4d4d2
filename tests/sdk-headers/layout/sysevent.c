#define _AZSPHERE_USE_DEPRECATED_API // the former names are pinned too
#include <applibs/sysevent.h>

#include "pins.h"

PIN_SIZE(SysEvent_Events, 4, 4);
PIN_VALUE(SysEvent_Events_None, 0);
PIN_VALUE(SysEvent_Events_UpdateReadyForInstall, 1);
PIN_VALUE(SysEvent_Events_Update, 1);
PIN_VALUE(SysEvent_Events_UpdateStarted, 2);
PIN_VALUE(SysEvent_Events_NoUpdateAvailable, 4);
PIN_VALUE(SysEvent_Events_Mask, 7);
PIN_SIZE(SysEvent_Status, 4, 4);
PIN_VALUE(SysEvent_Status_Invalid, 0);
PIN_VALUE(SysEvent_Status_Pending, 1);
PIN_VALUE(SysEvent_Status_Final, 2);
PIN_VALUE(SysEvent_Status_Deferred, 3);
PIN_VALUE(SysEvent_Status_Rejected, 3);
PIN_VALUE(SysEvent_Status_Complete, 4);
PIN_SIZE(SysEvent_UpdateType, 4, 4);
PIN_VALUE(SysEvent_UpdateType_Invalid, 0);
PIN_VALUE(SysEvent_UpdateType_App, 1);
PIN_VALUE(SysEvent_UpdateType_System, 2);
PIN_SIZE(SysEvent_Info_UpdateData, 8, 4);
PIN_SIZE(struct SysEvent_Info_UpdateData, 8, 4);
PIN_OFFSET(SysEvent_Info_UpdateData, max_deferral_time_in_minutes, 0);
PIN_OFFSET(SysEvent_Info_UpdateData, update_type, 4);
