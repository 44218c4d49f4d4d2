// applibs/sysevent.h: not served yet. Each call fails with an errno that it documents, and says so
// once in the app's log.

#include "abi.hpp"
#include "pending.hpp"

#include <applibs/sysevent.h>

using namespace perisphere::client;

PERISPHERE_EXPORT int SysEvent_DeferEvent(SysEvent_Events, uint32_t)
{
    return failPending("SysEvent_DeferEvent", EACCES);
}

PERISPHERE_EXPORT int SysEvent_Info_GetUpdateData(const SysEvent_Info*, SysEvent_Info_UpdateData*)
{
    return failPending("SysEvent_Info_GetUpdateData", EINVAL);
}

PERISPHERE_EXPORT EventRegistration*
SysEvent_RegisterForEventNotifications(EventLoop*, SysEvent_Events, SysEvent_EventsCallback*, void*)
{
    return failPendingWithNull("SysEvent_RegisterForEventNotifications", EACCES);
}

PERISPHERE_EXPORT int SysEvent_ResumeEvent(SysEvent_Events)
{
    return failPending("SysEvent_ResumeEvent", EACCES);
}

PERISPHERE_EXPORT int SysEvent_UnregisterForEventNotifications(EventRegistration*)
{
    return failPending("SysEvent_UnregisterForEventNotifications", EFAULT);
}
