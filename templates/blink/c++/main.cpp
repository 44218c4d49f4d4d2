// Blinks a LED: on for half a second, off for half a second.
//
// A timer in an event loop toggles the LED, so the app sleeps in between and ends cleanly when the
// device asks it to.

#include <applibs/eventloop.hpp>
#include <applibs/gpio.hpp>
#include <applibs/log.hpp>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <hw/@HARDWARE_HEADER@.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace
{

volatile std::sig_atomic_t g_ended = 0;

void onTermination(int /*number*/)
{
    g_ended = 1;
}

int failed(const applibs::Error& error)
{
    static_cast<void>(
        applibs::log::debug("%s: %s\n", error.operation, std::strerror(error.code)));
    return 1;
}

applibs::Result<applibs::Descriptor> makeTimer()
{
    applibs::Descriptor timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    itimerspec period{};
    period.it_value.tv_nsec = 500'000'000;
    period.it_interval = period.it_value;
    if (timer.fd() < 0)
        return applibs::Error{errno, "timerfd_create"};
    if (timerfd_settime(timer.fd(), 0, &period, nullptr) != 0)
        return applibs::Error{errno, "timerfd_settime"};
    return timer;
}

} // namespace

int main()
{
    using applibs::gpio::Level;

    struct sigaction action {};
    action.sa_handler = onTermination;
    sigaction(SIGTERM, &action, nullptr);

    Level level = Level::Low; // the LED lights when the pin is low
    auto led = applibs::gpio::OutputPin::open(@LED@, applibs::gpio::Drive::PushPull, level);
    if (!led)
        return failed(led.error());
    auto timer = makeTimer();
    if (!timer)
        return failed(timer.error());
    auto loop = applibs::eventloop::Loop::create();
    if (!loop)
        return failed(loop.error());

    auto ticking = loop->registerIo(
        timer->fd(), applibs::eventloop::IoEvents::Input,
        [&](int fd, applibs::eventloop::IoEvents /*events*/) {
            std::uint64_t expirations = 0;
            if (read(fd, &expirations, sizeof(expirations)) != ssize_t{sizeof(expirations)})
                return;
            level = level == Level::Low ? Level::High : Level::Low;
            if (auto set = led->setLevel(level); !set)
                failed(set.error());
        });
    if (!ticking)
        return failed(ticking.error());

    static_cast<void>(applibs::log::debug("blinking\n"));
    while (g_ended == 0) {
        // A signal ends a run with EINTR; the loop's condition then tells why.
        auto ran = loop->run(applibs::eventloop::kForever, true);
        if (!ran && ran.error().code != EINTR)
            return failed(ran.error());
    }

    static_cast<void>(led->setLevel(Level::High));
    static_cast<void>(applibs::log::debug("stopped\n"));
    return 0;
}
