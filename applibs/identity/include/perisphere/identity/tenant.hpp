// Whom an app's device proves its identity to.
#pragma once

#include "perisphere/device/app.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::identity
{

/// No tenant has this id.
inline constexpr std::string_view kNoTenant = "00000000-0000-0000-0000-000000000000";

/// The manifest's "DeviceAuthentication", lower case; nullopt where it names none.
[[nodiscard]] std::optional<std::string> tenantOf(const device::App& app);

/// Lower case; nullopt where the text is no UUID, or kNoTenant.
[[nodiscard]] std::optional<std::string> parseTenant(std::string_view text);

} // namespace perisphere::identity
