// A weather station: reads the pressure sensor of the Avnet Starter Kit every second and shows
// pressure and temperature on an OLED display.

#include "lps22hh.hpp"
#include "oled.hpp"

#include <applibs/eventloop.hpp>
#include <applibs/log.hpp>

#include <hw/avnet_mt3620_sk.h>
#include <sys/timerfd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace
{

namespace eventloop = applibs::eventloop;
namespace i2c = applibs::i2c;
namespace log = applibs::log;
using applibs::Error;
using applibs::Result;

constexpr time_t kPeriodSeconds = 1;

enum ExitCode {
    kSuccess = 0,
    kNoBus = 1,
    kNoSensor = 2,
    kNoDisplay = 3,
    kNoTimer = 4,
    kLoopFailed = 5,
    kStepFailed = 6
};

volatile std::sig_atomic_t g_ended = 0; // all that a signal handler may touch

ExitCode failed(const Error& error, ExitCode code)
{
    static_cast<void>(log::debug("%s failed: %s\n", error.operation, std::strerror(error.code)));
    return code;
}

Result<i2c::I2cMaster> openBus()
{
    auto bus = i2c::I2cMaster::open(AVNET_MT3620_SK_ISU2_I2C);
    if (!bus)
        return bus;
    if (auto set = bus->setBusSpeed(i2c::BusSpeed::Fast); !set)
        return set.error();
    if (auto set = bus->setTimeout(std::chrono::milliseconds(100)); !set)
        return set.error();
    return bus;
}

/// Measures once and shows it.
Result<void> update(weather::Lps22hh& sensor, weather::Oled& oled)
{
    const auto measured = sensor.read();
    if (!measured)
        return measured.error();
    std::array<char, 16> pressure{};
    std::array<char, 16> temperature{};
    std::snprintf(pressure.data(), pressure.size(), "%.1f hPa", measured->pressure);
    std::snprintf(temperature.data(), temperature.size(), "%.1f 'C", measured->temperature);
    if (auto shown = oled.show(pressure.data(), temperature.data()); !shown)
        return shown;
    return log::debug("%.1f hPa, %.1f degrees\n", measured->pressure, measured->temperature);
}

Result<applibs::Descriptor> startTimer()
{
    applibs::Descriptor timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    itimerspec times{};
    times.it_interval.tv_sec = kPeriodSeconds;
    times.it_value = times.it_interval;
    if (!timer || timerfd_settime(timer.fd(), 0, &times, nullptr) != 0)
        return Error{errno, "timerfd"};
    return timer;
}

ExitCode run(weather::Lps22hh& sensor, weather::Oled& oled)
{
    auto loop = eventloop::Loop::create();
    if (!loop)
        return failed(loop.error(), kLoopFailed);
    const auto timer = startTimer();
    if (!timer)
        return failed(timer.error(), kNoTimer);

    ExitCode result = kSuccess;
    const auto registration =
        loop->registerIo(timer->fd(), eventloop::IoEvents::Input, [&](int fd, auto) {
            std::uint64_t expirations = 0;
            if (::read(fd, &expirations, sizeof expirations) < 0)
                result = failed({errno, "read"}, kStepFailed);
            else if (const auto updated = update(sensor, oled); !updated)
                result = failed(updated.error(), kStepFailed);
        });
    if (!registration)
        return failed(registration.error(), kLoopFailed);

    static_cast<void>(log::write("measuring\n"));
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

    auto bus = openBus();
    if (!bus)
        return failed(bus.error(), kNoBus);
    auto sensor = weather::Lps22hh::start(*bus);
    if (!sensor)
        return failed(sensor.error(), kNoSensor);
    auto oled = weather::Oled::start(*bus);
    if (!oled)
        return failed(oled.error(), kNoDisplay);
    const ExitCode result = run(*sensor, *oled);
    if (const auto off = oled->turnOff(); !off)
        return failed(off.error(), kNoDisplay);
    static_cast<void>(log::write("stopped\n"));
    return result;
}
