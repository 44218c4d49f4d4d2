// The package that a call is about.
#pragma once

#include "call.hpp"
#include "perisphere/control/package_source.hpp"

namespace perisphere::control
{

/// By "package", an absolute path, or "upload", the name of one of the connection's uploads, which
/// is taken.
[[nodiscard]] Result<PackageSource> packageOf(const Call& call);

} // namespace perisphere::control
