/* An app for the daemon's tests: says that it runs and which system it is on, until it is asked to
 * end. Asked to fail, it ends at once. */
#define _GNU_SOURCE
#include <applibs/application.h>
#include <applibs/applications.h>
#include <applibs/log.h>

#include <signal.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char** argv)
{
    Applications_OsVersion version;
    sigset_t ending;
    int number;

    if (argc > 1 && strcmp(argv[1], "fail") == 0)
        return 7;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    if (Applications_GetOsVersion(&version) != 0)
        return 8;
    Log_Debug("runs on %s as process %d\n", version.version, (int)getpid());
    sigwait(&ending, &number);
    return 0;
}
