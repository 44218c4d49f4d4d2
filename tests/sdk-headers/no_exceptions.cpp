// The C++ layer in a program without exceptions: results are looked at; asking a failed one for its
// value ends the program with a message, which the test looks for.
#include "fake/fake_applibs.hpp"

#include <applibs/gpio.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string_view>

using namespace applibs::gpio;

extern "C" void onAbort(int)
{
    constexpr std::string_view text = "aborted\n";
    _exit(write(STDERR_FILENO, text.data(), text.size()) < 0 ? 1 : 0);
}

int main()
{
    std::signal(SIGABRT, onAbort);
    auto led = OutputPin::open(8, Drive::PushPull, Level::Low);
    if (!led || !led->setLevel(Level::High))
        return 1;
    fake().error = EACCES;
    const auto button = InputPin::open(12);
    if (button)
        return 1;
    std::fprintf(stderr, "results work; ");
    return button.value().fd();
}
