// What an app sees of files, and which of those it may use: the same as on the emulated application
// core.
#pragma once

#include "jail_plan.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/linux/sandbox_launcher.hpp"

namespace perisphere::target
{

/// Fills in the plan's folders, files, mounts and grants.
void addAppView(const device::App& app, const SandboxConfiguration& configuration, JailPlan& plan);

} // namespace perisphere::target
