#include "probe_process.hpp"

#include <cerrno>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::target
{

int tryInChild(int (*attempt)())
{
    const pid_t child = ::fork();
    if (child < 0)
        return errno;
    if (child == 0)
        ::_exit(attempt());
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

} // namespace perisphere::target
