// Whether a new app can live beside those that are installed.
#pragma once

#include "perisphere/device/app.hpp"
#include "perisphere/device/device_error.hpp"

#include <memory>
#include <optional>
#include <span>

namespace perisphere::device
{

inline constexpr std::size_t kRealTimeCores = 2; ///< of the MT3620

using Apps = std::span<const std::shared_ptr<const App>>;

/// What one app claims is refused to any other, whether it runs or not: pin blocks (of all cores),
/// peripherals, interrupts, server ports; real-time cores and the debugger's place are counted. An
/// installed app with the component id of `app` is the one that it replaces.
[[nodiscard]] DeviceResult<> checkInstall(const App& app, Apps installed);

/// Whether both apps list each other in AllowedApplicationConnections: the condition for a link.
[[nodiscard]] bool arePartners(const App& first, const App& second);

/// Which of the apps claims a peripheral: an entry of the capability with that value (a GPIO
/// number, "ISU0" ...). nullptr when none does.
[[nodiscard]] std::shared_ptr<const App>
ownerOf(manifest::Capability capability, const std::variant<std::int64_t, std::string>& value,
        Apps installed);

/// Which of the apps has a claim in the pin block that the GPIO is in. nullptr when none has.
[[nodiscard]] std::shared_ptr<const App> ownerOfPin(std::int64_t gpio, Apps installed);

} // namespace perisphere::device
