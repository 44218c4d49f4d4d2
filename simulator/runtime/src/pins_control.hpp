// Pins and nets for the control API.
#pragma once

#include "perisphere/control/pins_target.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/engine/net.hpp"
#include "perisphere/services/pin_use.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::runtime
{

class PinsControl final : public control::PinsTarget
{
public:
    /// On the machine thread: what apps have open.
    using Uses = std::function<std::vector<services::PinUse>()>;

    /// `chip` is how its pins' names begin: "MT3620".
    PinsControl(engine::Machine& machine, engine::Netlist& netlist, std::string chip, Uses uses)
        : m_machine(machine)
        , m_netlist(netlist)
        , m_chip(std::move(chip))
        , m_uses(std::move(uses))
    {
    }

    [[nodiscard]] std::vector<std::string> pins() override;
    [[nodiscard]] Result<control::NetState> netOf(std::string_view pin) override;
    [[nodiscard]] std::vector<control::NetState> nets() override;
    [[nodiscard]] std::vector<control::PinOwner> owners() override;

private:
    [[nodiscard]] control::NetState stateOf(const engine::Pin& pin) const;

    engine::Machine& m_machine;
    engine::Netlist& m_netlist;
    std::string m_chip;
    Uses m_uses;
};

} // namespace perisphere::runtime
