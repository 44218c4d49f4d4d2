#include "commands/manual/manual.hpp"

#include "command/help.hpp"
#include "commands/perisphere.hpp"

namespace perisphere::tools
{

Command manualCommand(Services& services)
{
    Command manual("manual", "Print all help texts as Markdown");
    manual.hide();
    manual.setAction([&services]() -> Result<ExitCode> {
        services.out << manualText(perisphereCommand(services));
        return ExitCode::Ok;
    });
    return manual;
}

} // namespace perisphere::tools
