// Blinks a LED: on for half a second, off for half a second.
//
// A timer in an event loop toggles the LED, so the app sleeps in between and ends cleanly when the
// device asks it to.

#include <applibs/eventloop.h>
#include <applibs/gpio.h>
#include <applibs/log.h>
#include <errno.h>
#include <hw/@HARDWARE_HEADER@.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

typedef struct {
    int fd;
    GPIO_Value_Type level;
} Led;

static void OnTimer(EventLoop* loop, int timerFd, EventLoop_IoEvents events, void* context)
{
    (void)loop;
    (void)events;
    Led* const led = context;
    uint64_t expirations = 0;

    if (read(timerFd, &expirations, sizeof(expirations)) != (ssize_t)sizeof(expirations)) {
        return;
    }
    led->level = led->level == GPIO_Value_Low ? GPIO_Value_High : GPIO_Value_Low;
    if (GPIO_SetValue(led->fd, led->level) != 0) {
        Log_Debug("cannot set the LED: %s\n", strerror(errno));
    }
}

int main(void)
{
    const struct itimerspec period = {.it_value = {.tv_nsec = 500 * 1000 * 1000},
                                      .it_interval = {.tv_nsec = 500 * 1000 * 1000}};
    struct sigaction action;
    Led led = {.level = GPIO_Value_Low}; // the LED lights when the pin is low

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    led.fd = GPIO_OpenAsOutput(@LED@, GPIO_OutputMode_PushPull, led.level);
    if (led.fd < 0) {
        Log_Debug("cannot open the LED: %s\n", strerror(errno));
        return 1;
    }

    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    EventLoop* const loop = EventLoop_Create();
    if (timer < 0 || loop == NULL || timerfd_settime(timer, 0, &period, NULL) != 0 ||
        EventLoop_RegisterIo(loop, timer, EventLoop_Input, OnTimer, &led) == NULL) {
        Log_Debug("cannot start the timer: %s\n", strerror(errno));
        return 2;
    }

    Log_Debug("blinking\n");
    while (!g_ended) {
        // A signal ends a run with EINTR; the loop's condition then tells why.
        if (EventLoop_Run(loop, -1, true) == EventLoop_Run_Failed && errno != EINTR) {
            Log_Debug("the event loop failed: %s\n", strerror(errno));
            return 3;
        }
    }

    GPIO_SetValue(led.fd, GPIO_Value_High);
    EventLoop_Close(loop);
    close(timer);
    close(led.fd);
    Log_Debug("stopped\n");
    return 0;
}
