#include "perisphere/engine/net.hpp"

#include "netlist_state.hpp"

#include "perisphere/base/suggest.hpp"
#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <utility>

namespace perisphere::engine
{

Netlist::Netlist(Scheduler& scheduler)
    : m_state(std::make_shared<NetlistState>(scheduler))
{
}

Netlist::~Netlist()
{
    require(m_state->nodes.empty(), "a netlist outlives its pins");
}

void Netlist::setConflictListener(ConflictListener* listener)
{
    m_state->listener = listener;
}

Result<Pin*> Netlist::findPin(std::string_view name) const
{
    std::vector<std::string_view> names;
    for (const auto& node : m_state->nodes) {
        if (node->pin == nullptr)
            continue;
        if (node->name == name)
            return node->pin;
        names.push_back(node->name);
    }
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("there is no pin \"{}\"", name),
                      .advice = suggestion(name, names)});
}

std::vector<const Pin*> Netlist::pins() const
{
    std::vector<const Pin*> all;
    for (const auto& node : m_state->nodes)
        if (node->pin != nullptr)
            all.push_back(node->pin);
    return all;
}

std::vector<const Pin*> Netlist::netOf(const Pin& pin) const
{
    std::vector<const Pin*> all;
    for (const PinNode* node : pin.m_node.net->nodes)
        if (node->pin != nullptr)
            all.push_back(node->pin);
    return all;
}

Pin::Pin(Netlist& netlist, std::string name, Threshold threshold)
    : m_state(*netlist.m_state)
    , m_node(m_state.addNode(*this, std::move(name), threshold))
{
}

Pin::~Pin()
{
    m_state.dropPin(m_node);
}

const std::string& Pin::name() const
{
    return m_node.name;
}

void Pin::setDrive(const Drive& drive)
{
    if (std::exchange(m_node.asked, drive) != drive)
        m_state.submit({.kind = NetChange::Kind::Drive, .node = &m_node, .drive = drive});
}

void Pin::setPull(const Drive& pull)
{
    if (std::exchange(m_node.askedPull, pull) != pull)
        m_state.submit({.kind = NetChange::Kind::Pull, .node = &m_node, .drive = pull});
}

void Pin::setThreshold(const Threshold& threshold)
{
    require(threshold.low <= threshold.high, "VIL is not above VIH");
    m_state.submit({.kind = NetChange::Kind::Threshold, .node = &m_node, .threshold = threshold});
}

const Drive& Pin::drive() const
{
    return m_node.asked;
}

const Drive& Pin::pull() const
{
    return m_node.askedPull;
}

const PinState& Pin::state() const
{
    return m_node.state;
}

Subscription Pin::onLevel(Observer observer)
{
    return m_state.observe(m_node, true, std::move(observer));
}

Subscription Pin::onChange(Observer observer)
{
    return m_state.observe(m_node, false, std::move(observer));
}

Wire::Wire(Netlist& netlist, Pin& a, Pin& b, std::uint32_t ohms, bool connected)
    : m_state(netlist.m_state.get())
    , m_id(m_state->nextWire++)
    , m_ohms(ohms)
    , m_connected(connected)
{
    m_state->submit({.kind = NetChange::Kind::WireAdded,
                     .wire = m_id,
                     .record = {&a.m_node, &b.m_node, ohms, connected}});
}

Wire::Wire(Wire&& other) noexcept
    : m_state(std::exchange(other.m_state, nullptr))
    , m_id(other.m_id)
    , m_ohms(other.m_ohms)
    , m_connected(other.m_connected)
{
}

Wire& Wire::operator=(Wire&& other) noexcept
{
    if (this != &other) {
        cut();
        m_state = std::exchange(other.m_state, nullptr);
        m_id = other.m_id;
        m_ohms = other.m_ohms;
        m_connected = other.m_connected;
    }
    return *this;
}

Wire::~Wire()
{
    cut();
}

void Wire::cut()
{
    if (NetlistState* state = std::exchange(m_state, nullptr))
        state->submit({.kind = NetChange::Kind::WireRemoved, .wire = m_id});
}

void Wire::setConnected(bool connected)
{
    if (std::exchange(m_connected, connected) != connected)
        submit();
}

void Wire::setOhms(std::uint32_t ohms)
{
    if (std::exchange(m_ohms, ohms) != ohms)
        submit();
}

void Wire::submit() const
{
    if (m_state != nullptr)
        m_state->submit({.kind = NetChange::Kind::WireChanged,
                         .wire = m_id,
                         .record = {nullptr, nullptr, m_ohms, m_connected}});
}

} // namespace perisphere::engine
