// What the control API drives: a device, seen area by area.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/control/board_target.hpp"
#include "perisphere/control/cores_target.hpp"
#include "perisphere/control/device_target.hpp"
#include "perisphere/control/faults_target.hpp"
#include "perisphere/control/identity_target.hpp"
#include "perisphere/control/network_target.hpp"
#include "perisphere/control/parts_target.hpp"
#include "perisphere/control/pins_target.hpp"
#include "perisphere/control/serial_target.hpp"
#include "perisphere/control/signals_target.hpp"
#include "perisphere/control/snapshots_target.hpp"
#include "perisphere/control/time_target.hpp"
#include "perisphere/control/timeline_target.hpp"
#include "perisphere/control/update_target.hpp"

#include <functional>

namespace perisphere::control
{

/// All is called on the loop's thread. A function that returns its result answers from what it has
/// or by a short call into the machine; what takes long has a Completion.
class ControlTarget
{
public:
    virtual ~ControlTarget() = default;

    [[nodiscard]] virtual DeviceTarget& device() = 0;
    [[nodiscard]] virtual TimeTarget& time() = 0;
    [[nodiscard]] virtual SnapshotsTarget& snapshots() = 0;
    [[nodiscard]] virtual PartsTarget& parts() = 0;
    [[nodiscard]] virtual PinsTarget& pins() = 0;
    [[nodiscard]] virtual AppsTarget& apps() = 0;
    [[nodiscard]] virtual FaultsTarget& faults() = 0;
    [[nodiscard]] virtual UpdateTarget& updates() = 0;
    [[nodiscard]] virtual IdentityTarget& identity() = 0;
    [[nodiscard]] virtual CoresTarget& cores() = 0;
    [[nodiscard]] virtual BoardTarget& board() = 0;
    [[nodiscard]] virtual SignalsTarget& signals() = 0;
    [[nodiscard]] virtual TimelineTarget& timeline() = 0;
    [[nodiscard]] virtual SerialTarget& serial() = 0;
    [[nodiscard]] virtual NetworkTarget& network() = 0;

    /// `wake` is what the target calls, from any thread, when something that clients may watch has
    /// changed: a watched property, a log line, a revision. It is cheap, and calls without need do
    /// no harm. Once setWake({}) has returned, the former function is not called any more.
    virtual void setWake(std::function<void()> wake) = 0;
};

} // namespace perisphere::control
