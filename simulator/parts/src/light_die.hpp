// The die of a light-emitting diode between two pins, and how bright it looks.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/pin.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <cstdint>
#include <string>

namespace perisphere::parts
{

/// Gives light while both ends are driven at least as well as through a resistor on the board and
/// the voltage between them is its forward voltage or more. Takes no current from its nets.
///
/// Brightness is the share of time with light over the last whole window, from 0 to 1 in
/// thousandths. A window begins with the first edge after rest; windows end when one passed without
/// an edge, so a steady light costs no events.
class LightDie
{
public:
    using Changed = engine::MoveOnlyFunction<void()>;

    struct Ends {
        engine::Pin& anode;
        engine::Pin& cathode;
    };
    struct Looks {
        engine::Voltage forwardVoltage;
        engine::Duration window;
    };

    LightDie(engine::Scheduler& scheduler, const Ends& ends, const Looks& looks, Changed changed);

    [[nodiscard]] bool isLit() const { return m_lit; }
    [[nodiscard]] double brightness() const { return m_brightness; }
    /// How often the light went on or off.
    [[nodiscard]] std::int64_t edges() const { return m_edges; }

    /// `prefix` tells the dies of one part apart.
    void archive(StateArchive& archive, const std::string& prefix = {});

private:
    [[nodiscard]] bool conducts() const;
    void update();
    void countTime();
    void endWindow();

    engine::Scheduler& m_scheduler;
    Ends m_ends;
    Looks m_looks;
    Changed m_changed;
    engine::Timer m_windowEnd;
    bool m_lit = false;
    double m_brightness = 0;
    std::int64_t m_edges = 0;
    std::int64_t m_windowEdges = 0;
    engine::Duration m_lightTime{}; // in this window, up to m_countedTo
    engine::VirtualTime m_countedTo{};
    engine::Subscription m_anodeWatch;
    engine::Subscription m_cathodeWatch;
};

} // namespace perisphere::parts
