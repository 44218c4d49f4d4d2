#include "watchdog.hpp"

#include "ready_notice.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace perisphere::daemon
{
namespace
{

/// Twice: one sign may come late.
constexpr int kSignsInTime = 2;

std::optional<std::int64_t> numberIn(const char* variable)
{
    const char* const text = std::getenv(variable);
    if (text == nullptr)
        return std::nullopt;
    const std::string_view digits(text);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    if (error != std::errc() || end != digits.end() || number <= 0)
        return std::nullopt;
    return number;
}

/// As sd_watchdog_enabled(3) has it.
std::optional<std::chrono::microseconds> managersTime()
{
    const auto time = numberIn("WATCHDOG_USEC");
    const auto process = numberIn("WATCHDOG_PID");
    if (!time || (process && *process != ::getpid()))
        return std::nullopt;
    return std::chrono::microseconds(*time);
}

} // namespace

Result<std::unique_ptr<Watchdog>> Watchdog::start(device::Timers& timers,
                                                  const std::optional<Machine>& machine)
{
    std::unique_ptr<Watchdog> watchdog(new Watchdog(timers));
    if (machine) {
        if (auto opened = watchdog->open(*machine); !opened)
            return fail(opened.error());
        watchdog->tellMachine(machine->time);
    }
    if (const auto time = managersTime())
        watchdog->tellManager(*time);
    return watchdog;
}

Result<> Watchdog::open(const Machine& machine)
{
    m_device.reset(::open(machine.device.c_str(), O_WRONLY | O_CLOEXEC));
    if (!m_device) {
        Error error = systemError(errno, "open the watchdog", machine.device.string());
        if (errno == EBUSY)
            error.advice = "another program has it; for systemd: RuntimeWatchdogSec=off";
        return fail(std::move(error));
    }
    int seconds = static_cast<int>(machine.time.count());
    if (::ioctl(m_device.get(), WDIOC_SETTIMEOUT, &seconds) == 0 &&
        std::chrono::seconds(seconds) >= machine.time)
        return {};
    (void)::ioctl(m_device.get(), WDIOC_GETTIMEOUT, &seconds);
    return fail(Error{.code = ErrorCode::Unsupported,
                      .message = fmt::format("the watchdog waits {} s at most", seconds),
                      .where = {.file = machine.device.string()},
                      .expected = fmt::format("{} s", machine.time.count()),
                      .advice = "give a shorter time in the configuration"});
}

void Watchdog::tellManager(std::chrono::microseconds period)
{
    notifyManager("WATCHDOG=1");
    m_manager = m_timers.after(period / kSignsInTime, [this, period] { tellManager(period); });
}

void Watchdog::tellMachine(std::chrono::seconds period)
{
    (void)::ioctl(m_device.get(), WDIOC_KEEPALIVE, nullptr);
    m_machine = m_timers.after(std::chrono::nanoseconds(period) / kSignsInTime,
                               [this, period] { tellMachine(period); });
}

Watchdog::~Watchdog()
{
    if (m_device)
        (void)!::write(m_device.get(), "V", 1);
}

} // namespace perisphere::daemon
