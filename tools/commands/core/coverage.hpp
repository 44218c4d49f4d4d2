// perisphere core coverage: which source lines have run.
#pragma once

#include "command/command.hpp"
#include "support/running_core.hpp"

#include <filesystem>

namespace perisphere::tools
{

struct CoreCoverageOptions {
    CoreOptions core;
    std::filesystem::path output; ///< of the tracefile; empty: standard output
};

void declareCoreCoverage(Command& command, CoreCoverageOptions& options);
[[nodiscard]] Result<ExitCode> runCoreCoverage(const CoreCoverageOptions& options,
                                               Services& services);
[[nodiscard]] Command coreCoverageCommand(Services& services);

} // namespace perisphere::tools
