#include "../jail_step.hpp"

#include <csignal>
#include <unistd.h>

namespace perisphere::target
{

JailStep defaultSignals()
{
    return {
        .name = "default-signals",
        .layer = "lifetime",
        .why = "signals that the app would never get: what is ignored or blocked stays so when it "
               "is executed",
        .action = "reset signals",
        .run = [](const JailPlan&, JailContext&) -> JailFailure {
            ::setsid();                                   // out of any terminal's reach
            for (int number = 1; number < NSIG; ++number) // fails for those that nobody may handle
                ::signal(number, SIG_DFL);
            ::signal(SIGXFSZ, SIG_IGN); // so that a write past the limit fails instead of killing
            sigset_t none;
            ::sigemptyset(&none);
            ::sigprocmask(SIG_SETMASK, &none, nullptr);
            return {};
        }};
}

} // namespace perisphere::target
