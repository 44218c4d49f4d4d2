/* An app for the tests of the update feed: tells what it is told of updates; the first of them it
 * defers, and resumes when it is told that. Its first argument is what it calls itself. */
#include <applibs/eventloop.h>
#include <applibs/log.h>
#include <applibs/sysevent.h>

#include <stddef.h>
#include <string.h>

static void told(SysEvent_Events event, SysEvent_Status status, const SysEvent_Info* info,
                 void* context)
{
    static int deferrals;

    (void)info;
    (void)context;
    Log_Debug("told event %u status %u\n", event, status);
    if (status == SysEvent_Status_Pending && deferrals++ == 0)
        Log_Debug("deferring gives %d\n", SysEvent_DeferEvent(event, 600));
    if (status == SysEvent_Status_Deferred)
        Log_Debug("resuming gives %d\n", SysEvent_ResumeEvent(event));
}

int main(int argc, char** argv)
{
    EventLoop* const loop = EventLoop_Create();

    if (argc > 1 && strcmp(argv[1], "broken") == 0)
        return 3;
    if (SysEvent_RegisterForEventNotifications(loop, SysEvent_Events_Mask, told, NULL) == NULL)
        return 1;
    Log_Debug("this is %s\n", argc > 1 ? argv[1] : "nobody");
    while (EventLoop_Run(loop, -1, false) != EventLoop_Run_Failed)
        ;
    return 0;
}
