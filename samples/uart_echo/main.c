// Sends back what arrives at the UART of header 2, 115200 baud.
//
// The port never blocks. What it cannot take at once waits in a buffer, and while the buffer has
// something, the event loop watches for room too; while it is full, nothing more is read.

#include <applibs/eventloop.h>
#include <applibs/log.h>
#include <applibs/uart.h>
#include <errno.h>
#include <hw/mt3620_rdb.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

typedef enum {
    ExitCode_Success = 0,
    ExitCode_OpenUart = 1,
    ExitCode_StartLoop = 2,
    ExitCode_EventLoop = 3,
    ExitCode_Read = 4,
    ExitCode_Write = 5
} ExitCode;

// All that a signal handler may touch.
static volatile sig_atomic_t g_ended = false;

static void OnTermination(int number)
{
    (void)number;
    g_ended = true;
}

typedef struct {
    int uartFd;
    EventRegistration* registration;
    uint8_t waiting[256]; // read, not written yet
    size_t count;
    unsigned long echoed;
    ExitCode exitCode; // Success while all is well
} App;

static void Fail(App* app, ExitCode code, const char* what)
{
    Log_Debug("cannot %s: %s\n", what, strerror(errno));
    app->exitCode = code;
}

static void Receive(App* app)
{
    const ssize_t got =
        read(app->uartFd, app->waiting + app->count, sizeof(app->waiting) - app->count);
    if (got > 0) {
        app->count += (size_t)got;
    } else if (got < 0 && errno != EAGAIN) {
        Fail(app, ExitCode_Read, "read from the UART");
    }
}

static void Send(App* app)
{
    const ssize_t sent = write(app->uartFd, app->waiting, app->count);
    if (sent < 0) {
        if (errno != EAGAIN) {
            Fail(app, ExitCode_Write, "write to the UART");
        }
        return;
    }
    app->count -= (size_t)sent;
    app->echoed += (unsigned long)sent;
    memmove(app->waiting, app->waiting + sent, app->count);
}

static void OnUart(EventLoop* loop, int fd, EventLoop_IoEvents events, void* context)
{
    (void)fd;
    App* const app = context;
    EventLoop_IoEvents next = EventLoop_None;

    if ((events & EventLoop_Input) != 0 && app->count < sizeof(app->waiting)) {
        Receive(app);
    }
    if (app->count > 0 && app->exitCode == ExitCode_Success) {
        Send(app);
    }
    if (app->count < sizeof(app->waiting)) {
        next |= EventLoop_Input;
    }
    if (app->count > 0) {
        next |= EventLoop_Output;
    }
    if (EventLoop_ModifyIoEvents(loop, app->registration, next) != 0) {
        Fail(app, ExitCode_EventLoop, "change what to wait for");
    }
}

static void Run(App* app)
{
    EventLoop* const loop = EventLoop_Create();

    if (loop != NULL) {
        app->registration = EventLoop_RegisterIo(loop, app->uartFd, EventLoop_Input, OnUart, app);
    }
    if (app->registration == NULL) {
        Fail(app, ExitCode_StartLoop, "watch the UART");
    } else {
        Log_Debug("echoing\n");
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
    UART_Config config;
    App app = {.exitCode = ExitCode_Success};

    memset(&action, 0, sizeof(action));
    action.sa_handler = OnTermination;
    sigaction(SIGTERM, &action, NULL);

    UART_InitConfig(&config);
    config.baudRate = 115200;
    config.flowControl = UART_FlowControl_None;
    app.uartFd = UART_Open(MT3620_RDB_HEADER2_ISU0_UART, &config);
    if (app.uartFd < 0) {
        Fail(&app, ExitCode_OpenUart, "open the UART");
    } else {
        Run(&app);
        close(app.uartFd);
    }
    Log_Debug("stopped after %lu bytes\n", app.echoed);
    return app.exitCode;
}
