#include "pins_control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace perisphere::runtime
{

using control::NetState;

std::vector<std::string> PinsControl::pins()
{
    std::vector<std::string> names;
    static_cast<void>(m_machine.call([&] {
        for (const engine::Pin* pin : m_netlist.pins())
            names.push_back(pin->name());
    }));
    return names;
}

NetState PinsControl::stateOf(const engine::Pin& pin) const
{
    NetState net{.pins = {},
                 .level = pin.level(),
                 .voltage = pin.voltage(),
                 .conflict = false,
                 .drivers = {}};
    std::vector<engine::Voltage> strong;
    bool isShorted = false;
    for (const engine::Pin* member : m_netlist.netOf(pin)) {
        net.pins.push_back(member->name());
        for (const engine::Drive& drive : {member->drive(), member->pull()}) {
            if (drive.strength == engine::Strength::HighImpedance)
                continue;
            net.drivers.push_back({member->name(), drive});
            isShorted = isShorted || drive.strength == engine::Strength::Short;
            if (drive.strength == engine::Strength::Strong)
                strong.push_back(drive.voltage);
        }
    }
    if (!strong.empty() && !isShorted) {
        const auto [low, high] = std::minmax_element(strong.begin(), strong.end());
        net.conflict = (*high - *low).microvolts() > engine::Netlist::kConflictMicrovolts;
    }
    return net;
}

Result<NetState> PinsControl::netOf(std::string_view pin)
{
    return m_machine.call([&]() -> Result<NetState> {
        const auto found = m_netlist.findPin(pin);
        if (!found)
            return fail(found.error());
        return stateOf(**found);
    });
}

std::vector<NetState> PinsControl::nets()
{
    std::vector<NetState> nets;
    static_cast<void>(m_machine.call([&] {
        std::set<const engine::Pin*> seen;
        for (const engine::Pin* pin : m_netlist.pins()) {
            if (seen.contains(pin))
                continue;
            const auto members = m_netlist.netOf(*pin);
            seen.insert(members.begin(), members.end());
            nets.push_back(stateOf(*pin));
        }
    }));
    return nets;
}

std::vector<control::PinOwner> PinsControl::owners()
{
    std::vector<services::PinUse> uses;
    static_cast<void>(m_machine.call([&] { uses = m_uses(); }));
    std::vector<control::PinOwner> owners;
    for (const services::PinUse& use : uses)
        for (const unsigned gpio : use.gpios)
            owners.push_back({fmt::format("{}.GPIO{}", m_chip, gpio), use.app, use.function});
    std::ranges::sort(owners, [](const control::PinOwner& a, const control::PinOwner& b) {
        return std::tie(a.pin, a.app, a.function) < std::tie(b.pin, b.app, b.function);
    });
    return owners;
}

} // namespace perisphere::runtime
