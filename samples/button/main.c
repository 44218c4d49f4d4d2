// Button A toggles the green part of LED 1.
//
// A contact bounces: for some milliseconds after it moves, its level changes several times. So the
// app looks at the button every 10 ms and takes a new level for true once it has seen it three
// times in a row.

#include <applibs/eventloop.h>
#include <applibs/gpio.h>
#include <applibs/log.h>
#include <errno.h>
#include <hw/mt3620_rdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { POLL_PERIOD_NS = 10 * 1000 * 1000, SAMPLES_TO_TRUST = 3 };

typedef enum {
    ExitCode_Success = 0,
    ExitCode_OpenPin = 1,
    ExitCode_StartTimer = 2,
    ExitCode_EventLoop = 3,
    ExitCode_ReadTimer = 4,
    ExitCode_ReadButton = 5,
    ExitCode_SetLed = 6
} ExitCode;

// All that a signal handler may touch.
static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

typedef struct {
    int buttonFd;
    int ledFd;
    GPIO_Value_Type button; // the level that is taken for true
    int samplesOfOther;     // seen in a row of the other level
    GPIO_Value_Type led;    // the LED lights when its pin is low
    unsigned int presses;
    ExitCode exitCode; // Success while all is well
} App;

static void Fail(App* app, ExitCode code, const char* what)
{
    Log_Debug("cannot %s: %s\n", what, strerror(errno));
    app->exitCode = code;
}

// True when the debounced level has changed.
static bool Debounce(App* app, GPIO_Value_Type sample)
{
    if (sample == app->button) {
        app->samplesOfOther = 0;
        return false;
    }
    if (++app->samplesOfOther < SAMPLES_TO_TRUST) {
        return false;
    }
    app->button = sample;
    app->samplesOfOther = 0;
    return true;
}

static void OnTimer(EventLoop* loop, int timerFd, EventLoop_IoEvents events, void* context)
{
    (void)loop;
    (void)events;
    App* const app = context;
    GPIO_Value_Type sample = GPIO_Value_High;
    uint64_t expirations = 0;

    if (read(timerFd, &expirations, sizeof(expirations)) != (ssize_t)sizeof(expirations)) {
        Fail(app, ExitCode_ReadTimer, "read the timer");
        return;
    }
    if (GPIO_GetValue(app->buttonFd, &sample) != 0) {
        Fail(app, ExitCode_ReadButton, "read the button");
        return;
    }
    if (!Debounce(app, sample) || app->button != GPIO_Value_Low) {
        return; // low is pressed
    }
    app->led = app->led == GPIO_Value_Low ? GPIO_Value_High : GPIO_Value_Low;
    if (GPIO_SetValue(app->ledFd, app->led) != 0) {
        Fail(app, ExitCode_SetLed, "set the LED");
        return;
    }
    ++app->presses;
    Log_Debug("press %u: LED %s\n", app->presses, app->led == GPIO_Value_Low ? "on" : "off");
}

static void Run(App* app)
{
    const struct itimerspec period = {.it_value = {.tv_nsec = POLL_PERIOD_NS},
                                      .it_interval = {.tv_nsec = POLL_PERIOD_NS}};
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    EventLoop* const loop = EventLoop_Create();

    if (timer < 0 || loop == NULL || timerfd_settime(timer, 0, &period, NULL) != 0 ||
        EventLoop_RegisterIo(loop, timer, EventLoop_Input, OnTimer, app) == NULL) {
        Fail(app, ExitCode_StartTimer, "start the timer");
    } else {
        Log_Debug("ready: press button A\n");
    }
    while (!g_ended && app->exitCode == ExitCode_Success) {
        // A signal ends a run with EINTR; the loop's condition then tells why.
        if (EventLoop_Run(loop, -1, true) == EventLoop_Run_Failed && errno != EINTR) {
            Fail(app, ExitCode_EventLoop, "run the event loop");
        }
    }

    if (loop != NULL) {
        EventLoop_Close(loop);
    }
    if (timer >= 0) {
        close(timer);
    }
}

int main(void)
{
    struct sigaction action;
    App app = {.button = GPIO_Value_High, .led = GPIO_Value_High, .exitCode = ExitCode_Success};

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    app.buttonFd = GPIO_OpenAsInput(MT3620_RDB_BUTTON_A);
    app.ledFd = GPIO_OpenAsOutput(MT3620_RDB_LED1_GREEN, GPIO_OutputMode_PushPull, app.led);
    if (app.buttonFd < 0 || app.ledFd < 0) {
        Fail(&app, ExitCode_OpenPin, "open the button or the LED");
    } else {
        Run(&app);
        GPIO_SetValue(app.ledFd, GPIO_Value_High);
    }

    if (app.ledFd >= 0) {
        close(app.ledFd);
    }
    if (app.buttonFd >= 0) {
        close(app.buttonFd);
    }
    Log_Debug("stopped\n");
    return app.exitCode;
}
