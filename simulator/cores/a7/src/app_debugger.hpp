// GDB's way to a process.
#pragma once

#include "perisphere/base/result.hpp"
#include "process_observer.hpp"

#include <memory>

namespace perisphere::a7
{

/// Listens as the process' options say, and holds it until a debugger lets it go.
[[nodiscard]] Result<std::unique_ptr<ProcessObserver>> listenForDebuggers(Process::Impl& process);

} // namespace perisphere::a7
