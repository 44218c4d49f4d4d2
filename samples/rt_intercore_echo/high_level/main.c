// Sends a message to the app on a real-time core each second and logs what comes back.

#include <applibs/application.h>
#include <applibs/eventloop.h>
#include <applibs/log.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef enum {
    ExitCode_Success = 0,
    ExitCode_Connect = 1,
    ExitCode_StartLoop = 2,
    ExitCode_EventLoop = 3,
    ExitCode_Send = 4,
    ExitCode_Receive = 5
} ExitCode;

static const char kPartner[] = "5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e07";

// All that a signal handler may touch.
static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

typedef struct {
    int socketFd;
    int timerFd;
    unsigned sent;
    ExitCode exitCode; // Success while all is well
} App;

static void Fail(App* app, ExitCode code, const char* what)
{
    Log_Debug("cannot %s: %s\n", what, strerror(errno));
    app->exitCode = code;
}

static void OnTimer(EventLoop* loop, int fd, EventLoop_IoEvents events, void* context)
{
    (void)loop;
    (void)events;
    App* const app = context;
    char text[32];
    uint64_t expirations;

    if (read(fd, &expirations, sizeof(expirations)) < 0) {
        return; // nothing has expired
    }
    const int length = snprintf(text, sizeof(text), "hello %u", app->sent + 1);
    if (send(app->socketFd, text, (size_t)length, 0) < 0) {
        Fail(app, ExitCode_Send, "send to the partner");
        return;
    }
    ++app->sent;
}

static void OnMessage(EventLoop* loop, int fd, EventLoop_IoEvents events, void* context)
{
    (void)loop;
    (void)events;
    char text[1024]; // the most that a message has
    const ssize_t size = recv(fd, text, sizeof(text), 0);
    if (size < 0) {
        Fail(context, ExitCode_Receive, "receive from the partner");
        return;
    }
    Log_Debug("came back: %.*s\n", (int)size, text);
}

static bool Open(App* app)
{
    const struct itimerspec everySecond = {.it_interval = {.tv_sec = 1}, .it_value = {.tv_sec = 1}};

    app->socketFd = Application_Connect(kPartner);
    if (app->socketFd < 0) {
        Fail(app, ExitCode_Connect, "connect to the app on the real-time core");
        return false;
    }
    app->timerFd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    if (app->timerFd < 0 || timerfd_settime(app->timerFd, 0, &everySecond, NULL) < 0) {
        Fail(app, ExitCode_StartLoop, "start the timer");
        return false;
    }
    return true;
}

static void Run(App* app)
{
    EventLoop* const loop = EventLoop_Create();

    if (loop == NULL ||
        EventLoop_RegisterIo(loop, app->timerFd, EventLoop_Input, OnTimer, app) == NULL ||
        EventLoop_RegisterIo(loop, app->socketFd, EventLoop_Input, OnMessage, app) == NULL) {
        Fail(app, ExitCode_StartLoop, "watch the timer and the connection");
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
}

int main(void)
{
    struct sigaction action;
    App app = {.socketFd = -1, .timerFd = -1, .exitCode = ExitCode_Success};

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    if (Open(&app)) {
        Run(&app);
    }
    if (app.timerFd >= 0) {
        close(app.timerFd);
    }
    if (app.socketFd >= 0) {
        close(app.socketFd);
    }
    Log_Debug("stopped after %u messages\n", app.sent);
    return app.exitCode;
}
