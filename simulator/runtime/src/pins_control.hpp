// Pins and nets for the control API.
#pragma once

#include "perisphere/control/pins_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/engine/net.hpp"

namespace perisphere::runtime
{

class PinsControl final : public control::PinsTarget
{
public:
    PinsControl(engine::Machine& machine, engine::Netlist& netlist)
        : m_machine(machine)
        , m_netlist(netlist)
    {
    }

    [[nodiscard]] std::vector<std::string> pins() override;
    [[nodiscard]] Result<control::NetState> netOf(std::string_view pin) override;
    [[nodiscard]] std::vector<control::NetState> nets() override;

private:
    [[nodiscard]] control::NetState stateOf(const engine::Pin& pin) const;

    engine::Machine& m_machine;
    engine::Netlist& m_netlist;
};

} // namespace perisphere::runtime
