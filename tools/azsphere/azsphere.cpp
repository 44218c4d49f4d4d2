#include "azsphere/azsphere.hpp"

#include "azsphere/device.hpp"
#include "azsphere/hardware_definition.hpp"
#include "azsphere/image_package.hpp"
#include "azsphere/unavailable.hpp"
#include "command/version.hpp"

#include <fmt/format.h>

namespace perisphere::tools::azsphere
{
namespace
{

/// "show-version" and "show-sdk-version": the version alone, as scripts take it.
Command versionCommand(std::string name, Services& services)
{
    Command command(std::move(name), "Print the version");
    for (const char* names : {"--output,-o", "--query"})
        command.ignoredOption(names);
    command.setAction([&services]() -> Result<ExitCode> {
        services.out << version() << '\n';
        return ExitCode::Ok;
    });
    return command;
}

} // namespace

Command azsphereCommand(Services& services)
{
    Command azsphere("azsphere", "Perisphere under the original tool's name, for build files that "
                                 "call it");
    azsphere.describe("New build files should call perisphere, which has all of this and more.");
    azsphere.example("azsphere image-package pack-application --package-directory approot "
                     "--destination blink.imagepackage --target-api-set 12",
                     "as existing build files call it");
    addVersionFlag(azsphere, services);
    azsphere.add(imagePackageCommand(services));
    azsphere.add(hardwareDefinitionCommand(services));
    azsphere.add(deviceCommand(services));
    azsphere.add(versionCommand("show-version", services));
    azsphere.add(versionCommand("show-sdk-version", services));
    addUnavailableCommands(azsphere, services);
    return azsphere;
}

} // namespace perisphere::tools::azsphere
