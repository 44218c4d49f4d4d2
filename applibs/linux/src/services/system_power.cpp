#include "perisphere/linux/services/board_power.hpp"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <system_error>
#include <unistd.h>

namespace perisphere::target
{
namespace
{

/// As systemd documents them for process 1: SIGRTMIN+4 is poweroff.target, +5 reboot.target.
constexpr int kPowerOffSignal = 4;
constexpr int kRebootSignal = 5;

device::Outcome<> transition(int systemdSignal, int kernelCommand)
{
    std::error_code error;
    int result = 0;
    if (std::filesystem::exists("/run/systemd/system", error)) {
        result = ::kill(1, SIGRTMIN + systemdSignal);
    } else {
        ::sync();
        result = ::reboot(kernelCommand);
    }
    if (result == 0)
        return {};
    return device::refuse(errno,
                          "the system does not go down: " + std::generic_category().message(errno));
}

} // namespace

PowerActions systemPower()
{
    return {
        .reboot =
            [] { return transition(kRebootSignal, static_cast<int>(LINUX_REBOOT_CMD_RESTART)); },
        .powerOff =
            [] {
                return transition(kPowerOffSignal, static_cast<int>(LINUX_REBOOT_CMD_POWER_OFF));
            }};
}

} // namespace perisphere::target
