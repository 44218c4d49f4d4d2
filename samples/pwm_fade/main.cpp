// Fades the red part of LED 1 in and out, a breath every two seconds.

#include <applibs/eventloop.hpp>
#include <applibs/log.hpp>
#include <applibs/pwm.hpp>

#include <hw/mt3620_rdb.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

namespace
{

namespace eventloop = applibs::eventloop;
namespace log = applibs::log;
namespace pwm = applibs::pwm;
using applibs::Error;
using applibs::Result;
using namespace std::chrono_literals;

constexpr PWM_ChannelId kRed = 0; // GPIO 8
constexpr std::chrono::nanoseconds kPwmPeriod = 1ms;
constexpr std::chrono::nanoseconds kStepPeriod = 100ms;
constexpr int kSteps = 10; // from dark to bright

enum ExitCode { kSuccess = 0, kNoPwm = 1, kNoTimer = 2, kLoopFailed = 3, kStepFailed = 4 };

volatile std::sig_atomic_t g_ended = 0; // all that a signal handler may touch

ExitCode failed(const Error& error, ExitCode code)
{
    static_cast<void>(log::debug("%s failed: %s\n", error.operation, std::strerror(error.code)));
    return code;
}

class Fader
{
public:
    static Result<Fader> open()
    {
        auto controller = pwm::PwmController::open(MT3620_RDB_LED_PWM_CONTROLLER2);
        if (!controller)
            return controller.error();
        Fader fader(std::move(*controller));
        if (auto dark = fader.show(0); !dark)
            return dark.error();
        return fader;
    }

    /// A step towards bright, or back towards dark.
    Result<void> step()
    {
        if (m_brightness == kSteps || m_brightness == 0) {
            m_direction = m_brightness == 0 ? 1 : -1;
            if (auto logged = log::write(m_brightness == 0 ? "in\n" : "out\n"); !logged)
                return logged;
        }
        return show(m_brightness + m_direction);
    }

    /// A channel runs on when its controller is closed.
    Result<void> turnOff() { return show(0); }

private:
    explicit Fader(pwm::PwmController controller)
        : m_controller(std::move(controller))
    {
    }

    Result<void> show(int brightness)
    {
        m_brightness = brightness;
        // The LED lights while the pin is low: active is low.
        return m_controller.apply(kRed, {.period = kPwmPeriod,
                                         .dutyCycle = kPwmPeriod * brightness / kSteps,
                                         .polarity = pwm::Polarity::Inversed,
                                         .enabled = true});
    }

    pwm::PwmController m_controller;
    int m_brightness = 0; // 0 to kSteps
    int m_direction = 1;
};

Result<applibs::Descriptor> startTimer(std::chrono::nanoseconds period)
{
    applibs::Descriptor timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    itimerspec times{};
    times.it_interval.tv_nsec = static_cast<long>(period.count());
    times.it_value = times.it_interval;
    if (!timer || timerfd_settime(timer.fd(), 0, &times, nullptr) != 0)
        return Error{errno, "timerfd"};
    return timer;
}

ExitCode run(Fader& fader)
{
    auto loop = eventloop::Loop::create();
    if (!loop)
        return failed(loop.error(), kLoopFailed);
    const auto timer = startTimer(kStepPeriod);
    if (!timer)
        return failed(timer.error(), kNoTimer);

    ExitCode result = kSuccess;
    const auto registration =
        loop->registerIo(timer->fd(), eventloop::IoEvents::Input, [&](int fd, auto) {
            std::uint64_t expirations = 0;
            if (::read(fd, &expirations, sizeof expirations) < 0)
                result = failed({errno, "read"}, kStepFailed);
            else if (const auto stepped = fader.step(); !stepped)
                result = failed(stepped.error(), kStepFailed);
        });
    if (!registration)
        return failed(registration.error(), kLoopFailed);

    static_cast<void>(log::write("fading\n"));
    while (g_ended == 0 && result == kSuccess) {
        // A signal ends a run with EINTR; the loop's condition then tells why.
        const auto ran = loop->run(eventloop::kForever, true);
        if (!ran && ran.error().code != EINTR)
            return failed(ran.error(), kLoopFailed);
    }
    return result;
}

} // namespace

int main()
{
    struct sigaction action {
    };
    action.sa_handler = [](int) { g_ended = 1; };
    sigaction(SIGTERM, &action, nullptr);

    auto fader = Fader::open();
    if (!fader)
        return failed(fader.error(), kNoPwm);
    const ExitCode result = run(*fader);
    if (const auto off = fader->turnOff(); !off)
        return failed(off.error(), kStepFailed);
    static_cast<void>(log::write("stopped\n"));
    return result;
}
