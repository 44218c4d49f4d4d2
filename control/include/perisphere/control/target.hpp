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
#include <string_view>

namespace perisphere::control
{

/// All is called on the loop's thread. A function that returns its result answers from what it has
/// or by a short call into the machine; what takes long has a Completion.
class ControlTarget
{
public:
    virtual ~ControlTarget() = default;

    /// Whether this device has what the method is about: a real one has no nets to look at. What it
    /// does not offer is not called, and so its areas are not asked for.
    [[nodiscard]] virtual bool offers(std::string_view /*method*/) const { return true; }

    // Of all devices.
    [[nodiscard]] virtual DeviceTarget& device() = 0;
    [[nodiscard]] virtual AppsTarget& apps() = 0;

    // Of those that offer methods of theirs.
    [[nodiscard]] virtual TimeTarget& time() { notOffered("time"); }
    [[nodiscard]] virtual SnapshotsTarget& snapshots() { notOffered("snapshots"); }
    [[nodiscard]] virtual PartsTarget& parts() { notOffered("parts"); }
    [[nodiscard]] virtual PinsTarget& pins() { notOffered("pins"); }
    [[nodiscard]] virtual FaultsTarget& faults() { notOffered("faults"); }
    [[nodiscard]] virtual UpdateTarget& updates() { notOffered("updates"); }
    [[nodiscard]] virtual IdentityTarget& identity() { notOffered("identity"); }
    [[nodiscard]] virtual CoresTarget& cores() { notOffered("cores"); }
    [[nodiscard]] virtual BoardTarget& board() { notOffered("board"); }
    [[nodiscard]] virtual SignalsTarget& signals() { notOffered("signals"); }
    [[nodiscard]] virtual TimelineTarget& timeline() { notOffered("timeline"); }
    [[nodiscard]] virtual SerialTarget& serial() { notOffered("serial"); }
    [[nodiscard]] virtual NetworkTarget& network() { notOffered("network"); }

    /// `wake` is what the target calls, from any thread, when something that clients may watch has
    /// changed: a watched property, a log line, a revision. It is cheap, and calls without need do
    /// no harm. Once setWake({}) has returned, the former function is not called any more.
    virtual void setWake(std::function<void()> wake) = 0;

private:
    /// A mistake of who wrote offers().
    [[noreturn]] static void notOffered(const char* area);
};

} // namespace perisphere::control
