// GDB's way to a process.
#pragma once

#include "perisphere/base/result.hpp"
#include "process_observer.hpp"

#include <cstdint>
#include <memory>

namespace perisphere::a7
{

/// Listens on the port of 127.0.0.1, on a free one for 0, and holds the process until a debugger
/// lets it go.
[[nodiscard]] Result<std::unique_ptr<ProcessObserver>> listenForDebuggers(Process::Impl& process,
                                                                          std::uint16_t port);

} // namespace perisphere::a7
