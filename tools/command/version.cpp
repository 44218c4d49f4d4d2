#include "command/version.hpp"

#include <fmt/format.h>

namespace perisphere::tools
{

std::string version()
{
    return PERISPHERE_VERSION;
}

void addVersionFlag(Command& root, Services& services)
{
    // Shared: the parameter writes it, the action reads it, and the root may move in between.
    const auto isWanted = std::make_shared<bool>(false);
    root.add(Parameter("--version", {}, ValueKind::None, "print the version",
                       [isWanted](const Parameter::Values&) -> Result<> {
                           *isWanted = true;
                           return {};
                       }));
    root.setAction([isWanted, &services, name = root.name()]() -> Result<ExitCode> {
        if (*isWanted) {
            services.out << fmt::format("{} {}\n", name, version());
            return ExitCode::Ok;
        }
        services.err << fmt::format("{0}: a command is missing; see \"{0} --help\"\n", name);
        return ExitCode::Usage;
    });
}

} // namespace perisphere::tools
