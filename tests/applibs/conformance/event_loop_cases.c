#include "check.h"

#include <applibs/eventloop.h>
#include <applibs/gpio.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <unistd.h>

struct seen {
    int calls;
    EventLoop_IoEvents events;
    EventRegistration* unregister;
};

static void note(EventLoop* el, int fd, EventLoop_IoEvents events, void* context)
{
    struct seen* const seen = context;
    (void)fd;
    ++seen->calls;
    seen->events = events;
    if (seen->unregister != NULL)
        CHECK(EventLoop_UnregisterIo(el, seen->unregister) == 0);
}

static void stop(EventLoop* el, int fd, EventLoop_IoEvents events, void* context)
{
    (void)fd;
    (void)events;
    ++*(int*)context;
    CHECK(EventLoop_Stop(el) == 0);
}

static void recurse(EventLoop* el, int fd, EventLoop_IoEvents events, void* context)
{
    (void)fd;
    (void)events;
    ++*(int*)context;
    CHECK_FAILS(EventLoop_Run(el, 0, true), EBUSY);
}

static void events_are_dispatched(void)
{
    struct seen seen = {0};
    EventLoop* const el = EventLoop_Create();
    const int fd = eventfd(0, EFD_NONBLOCK);
    EventRegistration* const reg = EventLoop_RegisterIo(el, fd, EventLoop_Input, note, &seen);
    CHECK(el != NULL && reg != NULL);
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_FinishedEmpty);
    CHECK(EventLoop_Run(el, 5, true) == EventLoop_Run_FinishedEmpty);
    CHECK(eventfd_write(fd, 1) == 0);
    CHECK(EventLoop_Run(el, -1, true) == EventLoop_Run_Finished && seen.calls == 1);
    CHECK(seen.events == EventLoop_Input);
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_Finished && seen.calls == 2); /* level */
    CHECK(EventLoop_ModifyIoEvents(el, reg, EventLoop_None) == 0);
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_FinishedEmpty);
    CHECK(EventLoop_ModifyIoEvents(el, reg, EventLoop_Input | EventLoop_Output) == 0);
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_Finished);
    CHECK(seen.events == (EventLoop_Input | EventLoop_Output));
    seen.unregister = reg;
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_Finished);
    CHECK(EventLoop_Run(el, 0, false) == EventLoop_Run_FinishedEmpty);
    EventLoop_Close(el);
    close(fd);
}

static void stop_and_recursion(void)
{
    int calls = 0;
    EventLoop* const el = EventLoop_Create();
    const int fd = eventfd(1, EFD_NONBLOCK);
    EventRegistration* const reg = EventLoop_RegisterIo(el, fd, EventLoop_Input, stop, &calls);
    CHECK(EventLoop_Run(el, -1, false) == EventLoop_Run_Finished && calls == 1);
    CHECK(EventLoop_UnregisterIo(el, reg) == 0);
    CHECK(EventLoop_RegisterIo(el, fd, EventLoop_Input, recurse, &calls) != NULL);
    CHECK(EventLoop_Run(el, -1, true) == EventLoop_Run_Finished && calls == 2);
    EventLoop_Close(el);
    close(fd);
}

static void on_alarm(int number)
{
    (void)number;
}

static void a_signal_ends_a_run(void)
{
    EventLoop* const el = EventLoop_Create();
    struct sigaction action = {0};
    const struct itimerval soon = {.it_value = {.tv_usec = 20000}};
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &soon, NULL);
    CHECK_FAILS(EventLoop_Run(el, -1, true), EINTR);
    EventLoop_Close(el);
}

static void loops_nest(void)
{
    struct seen seen = {0};
    EventLoop* const outer = EventLoop_Create();
    EventLoop* const inner = EventLoop_Create();
    const int fd = eventfd(1, EFD_NONBLOCK);
    CHECK(EventLoop_RegisterIo(inner, fd, EventLoop_Input, note, &seen) != NULL);
    CHECK(EventLoop_RegisterIo(outer, EventLoop_GetWaitDescriptor(inner), EventLoop_Input, note,
                               &seen) != NULL);
    CHECK(EventLoop_Run(outer, 0, false) == EventLoop_Run_Finished && seen.calls == 1);
    CHECK(EventLoop_Run(inner, 0, false) == EventLoop_Run_Finished && seen.calls == 2);
    EventLoop_Close(outer);
    EventLoop_Close(inner);
    close(fd);
}

static void arguments(void)
{
    struct seen seen = {0};
    EventLoop* const el = EventLoop_Create();
    const int fd = eventfd(0, EFD_NONBLOCK);
    EventRegistration* const reg = EventLoop_RegisterIo(el, fd, EventLoop_Input, note, &seen);
    CHECK_FAILS(EventLoop_Run(NULL, 0, false), EFAULT);
    CHECK_FAILS(EventLoop_Stop(NULL), EFAULT);
    CHECK_FAILS(EventLoop_GetWaitDescriptor(NULL), EFAULT);
    CHECK_NULL(EventLoop_RegisterIo(NULL, fd, EventLoop_Input, note, NULL), EFAULT);
    CHECK_NULL(EventLoop_RegisterIo(el, fd, EventLoop_Input, NULL, NULL), EFAULT);
    CHECK_NULL(EventLoop_RegisterIo(el, fd, 0x10, note, NULL), EINVAL);
    CHECK_NULL(EventLoop_RegisterIo(el, -1, EventLoop_Input, note, NULL), EBADF);
    CHECK_NULL(EventLoop_RegisterIo(el, fd, EventLoop_Input, note, NULL), EEXIST);
    CHECK_FAILS(EventLoop_ModifyIoEvents(NULL, reg, EventLoop_Input), EFAULT);
    CHECK_FAILS(EventLoop_ModifyIoEvents(el, NULL, EventLoop_Input), EFAULT);
    CHECK_FAILS(EventLoop_ModifyIoEvents(el, reg, 0x10), EINVAL);
    CHECK_SUCCEEDS(EventLoop_UnregisterIo(NULL, NULL));
    CHECK_FAILS(EventLoop_UnregisterIo(NULL, reg), EFAULT);
    const int gpio = GPIO_OpenAsInput(1);
    CHECK_NULL(EventLoop_RegisterIo(el, gpio, EventLoop_Input, note, NULL), EPERM);
    close(gpio);
    const int closed = eventfd(0, EFD_NONBLOCK);
    EventRegistration* const stale = EventLoop_RegisterIo(el, closed, EventLoop_Input, note, &seen);
    close(closed);
    CHECK_FAILS(EventLoop_UnregisterIo(el, stale), EBADF);
    EventLoop_Close(el);
    EventLoop_Close(NULL);
    close(fd);
}

const struct conformance_case event_loop_cases[] = {
    {"event loop: events are dispatched while they last", events_are_dispatched},
    {"event loop: stop, and no recursion", stop_and_recursion},
    {"event loop: a signal ends a run", a_signal_ends_a_run},
    {"event loop: loops nest", loops_nest},
    {"event loop: wrong arguments", arguments},
    {NULL, NULL},
};
