// How a tty is set to a UART's configuration.
#pragma once

#include "perisphere/device/services/uart_service.hpp"

#include <string>

namespace perisphere::target
{

/// Raw bytes with these settings, any rate in bits per second. Reads back what the tty made of
/// them: many drivers take up what they can and say nothing of the rest. Empty, or what the tty
/// refused.
[[nodiscard]] std::string applyTtySettings(int tty, const device::UartSettings& settings);

} // namespace perisphere::target
