// Who is reachable over a set of nets.
#pragma once

#include "perisphere/engine/net.hpp"
#include "perisphere/engine/pin.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace perisphere::bus
{

/// Whether a wire without resistance joins the two pins.
[[nodiscard]] inline bool areOnOneNet(const engine::Netlist& netlist, const engine::Pin& a,
                                      const engine::Pin& b)
{
    const auto pins = netlist.netOf(a);
    return std::find(pins.begin(), pins.end(), &b) != pins.end();
}

/// Ports in the order of their making. A port joins at its construction and leaves at its
/// destruction, so the list outlives them. Machine thread only.
template <class Port>
class PortList
{
public:
    PortList() = default;
    PortList(const PortList&) = delete;
    PortList& operator=(const PortList&) = delete;

    void add(Port& port) { m_ports.push_back(&port); }
    void remove(Port& port) { std::erase(m_ports, &port); }
    [[nodiscard]] const std::vector<Port*>& all() const { return m_ports; }

private:
    std::vector<Port*> m_ports;
};

} // namespace perisphere::bus
