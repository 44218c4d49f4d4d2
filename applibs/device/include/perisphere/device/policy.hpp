// What an app's manifest allows: the one place that decides, for the simulator and for the target.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/manifest/manifest.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace perisphere::device
{

/// An element of a list capability: a GPIO or port number, or a name such as "ISU0".
using Element = std::variant<std::int64_t, std::string_view>;

/// Success when the manifest grants the capability as a whole: a bool that is true, a list or an
/// object that is there and not empty. Otherwise EACCES with a reason that names the line of the
/// manifest to change.
[[nodiscard]] Outcome<> require(const manifest::Manifest& manifest,
                                manifest::Capability capability);

/// Success when the list capability contains the element. Component ids compare without regard to
/// case.
[[nodiscard]] Outcome<> require(const manifest::Manifest& manifest, manifest::Capability capability,
                                const Element& element);

} // namespace perisphere::device
