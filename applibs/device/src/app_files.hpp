// The files of the host that an app of host mode may use. On the device it sees its package, the
// system's libraries and certificates, and nothing that it could write to.
#pragma once

#include "file_rules.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/child_process.hpp"
#include "perisphere/device/host_launcher.hpp"

#include <vector>

namespace perisphere::device
{

[[nodiscard]] std::vector<FileGrant> grantsFor(const App& app, const ChildProcessSpec& spec,
                                               const HostFiles& files);

} // namespace perisphere::device
