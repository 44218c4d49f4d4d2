// Says hello and waits until the device asks it to end.

#include <applibs/log.hpp>
#include <csignal>

int main()
{
    // Blocked, so that one that comes early is not lost before it is waited for.
    sigset_t termination;
    sigemptyset(&termination);
    sigaddset(&termination, SIGTERM);
    sigprocmask(SIG_BLOCK, &termination, nullptr);

    static_cast<void>(applibs::log::debug("hello from @NAME@\n"));

    int number = 0;
    sigwait(&termination, &number);

    static_cast<void>(applibs::log::debug("stopped\n"));
    return 0;
}
