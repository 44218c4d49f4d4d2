// A pin: where a model touches a net.
#pragma once

#include "perisphere/engine/drive.hpp"
#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/subscription.hpp"
#include "perisphere/engine/time.hpp"

#include <string>

namespace perisphere::engine
{

class Netlist;
class Pin;
struct NetlistState;
struct PinNode;

/// What a pin sees of its net.
struct PinState {
    Strength strength = Strength::HighImpedance; ///< of the winning drive
    Voltage voltage;                             ///< a floating net keeps its last one
    /// The digital read: by the pin's threshold. Low at first; a floating net keeps its voltage, so
    /// the read stays too.
    bool high = false;

    [[nodiscard]] Level level() const
    {
        if (strength == Strength::HighImpedance)
            return Level::Floating;
        return high ? Level::High : Level::Low;
    }
    bool operator==(const PinState&) const = default;
};

/// What an observer is told.
struct PinChange {
    const Pin& pin;
    VirtualTime time;
    PinState before;
    PinState after;

    [[nodiscard]] bool isRising() const { return !before.high && after.high; }
    [[nodiscard]] bool isFalling() const { return before.high && !after.high; }
};

/// Joins the netlist as a net of its own. Neither copied nor moved. Destroying it cuts its wires.
class Pin
{
public:
    using Observer = MoveOnlyFunction<void(const PinChange&)>;

    /// `name` is stable and unique on the board: "MT3620.GPIO8".
    Pin(Netlist& netlist, std::string name, Threshold threshold = {});
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;
    ~Pin();

    [[nodiscard]] const std::string& name() const;

    // A pin has two drives, which act together: its output stage and its pull resistor.
    void setDrive(const Drive& drive);
    void setPull(const Drive& pull);
    /// The input's thresholds; the read is made anew.
    void setThreshold(const Threshold& threshold);
    /// What was set last, which may still wait for its turn (Netlist).
    [[nodiscard]] const Drive& drive() const;
    [[nodiscard]] const Drive& pull() const;

    [[nodiscard]] const PinState& state() const;
    [[nodiscard]] bool isHigh() const { return state().high; }
    [[nodiscard]] Level level() const { return state().level(); }
    [[nodiscard]] Voltage voltage() const { return state().voltage; }

    /// Told when level() or isHigh() changes.
    Subscription onLevel(Observer observer);
    /// Told of every change of state(): for analog inputs.
    Subscription onChange(Observer observer);

private:
    friend class Netlist;
    friend class Wire;
    NetlistState& m_state;
    PinNode& m_node;
};

} // namespace perisphere::engine
