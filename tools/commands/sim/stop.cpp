#include "commands/sim/stop.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <poll.h>
#include <unistd.h>

namespace perisphere::tools
{

void declareSimStop(Command& command, SimStopOptions& options)
{
    command.describe("Stops its apps, ends its process, and waits until that is gone.");
    declareDeviceOption(command, options.device);
    command.example("perisphere sim stop", "the only one that runs");
}

namespace
{

constexpr std::chrono::milliseconds kEndTimeout{30'000};

Result<> waitForEnd(int process, const std::string& name)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + kEndTimeout;
    ::pollfd entry{.fd = process, .events = POLLIN, .revents = 0};
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        const int count = ::poll(&entry, 1, static_cast<int>(left > 0 ? left : 0));
        if (count > 0)
            return {};
        if (count == 0)
            return fail(ErrorCode::Io, fmt::format("device \"{}\" does not end within {} s", name,
                                                   kEndTimeout.count() / 1000));
        if (errno != EINTR)
            return fail(systemError(errno, "wait for device", name));
    }
}

} // namespace

Result<ExitCode> runSimStop(const SimStopOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto info = device->call("device.info");
    if (!info)
        return fail(info.error());
    const std::string name = info->value("name", std::string());
    // Held before the device is told, so that the number stays its.
    const UniqueFd process(static_cast<int>(
        ::syscall(SYS_pidfd_open, static_cast<::pid_t>(info->value("pid", 0)), 0)));
    if (!process)
        return fail(systemError(errno, "watch the process of device", name));
    if (const auto told = device->call("device.shutdown"); !told)
        return fail(told.error());
    if (const auto ended = waitForEnd(process.get(), name); !ended)
        return fail(ended.error());
    return ExitCode::Ok;
}

Command simStopCommand(Services& services)
{
    return Command::make("stop", "Stop a simulated device", declareSimStop, runSimStop, services);
}

} // namespace perisphere::tools
