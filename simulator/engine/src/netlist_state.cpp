// The life of a change: in line, performed, resolved, told.
#include "netlist_state.hpp"

#include "perisphere/engine/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::engine
{

PinNode& NetlistState::addNode(Pin& pin, std::string name, const Threshold& threshold)
{
    require(!name.empty(), "a pin is named");
    auto node = std::make_unique<PinNode>();
    node->pin = &pin;
    node->name = std::move(name);
    node->threshold = threshold;
    nodes.push_back(std::move(node));
    // A net of its own disturbs no other: it need not wait in line.
    m_nets.push_back(std::make_unique<Net>());
    m_nets.back()->nodes.push_back(nodes.back().get());
    m_nets.back()->cluster = m_clusters.size();
    nodes.back()->net = m_nets.back().get();
    m_clusters.push_back({.nets = {m_nets.back().get()}});
    return *nodes.back();
}

void NetlistState::dropPin(PinNode& node)
{
    node.pin = nullptr;
    for (PinObserver* observer : node.observers)
        observer->ended = true;
    m_needsSweep = true;
    submit({.kind = NetChange::Kind::Sweep});
}

Subscription NetlistState::observe(PinNode& node, bool levelsOnly, Pin::Observer observer)
{
    auto record = std::make_unique<PinObserver>();
    record->id = m_nextObserver++;
    record->levelsOnly = levelsOnly;
    record->node = &node;
    record->tell = std::move(observer);
    node.observers.push_back(record.get());
    const std::uint64_t id = record->id;
    m_observers.push_back(std::move(record));
    return {weak_from_this(), id};
}

void NetlistState::remove(std::uint64_t id)
{
    const auto found = std::lower_bound(
        m_observers.begin(), m_observers.end(), id,
        [](const auto& observer, std::uint64_t wanted) { return observer->id < wanted; });
    if (found == m_observers.end() || (*found)->id != id)
        return;
    (*found)->ended = true;
    m_needsSweep = true;
    if (!m_performing)
        sweep();
}

void NetlistState::submit(const NetChange& change)
{
    if (m_performing) {
        m_line.push_back(change);
        return;
    }
    m_performing = true;
    perform(change);
    tell();
    if (!m_line.empty())
        performLine();
    m_performing = false;
    if (m_needsSweep)
        sweep();
}

/// What observers of the first change brought about, and so on.
void NetlistState::performLine()
{
    while (m_nextInLine < m_line.size()) {
        if (m_nextInLine + 1 == Netlist::kMaxRounds) {
            breakCircle();
            break;
        }
        const NetChange next = m_line[m_nextInLine++]; // a copy: the line grows while it is told
        perform(next);
        tell();
    }
    m_line.clear();
    m_nextInLine = 0;
}

void NetlistState::breakCircle()
{
    m_line.erase(m_line.begin(), m_line.begin() + static_cast<std::ptrdiff_t>(m_nextInLine));
    std::vector<std::string> names;
    for (const NetChange& change : m_line)
        if (change.node != nullptr &&
            std::find(names.begin(), names.end(), change.node->name) == names.end())
            names.push_back(change.node->name);
    scheduler.fault({.code = ErrorCode::LimitExceeded,
                     .message = fmt::format("nets did not come to rest at {}: pins \"{}\" changed "
                                            "each other {} times",
                                            engine::toString(scheduler.now()),
                                            fmt::join(names, "\", \""), Netlist::kMaxRounds),
                     .expected = "every circle of outputs and inputs to take time",
                     .advice = "give one of these outputs a delay"});
    for (const NetChange& change : m_line) { // what pins asked for in vain is forgotten
        if (change.node == nullptr)
            continue;
        change.node->asked = change.node->drive;
        change.node->askedPull = change.node->pull;
    }
    // Wires and pins that went must go in any case; only the circle is cut.
    for (const NetChange& change : m_line)
        if (change.node == nullptr)
            perform(change);
    m_changed.clear();
    m_conflictNews.clear();
}

void NetlistState::perform(const NetChange& change)
{
    switch (change.kind) {
    case NetChange::Kind::Drive:
        change.node->drive = change.drive;
        resolve(m_clusters[change.node->net->cluster]);
        return;
    case NetChange::Kind::Pull:
        change.node->pull = change.drive;
        resolve(m_clusters[change.node->net->cluster]);
        return;
    case NetChange::Kind::Threshold:
        change.node->threshold = change.threshold;
        resolve(m_clusters[change.node->net->cluster]);
        return;
    case NetChange::Kind::WireAdded:
    case NetChange::Kind::WireChanged:
    case NetChange::Kind::WireRemoved:
        performWire(change);
        return;
    case NetChange::Kind::Sweep:
        cutDeadPins();
        return;
    }
}

void NetlistState::performWire(const NetChange& change)
{
    const WireRecord& record = change.record;
    if (change.kind == NetChange::Kind::WireRemoved) {
        if (wires.erase(change.wire) == 0)
            return; // gone with one of its pins
    } else if (change.kind == NetChange::Kind::WireChanged) {
        const auto found = wires.find(change.wire);
        if (found == wires.end())
            return;
        found->second.ohms = record.ohms;
        found->second.connected = record.connected;
    } else if (record.a->pin != nullptr && record.b->pin != nullptr) {
        wires[change.wire] = record;
    }
    rebuild();
}

/// Their nodes go when the line is empty; their wires and drives now.
void NetlistState::cutDeadPins()
{
    std::erase_if(wires, [](const auto& wire) {
        return wire.second.a->pin == nullptr || wire.second.b->pin == nullptr;
    });
    for (const auto& node : nodes)
        if (node->pin == nullptr)
            node->drive = node->pull = Drive::none();
    rebuild();
}

void NetlistState::sweep()
{
    m_needsSweep = false;
    for (const auto& node : nodes)
        std::erase_if(node->observers, [](const PinObserver* observer) { return observer->ended; });
    // Taken out first and destroyed last: what an observer owns may end other subscriptions.
    std::vector<std::unique_ptr<PinObserver>> ended;
    for (auto& observer : m_observers)
        if (observer->ended)
            ended.push_back(std::move(observer));
    std::erase(m_observers, nullptr);
    if (std::any_of(nodes.begin(), nodes.end(),
                    [](const auto& node) { return node->pin == nullptr; })) {
        for (const auto& net : m_nets)
            std::erase_if(net->nodes, [](const PinNode* node) { return node->pin == nullptr; });
        std::erase_if(nodes, [](const auto& node) { return node->pin == nullptr; });
        rebuild(); // changes no pin that is left
        m_changed.clear();
    }
}

void NetlistState::tell()
{
    const VirtualTime now = scheduler.now();
    m_toTell.clear();
    for (std::size_t i = 0; i < m_changed.size(); ++i) {
        const PinNode& node = *m_changed[i].node;
        const bool levelChanged = m_changed[i].before.high != node.state.high ||
                                  m_changed[i].before.level() != node.state.level();
        for (PinObserver* observer : node.observers)
            if (levelChanged || !observer->levelsOnly)
                m_toTell.emplace_back(observer, i);
    }
    if (m_toTell.size() > 1)
        std::sort(m_toTell.begin(), m_toTell.end(),
                  [](const auto& a, const auto& b) { return a.first->id < b.first->id; });
    for (std::size_t i = 0; i < m_conflictNews.size(); ++i) {
        if (listener == nullptr)
            break;
        if (m_conflictNews[i].ended)
            listener->conflictEnded(m_conflictNews[i].conflict);
        else
            listener->conflictChanged(m_conflictNews[i].conflict);
    }
    for (const auto& [observer, index] : m_toTell) {
        const NodeChange& change = m_changed[index];
        if (!observer->ended)
            observer->tell({.pin = *change.node->pin,
                            .time = now,
                            .before = change.before,
                            .after = change.node->state});
    }
    m_changed.clear();
    m_conflictNews.clear();
}

} // namespace perisphere::engine
