// "perisphere completion-names": what the shells' completion scripts call, hidden from people.
#pragma once

#include "command/command.hpp"
#include "command/name_source.hpp"
#include "support/running_device.hpp"

namespace perisphere::tools
{

struct CompletionNamesOptions {
    NameSource source = NameSource::Devices;
    DeviceOptions device;
};

void declareCompletionNames(Command& command, CompletionNamesOptions& options);

/// One name a line. Silent where there is none, whatever the reason: a message would land in the
/// line that is being typed.
[[nodiscard]] Result<ExitCode> runCompletionNames(const CompletionNamesOptions& options,
                                                  Services& services);
[[nodiscard]] Command completionNamesCommand(Services& services);

} // namespace perisphere::tools
