// What a netlist is made of, and how changes pass through it.
#pragma once

#include "resolver.hpp"

#include "perisphere/engine/net.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::engine
{

struct Net;

struct PinObserver {
    std::uint64_t id = 0; ///< ascending in the order of registration
    bool levelsOnly = false;
    bool ended = false; ///< not told any more; removed when no change is being told
    PinNode* node = nullptr;
    Pin::Observer tell;
};

/// A pin as the netlist sees it. Outlives its Pin when that goes while a change is being told.
struct PinNode {
    Pin* pin = nullptr; ///< nullptr once the pin is gone
    std::string name;
    Drive drive; ///< in force
    Drive pull;  ///< in force
    Drive asked; ///< set last, perhaps still in line
    Drive askedPull;
    Threshold threshold;
    PinState state;
    Net* net = nullptr;
    std::vector<PinObserver*> observers;
};

struct WireRecord {
    PinNode* a;
    PinNode* b;
    std::uint32_t ohms;
    bool connected;
};

struct Net {
    std::vector<PinNode*> nodes;             ///< in the order of their making
    std::vector<const PinNode*> conflicting; ///< strong drivers at odds; empty: none are
    std::size_t cluster = 0;
};

/// Nets that resistors connect; most clusters are one net.
struct Cluster {
    std::vector<Net*> nets;
    std::vector<Resistor> resistors; ///< by index in `nets`
};

/// One step that observers see as a whole.
struct NetChange {
    enum class Kind { Drive, Pull, Threshold, WireAdded, WireChanged, WireRemoved, Sweep };
    Kind kind;
    PinNode* node = nullptr; ///< Drive, Pull, Threshold
    Drive drive;
    Threshold threshold;
    std::uint64_t wire = 0; ///< its id
    WireRecord record{};    ///< WireAdded: all of it; WireChanged: not the pins
};

/// Topology, change queue and observers. It is itself the list that subscriptions end in; shared
/// with nobody but them, and they only watch it.
struct NetlistState : SubscriberList, std::enable_shared_from_this<NetlistState> {
    explicit NetlistState(Scheduler& owner)
        : scheduler(owner)
    {
    }

    PinNode& addNode(Pin& pin, std::string name, const Threshold& threshold);
    void dropPin(PinNode& node);
    Subscription observe(PinNode& node, bool levelsOnly, Pin::Observer observer);
    void remove(std::uint64_t id) override;

    /// In line behind what is being told now, or at once.
    void submit(const NetChange& change);

    Scheduler& scheduler;
    ConflictListener* listener = nullptr;
    std::vector<std::unique_ptr<PinNode>> nodes; ///< in the order of their making
    std::map<std::uint64_t, WireRecord> wires;
    std::uint64_t nextWire = 0;

private:
    void perform(const NetChange& change);
    void performLine();
    void performWire(const NetChange& change);
    void cutDeadPins();
    void sweep();
    void rebuild();
    void joinNets();
    void joinClusters();
    void resolveAll();
    void resolve(Cluster& cluster);
    void settle(Net& net, const Resolved& resolved);
    void updateNode(PinNode& node, const Resolved& resolved);
    void updateConflict(Net& net, bool inConflict);
    void tell();
    void breakCircle();

    std::vector<std::unique_ptr<Net>> m_nets; ///< by their first pin
    std::vector<Cluster> m_clusters;
    std::vector<NetChange> m_line; ///< emptied when all are performed; keeps its memory
    std::size_t m_nextInLine = 0;
    bool m_performing = false;
    bool m_needsSweep = false;

    struct ConflictNews {
        Conflict conflict;
        bool ended;
    };
    struct NodeChange {
        PinNode* node;
        PinState before;
    };
    std::vector<NodeChange> m_changed;
    std::vector<ConflictNews> m_conflictNews;
    std::vector<std::pair<PinObserver*, std::size_t>> m_toTell; ///< with the index in m_changed
    std::vector<std::unique_ptr<PinObserver>> m_observers;      ///< by id
    std::uint64_t m_nextObserver = 0;
    std::vector<Drive> m_drives;              ///< scratch of resolve()
    std::vector<std::vector<Drive>> m_perNet; ///< scratch of resolve()
};

} // namespace perisphere::engine
