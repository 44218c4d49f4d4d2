// perisphere studio: the window.
#pragma once

#include "command/command.hpp"

#include <string>

namespace perisphere::tools
{

struct StudioOptions {
    std::string what; ///< project folder, image package or recording; empty: nothing
    std::string device;
    std::string board;
    std::string theme;
};

void declareStudio(Command& command, StudioOptions& options);
[[nodiscard]] Result<ExitCode> runStudio(const StudioOptions& options, Services& services);
[[nodiscard]] Command studioCommand(Services& services);

} // namespace perisphere::tools
