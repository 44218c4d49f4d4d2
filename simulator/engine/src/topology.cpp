// Which pins make a net, and what the net comes to.
#include "netlist_state.hpp"

#include <algorithm>
#include <numeric>

namespace perisphere::engine
{
namespace
{

/// Union-find over indices; the least index of a set stands for it.
class DisjointSets
{
public:
    explicit DisjointSets(std::size_t count)
        : m_parents(count)
    {
        std::iota(m_parents.begin(), m_parents.end(), std::size_t{0});
    }
    std::size_t find(std::size_t item)
    {
        while (m_parents[item] != item)
            item = m_parents[item] = m_parents[m_parents[item]];
        return item;
    }
    void join(std::size_t a, std::size_t b)
    {
        a = find(a);
        b = find(b);
        m_parents[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> m_parents;
};

} // namespace

void NetlistState::rebuild()
{
    std::vector<std::unique_ptr<Net>> old = std::move(m_nets);
    m_nets.clear();
    m_clusters.clear();
    joinNets();
    // A conflict stays known where the net that had it goes on under its first conflicting pin.
    for (const auto& net : old)
        if (!net->conflicting.empty())
            net->conflicting.front()->net->conflicting = net->conflicting;
    joinClusters();
    for (Cluster& cluster : m_clusters)
        resolve(cluster);
}

void NetlistState::joinNets()
{
    std::map<const PinNode*, std::size_t> indices;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        indices[nodes[i].get()] = i;
    DisjointSets sets(nodes.size());
    for (const auto& [id, wire] : wires)
        if (wire.connected && wire.ohms == 0)
            sets.join(indices[wire.a], indices[wire.b]);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::size_t first = sets.find(i);
        if (first == i)
            m_nets.push_back(std::make_unique<Net>());
        Net* net = first == i ? m_nets.back().get() : nodes[first]->net;
        net->nodes.push_back(nodes[i].get());
        nodes[i]->net = net;
    }
}

void NetlistState::joinClusters()
{
    std::map<const Net*, std::size_t> indices;
    for (std::size_t i = 0; i < m_nets.size(); ++i)
        indices[m_nets[i].get()] = i;
    const auto isResistor = [](const WireRecord& wire) {
        return wire.connected && wire.ohms > 0 && wire.a->net != wire.b->net;
    };
    DisjointSets sets(m_nets.size());
    for (const auto& [id, wire] : wires)
        if (isResistor(wire))
            sets.join(indices[wire.a->net], indices[wire.b->net]);
    std::vector<std::size_t> placeInCluster(m_nets.size());
    for (std::size_t i = 0; i < m_nets.size(); ++i) {
        const std::size_t first = sets.find(i);
        if (first == i) {
            m_nets[i]->cluster = m_clusters.size();
            m_clusters.emplace_back();
        } else {
            m_nets[i]->cluster = m_nets[first]->cluster;
        }
        Cluster& cluster = m_clusters[m_nets[i]->cluster];
        placeInCluster[i] = cluster.nets.size();
        cluster.nets.push_back(m_nets[i].get());
    }
    for (const auto& [id, wire] : wires)
        if (isResistor(wire))
            m_clusters[wire.a->net->cluster].resistors.push_back(
                {.a = placeInCluster[indices[wire.a->net]],
                 .b = placeInCluster[indices[wire.b->net]],
                 .ohms = wire.ohms});
}

void NetlistState::resolve(Cluster& cluster)
{
    const auto collect = [](const Net& net, std::vector<Drive>& drives) {
        drives.clear();
        for (const PinNode* node : net.nodes)
            for (const Drive* drive : {&node->drive, &node->pull})
                if (drive->strength != Strength::HighImpedance)
                    drives.push_back(*drive);
    };
    if (cluster.nets.size() == 1) {
        collect(*cluster.nets.front(), m_drives);
        settle(*cluster.nets.front(), resolveNet(m_drives));
        return;
    }
    m_perNet.resize(cluster.nets.size());
    for (std::size_t i = 0; i < cluster.nets.size(); ++i)
        collect(*cluster.nets[i], m_perNet[i]);
    const auto resolved = resolveNets(m_perNet, cluster.resistors);
    for (std::size_t i = 0; i < cluster.nets.size(); ++i)
        settle(*cluster.nets[i], resolved[i]);
}

void NetlistState::settle(Net& net, const Resolved& resolved)
{
    for (PinNode* node : net.nodes)
        updateNode(*node, resolved);
    if (resolved.conflict || !net.conflicting.empty())
        updateConflict(net, resolved.conflict);
}

void NetlistState::updateNode(PinNode& node, const Resolved& resolved)
{
    PinState& state = node.state;
    const Voltage voltage =
        resolved.strength != Strength::HighImpedance ? resolved.voltage : state.voltage;
    const bool high =
        voltage >= node.threshold.high || (state.high && voltage > node.threshold.low);
    if (state.strength == resolved.strength && state.voltage == voltage && state.high == high)
        return;
    if (node.pin != nullptr)
        m_changed.push_back({.node = &node, .before = state});
    state = {.strength = resolved.strength, .voltage = voltage, .high = high};
}

void NetlistState::updateConflict(Net& net, bool inConflict)
{
    std::vector<const PinNode*> now;
    if (inConflict)
        for (const PinNode* node : net.nodes)
            if (node->drive.strength >= Strength::Strong || node->pull.strength >= Strength::Strong)
                now.push_back(node);
    if (now == net.conflicting)
        return;
    Conflict conflict{.time = scheduler.now()};
    for (const PinNode* node : inConflict ? now : net.conflicting)
        conflict.pins.push_back(node->name);
    m_conflictNews.push_back({.conflict = std::move(conflict), .ended = !inConflict});
    net.conflicting = std::move(now);
}

} // namespace perisphere::engine
