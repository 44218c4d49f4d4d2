// Says hello and waits until the device asks it to end.

#include <applibs/log.h>
#include <signal.h>
#include <stddef.h>

int main(void)
{
    sigset_t termination;
    int number = 0;

    // Blocked, so that one that comes early is not lost before it is waited for.
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    sigprocmask(SIG_BLOCK, &termination, NULL);

    Log_Debug("hello from @NAME@\n");

    sigwait(&termination, &number);

    Log_Debug("stopped\n");
    return 0;
}
