// How apps are debugged, which differs from one kind of device to the other.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_launcher.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace perisphere::management
{

/// For the loop's thread.
class AppDebugging
{
public:
    using Listening = std::function<void(const Result<>&)>;

    virtual ~AppDebugging() = default;

    /// How such an app is started for it; why it cannot be debugged.
    [[nodiscard]] virtual Result<device::StartOptions> options(const device::App& app) = 0;
    /// Calls `done` when gdb can connect, or with an error when it will not be able to. At once
    /// where it can already.
    virtual void await(const std::string& componentId, Listening done) = 0;
    /// Of a run that is over or about to be.
    virtual void forget(const std::string& componentId) = 0;

    virtual void onDebugging(const device::App& app) = 0; ///< it has been started so
    /// The app has no process any more and will get none.
    virtual void onStopped(const std::string& componentId) = 0;

    /// 127.0.0.1:PORT while the app is debugged.
    [[nodiscard]] virtual std::optional<std::uint16_t>
    port(const std::string& componentId) const = 0;
    /// Whether gdb has connected since the app was started.
    [[nodiscard]] virtual bool hasDebugger(const std::string& componentId) const = 0;
    /// Where the app runs, or would.
    [[nodiscard]] virtual control::AppCore coreOf(const device::App& app) const = 0;

    /// When an app can be debugged, and when somebody debugs it.
    virtual void setListener(std::function<void()> listener) = 0;
};

} // namespace perisphere::management
