// Where the lines of an app's log come from and go to.
#pragma once

#include "perisphere/device/outcome.hpp"

#include <cstdint>
#include <string_view>

namespace perisphere::device
{

enum class LogSource : std::uint8_t {
    App,            ///< Log_Debug
    StandardOutput, ///< what the app printed
    StandardError,
    Device, ///< the device about the app: refusals, start, exit, crashes
};

/// One device has one; it gives each message its time and keeps what the device's limits allow.
class AppLog
{
public:
    virtual ~AppLog() = default;

    /// Text as the app gave it: no new line is added, pieces of a line may come one by one, those
    /// of several sources in turns. LineBuffer makes lines of them. From the device, text is one
    /// whole line without a line end.
    virtual void write(std::string_view componentId, LogSource source, std::string_view text) = 0;

    /// The manifest did not allow a call of the app. Each time; the log gets the reason once.
    virtual void refused(std::string_view /*componentId*/, const Refusal& /*refusal*/) {}
};

} // namespace perisphere::device
