#include "light_die.hpp"

#include <cmath>

namespace perisphere::parts
{

LightDie::LightDie(engine::Scheduler& scheduler, const Ends& ends, const Looks& looks,
                   Changed changed)
    : m_scheduler(scheduler)
    , m_ends(ends)
    , m_looks(looks)
    , m_changed(std::move(changed))
    , m_windowEnd(
          scheduler, "light.windowEnd", [this] { endWindow(); }, engine::Priority::Report)
    , m_anodeWatch(ends.anode.onChange([this](const engine::PinChange&) { update(); }))
    , m_cathodeWatch(ends.cathode.onChange([this](const engine::PinChange&) { update(); }))
{
}

bool LightDie::conducts() const
{
    const engine::PinState& anode = m_ends.anode.state();
    const engine::PinState& cathode = m_ends.cathode.state();
    // A chip's own pull resistor passes some microamperes: nobody sees that.
    const bool driven =
        anode.strength >= engine::Strength::Weak && cathode.strength >= engine::Strength::Weak;
    return driven && anode.voltage - cathode.voltage >= m_looks.forwardVoltage;
}

void LightDie::update()
{
    const bool lit = conducts();
    if (lit == m_lit)
        return;
    if (!m_windowEnd.isPending()) {
        m_lightTime = {};
        m_windowEdges = 0;
        m_countedTo = m_scheduler.now();
        m_windowEnd.setAfter(m_looks.window);
    }
    countTime();
    m_lit = lit;
    ++m_edges;
    ++m_windowEdges;
    m_changed();
}

void LightDie::countTime()
{
    const engine::VirtualTime now = m_scheduler.now();
    if (m_lit)
        m_lightTime += now - m_countedTo;
    m_countedTo = now;
}

void LightDie::endWindow()
{
    countTime();
    const double share =
        static_cast<double>(m_lightTime.count()) / static_cast<double>(m_looks.window.count());
    m_brightness = std::round(share * 1000) / 1000;
    const bool atRest = m_windowEdges == 0;
    m_lightTime = {};
    m_windowEdges = 0;
    if (!atRest)
        m_windowEnd.setAfter(m_looks.window);
    m_changed();
}

void LightDie::archive(StateArchive& archive, const std::string& prefix)
{
    std::int64_t lightTime = m_lightTime.count();
    std::int64_t uncounted = (m_scheduler.now() - m_countedTo).count();
    archive.flag(prefix + "lit", m_lit);
    archive.number(prefix + "brightness", m_brightness);
    archive.integer(prefix + "edges", m_edges);
    archive.integer(prefix + "windowEdges", m_windowEdges);
    archive.integer(prefix + "lightTime", lightTime);
    archive.integer(prefix + "uncountedTime", uncounted);
    archive.timer(prefix + "windowEnd", m_windowEnd);
    m_lightTime = engine::Duration(lightTime);
    m_countedTo = m_scheduler.now() - engine::Duration(uncounted);
    if (archive.isRestoring())
        m_changed();
}

} // namespace perisphere::parts
