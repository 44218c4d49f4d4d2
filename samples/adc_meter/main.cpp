// A voltmeter: logs the voltage at ADC channel 0 whenever it has moved by more than 20 mV.

#include <applibs/adc.hpp>
#include <applibs/eventloop.hpp>
#include <applibs/log.hpp>

#include <hw/mt3620_rdb.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <optional>

namespace
{

namespace adc = applibs::adc;
namespace eventloop = applibs::eventloop;
namespace log = applibs::log;
using applibs::Error;
using applibs::Result;

constexpr ADC_ChannelId kChannel = 0;
constexpr float kReference = 2.5F; // volts
constexpr double kChange = 0.02;   // volts
constexpr std::chrono::nanoseconds kPeriod = std::chrono::milliseconds(50);

enum ExitCode { kSuccess = 0, kNoAdc = 1, kNoTimer = 2, kLoopFailed = 3, kReadFailed = 4 };

volatile std::sig_atomic_t g_ended = 0; // all that a signal handler may touch

ExitCode failed(const Error& error, ExitCode code)
{
    static_cast<void>(log::debug("%s failed: %s\n", error.operation, std::strerror(error.code)));
    return code;
}

class Meter
{
public:
    static Result<Meter> open()
    {
        auto controller = adc::AdcController::open(MT3620_RDB_ADC_CONTROLLER0);
        if (!controller)
            return controller.error();
        if (auto set = controller->setReferenceVoltage(kChannel, kReference); !set)
            return set.error();
        const auto bits = controller->sampleBitCount(kChannel);
        if (!bits)
            return bits.error();
        return Meter(std::move(*controller), (1U << static_cast<unsigned>(*bits)) - 1);
    }

    /// Measures, and logs what is new.
    Result<void> measure()
    {
        const auto sample = m_controller.poll(kChannel);
        if (!sample)
            return sample.error();
        const double volts = kReference * static_cast<double>(*sample) / m_fullScale;
        if (m_shown && std::abs(volts - *m_shown) <= kChange)
            return {};
        m_shown = volts;
        return log::debug("%.2f V\n", volts);
    }

private:
    Meter(adc::AdcController controller, unsigned int fullScale)
        : m_controller(std::move(controller))
        , m_fullScale(fullScale)
    {
    }

    adc::AdcController m_controller;
    double m_fullScale; // the sample at the reference voltage
    std::optional<double> m_shown;
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

ExitCode run(Meter& meter)
{
    auto loop = eventloop::Loop::create();
    if (!loop)
        return failed(loop.error(), kLoopFailed);
    const auto timer = startTimer(kPeriod);
    if (!timer)
        return failed(timer.error(), kNoTimer);

    ExitCode result = kSuccess;
    const auto registration =
        loop->registerIo(timer->fd(), eventloop::IoEvents::Input, [&](int fd, auto) {
            std::uint64_t expirations = 0;
            if (::read(fd, &expirations, sizeof expirations) < 0)
                result = failed({errno, "read"}, kReadFailed);
            else if (const auto measured = meter.measure(); !measured)
                result = failed(measured.error(), kReadFailed);
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

    auto meter = Meter::open();
    if (!meter)
        return failed(meter.error(), kNoAdc);
    const ExitCode result = run(*meter);
    static_cast<void>(log::write("stopped\n"));
    return result;
}
