// What a device says it runs.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/device/app.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace perisphere::identity
{

/// SHA-256 over the system's version and, in the order of component ids, each app's ids and the
/// files of its image.
using Measurement = std::array<std::uint8_t, 32>;

/// An error names the image that cannot be read.
[[nodiscard]] Result<Measurement> measure(const std::string& systemVersion,
                                          std::span<const std::shared_ptr<const device::App>> apps);

} // namespace perisphere::identity
