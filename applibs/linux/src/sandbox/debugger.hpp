// A debugger's server in the app's sandbox, in whose place it is started, with the app's rights and
// few more: GDB reaches it over descriptors, not over the app's network.
#pragma once

#include "jail_plan.hpp"
#include "perisphere/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perisphere::target
{

/// Has gdbserver start the plan's program. It comes with a loader and libraries of its own, the
/// host's, because the system root may have another C library. NotFound where it is missing.
[[nodiscard]] Result<> addDebugger(const std::filesystem::path& gdbserver, JailPlan& plan,
                                   std::vector<std::string>& arguments);

} // namespace perisphere::target
