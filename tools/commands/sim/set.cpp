#include "commands/sim/set.hpp"

#include "command/report.hpp"
#include "support/property_text.hpp"

namespace perisphere::tools
{

void declareSimSet(Command& command, SimSetOptions& options)
{
    command.argument("PART.PROPERTY", options.property, "what to set")
        .named(NameSource::SettableProperties);
    command.argument("VALUE", options.value,
                     "true, a number, a text, a colour such as #ff8000, by the property's type; a "
                     "text is a JSON string (\"line\\r\\n\" with its quotes) or taken as written");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
    command.example("perisphere sim set BUTTON_A.pressed true", "press a button");
    command.example("perisphere sim set LSM6DSO.temperature -5.5", "make it cold");
}

Result<ExitCode> runSimSet(const SimSetOptions& options, Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto value = propertyValue(*device, options.property, options.value);
    if (!value)
        return fail(value.error());
    const auto sample =
        device->call("part.set", {{"property", options.property}, {"value", *value}});
    if (!sample)
        return fail(sample.error());
    if (options.asJson)
        printJson(*sample, services);
    return ExitCode::Ok;
}

Command simSetCommand(Services& services)
{
    return Command::make("set", "Set a property", declareSimSet, runSimSet, services);
}

} // namespace perisphere::tools
