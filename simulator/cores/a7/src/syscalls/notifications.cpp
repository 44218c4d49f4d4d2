// inotify: changes in folders.

#include "paths.hpp"

#include <sys/inotify.h>

namespace perisphere::a7
{

Answer sysInotifyInit(Call&)
{
    return Call::result(::inotify_init1(0));
}

Answer sysInotifyInit1(Call& call)
{
    return Call::result(::inotify_init1(call.signedArg(0)));
}

Answer sysInotifyAddWatch(Call& call)
{
    return withPath(call, {.argument = 1, .followsLast = (call.arg(2) & IN_DONT_FOLLOW) == 0},
                    [&](const char* path) {
                        return ::inotify_add_watch(call.signedArg(0), path, call.arg(2));
                    });
}

Answer sysInotifyRmWatch(Call& call)
{
    return Call::result(::inotify_rm_watch(call.signedArg(0), call.signedArg(1)));
}

} // namespace perisphere::a7
