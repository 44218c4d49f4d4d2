/* The device that they need: who registers for SysEvent_Events_UpdateReadyForInstall is offered an
 * update of the system, announced 200 ms ahead; who registers for NoUpdateAvailable alone is told
 * so. Nothing is installed. */

#include "check.h"

#include <applibs/eventloop.h>
#include <applibs/sysevent.h>
#include <stdlib.h>

#define READY SysEvent_Events_UpdateReadyForInstall
#define MAX_SEEN 16

static struct {
    SysEvent_Events events[MAX_SEEN];
    SysEvent_Status statuses[MAX_SEEN];
    SysEvent_Info_UpdateData data[MAX_SEEN];
    int count;
    EventLoop* loop;
} seen;

static void note(SysEvent_Events event, SysEvent_Status state, const SysEvent_Info* info,
                 void* context)
{
    CHECK(context == &seen && info != NULL && seen.count < MAX_SEEN);
    const int at = seen.count++;
    seen.events[at] = event;
    seen.statuses[at] = state;
    if (event == READY)
        CHECK_SUCCEEDS(SysEvent_Info_GetUpdateData(info, &seen.data[at]));
    else
        CHECK_FAILS(SysEvent_Info_GetUpdateData(info, &seen.data[at]), EINVAL);
    CHECK_FAILS(SysEvent_Info_GetUpdateData(info, NULL), EFAULT);
    CHECK_FAILS(SysEvent_Info_GetUpdateData(NULL, &seen.data[at]), EFAULT);
}

static EventRegistration* begin(SysEvent_Events events)
{
    memset(&seen, 0, sizeof seen);
    seen.loop = EventLoop_Create();
    CHECK(seen.loop != NULL);
    EventRegistration* const registration =
        SysEvent_RegisterForEventNotifications(seen.loop, events, note, &seen);
    CHECK(registration != NULL);
    return registration;
}

static void end(EventRegistration* registration)
{
    CHECK_SUCCEEDS(SysEvent_UnregisterForEventNotifications(registration));
    CHECK_FAILS(SysEvent_UnregisterForEventNotifications(registration), EFAULT);
    EventLoop_Close(seen.loop);
}

/* Runs the loop for one more event. */
static void expect(SysEvent_Events event, SysEvent_Status status)
{
    const int before = seen.count;
    for (int i = 0; i < 50 && seen.count == before; ++i)
        CHECK(EventLoop_Run(seen.loop, 200, true) != EventLoop_Run_Failed);
    CHECK(seen.count == before + 1);
    if (seen.count == before)
        return;
    CHECK(seen.events[before] == event);
    if (event != READY)
        return;
    CHECK(seen.statuses[before] == status);
    CHECK(seen.data[before].update_type == SysEvent_UpdateType_System);
}

static void a_registration_that_cannot_be(void)
{
    EventLoop* const loop = EventLoop_Create();
    const SysEvent_Events ready = READY;
    const SysEvent_Events none = SysEvent_Events_None;
    const SysEvent_Events too_many = SysEvent_Events_Mask | 0x80;
    CHECK_NULL(SysEvent_RegisterForEventNotifications(NULL, ready, note, NULL), EFAULT);
    CHECK_NULL(SysEvent_RegisterForEventNotifications(loop, ready, NULL, NULL), EFAULT);
    CHECK_NULL(SysEvent_RegisterForEventNotifications(loop, none, note, NULL), EINVAL);
    CHECK_NULL(SysEvent_RegisterForEventNotifications(loop, 0x08, note, NULL), EINVAL);
    CHECK_NULL(SysEvent_RegisterForEventNotifications(loop, too_many, note, NULL), EINVAL);
    CHECK_FAILS(SysEvent_UnregisterForEventNotifications(NULL), EFAULT);
    EventLoop_Close(loop);
}

static void one_registration_at_a_time(void)
{
    EventRegistration* const registration = begin(SysEvent_Events_UpdateStarted);
    CHECK_NULL(SysEvent_RegisterForEventNotifications(seen.loop, READY, note, &seen), EINVAL);
    end(registration);
    end(begin(SysEvent_Events_UpdateStarted)); /* as soon as the other has ended */
}

static void nothing_to_defer(void)
{
    CHECK_FAILS(SysEvent_DeferEvent(READY, 1), EINVAL);
    CHECK_FAILS(SysEvent_ResumeEvent(READY), EINVAL);
    CHECK_FAILS(SysEvent_DeferEvent(SysEvent_Events_UpdateStarted, 1), EINVAL);
    CHECK_FAILS(SysEvent_ResumeEvent(SysEvent_Events_Mask), EINVAL);
}

static void no_update(void)
{
    EventRegistration* const registration = begin(SysEvent_Events_NoUpdateAvailable);
    expect(SysEvent_Events_NoUpdateAvailable, SysEvent_Status_Invalid);
    end(registration);
}

static void an_update(void)
{
    EventRegistration* const registration = begin(SysEvent_Events_Mask);
    expect(SysEvent_Events_UpdateStarted, SysEvent_Status_Invalid);
    expect(READY, SysEvent_Status_Pending);
    CHECK(seen.data[1].max_deferral_time_in_minutes == 1440);
    CHECK_FAILS(SysEvent_DeferEvent(READY, 0), EINVAL);
    CHECK_SUCCEEDS(SysEvent_DeferEvent(READY, UINT32_MAX));
    CHECK_FAILS(SysEvent_DeferEvent(READY, 1), EINVAL);
    expect(READY, SysEvent_Status_Deferred);
    CHECK_SUCCEEDS(SysEvent_ResumeEvent(READY));
    CHECK_FAILS(SysEvent_ResumeEvent(READY), EINVAL);
    expect(READY, SysEvent_Status_Pending);
    CHECK(seen.data[3].max_deferral_time_in_minutes == 1439); /* a minute has begun */
    expect(READY, SysEvent_Status_Final);
    CHECK_FAILS(SysEvent_DeferEvent(READY, 1), EINVAL);
    end(registration);
}

const struct conformance_case sysevent_cases[] = {
    {"sysevent: registrations that cannot be", a_registration_that_cannot_be},
    {"sysevent: one registration at a time", one_registration_at_a_time},
    {"sysevent: nothing to defer", nothing_to_defer},
    {"sysevent: no update", no_update},
    {"sysevent: an update, deferred and resumed", an_update},
    {NULL, NULL},
};
