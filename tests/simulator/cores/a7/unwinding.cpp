// Exceptions that leave a signal handler, through the frame that the kernel has put there, of
// either kind.

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <string_view>

namespace
{

struct Cleanup {
    int& count;
    ~Cleanup() { ++count; }
};

void onSignal(int /*number*/)
{
    throw std::runtime_error("fault");
}

void onInformation(int number, siginfo_t* /*information*/, void* /*context*/)
{
    onSignal(number);
}

/// Unwinders look for an exception's place just before where it was raised: another access is
/// there.
[[gnu::noinline]] void touch(volatile int* before, volatile int* place, int& count)
{
    const Cleanup cleanup{count};
    *before = 1;
    *place = 1;
}

bool throwsAt(int* place, int& count)
{
    int before = 0;
    try {
        touch(&before, place, count);
    } catch (const std::runtime_error& error) {
        return before == 1 && std::string_view(error.what()) == "fault";
    }
    return false;
}

} // namespace

int main()
{
    int count = 0;
    bool isRight = true;
    for (const int flags : {SA_NODEFER, SA_NODEFER | SA_SIGINFO}) {
        struct sigaction action = {};
        action.sa_flags = flags;
        if ((flags & SA_SIGINFO) != 0)
            action.sa_sigaction = onInformation;
        else
            action.sa_handler = onSignal;
        sigaction(SIGSEGV, &action, nullptr);
        for (int i = 0; i < 3; ++i)
            isRight = throwsAt(reinterpret_cast<int*>(16), count) && isRight;
    }
    std::puts(isRight && count == 6 ? "ok" : "an exception was lost");
}
