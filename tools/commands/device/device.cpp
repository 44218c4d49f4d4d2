#include "commands/device/device.hpp"

#include "commands/device/connect.hpp"
#include "commands/device/list.hpp"
#include "commands/device/show.hpp"
#include "commands/device/sideload.hpp"
#include "commands/device/update.hpp"

namespace perisphere::tools
{

Command deviceCommand(Services& services)
{
    Command device("device", "Running devices: list, look, install apps, update");
    device.example("perisphere device sideload blink.imagepackage", "install an app and start it");
    device.add(deviceListCommand(services));
    device.add(deviceConnectCommand(services));
    device.add(deviceShowCommand(services));
    device.add(deviceSideloadCommand(services));
    device.add(deviceUpdateCommand(services));
    return device;
}

} // namespace perisphere::tools
