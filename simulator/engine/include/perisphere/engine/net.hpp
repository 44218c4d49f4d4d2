// Nets: pins joined by wires, and who wins on them.
//
// A net is the pins that wires without resistance join. On each net the strongest drives win; where
// equals below Strong meet, their voltages mix by their conductances. Strong drives more than
// kConflictMicrovolts apart are in conflict: the net has their mean and the conflict listener is
// told.
//
// Wires with resistance connect nets. A Strong drive comes through one as Weak. On the nets that
// such a wire touches, Ohm's law decides among all drives that are not Strong: voltage dividers,
// ladders and a chip's pull-up against an outer resistor have the voltage they have on the bench.
//
// Changes happen one after the other. A change (a drive, a threshold, a wire) is resolved and all
// observers are told of it, in the order in which they registered on the whole netlist, before the
// next change begins; what an observer changes waits in line. So each observer sees every change
// exactly once, in the order they happened, and pins do not move while it looks. All of this
// happens within the instant; a circle that never comes to rest (an inverter on its own input
// without delay) is cut off after kMaxRounds changes and reported as a fault of the scheduler.
#pragma once

#include "perisphere/engine/pin.hpp"
#include "perisphere/engine/scheduler.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace perisphere::engine
{

/// Who drives a net against whom.
struct Conflict {
    VirtualTime time;
    std::vector<std::string> pins; ///< with a strong drive, in the order of their making
};

class ConflictListener
{
public:
    virtual ~ConflictListener() = default;
    /// A conflict began, or others take part in it now. Once per such change.
    virtual void conflictChanged(const Conflict& conflict) = 0;
    /// The drivers named have come to agree.
    virtual void conflictEnded(const Conflict& conflict) = 0;
};

struct NetlistState; // what wires, pins and observers are kept in

/// All nets of one device. Outlives its pins and wires. Machine thread only.
class Netlist
{
public:
    static constexpr std::int64_t kConflictMicrovolts = 300'000;
    static constexpr std::uint32_t kMaxRounds = 100'000;

    explicit Netlist(Scheduler& scheduler);
    Netlist(const Netlist&) = delete;
    Netlist& operator=(const Netlist&) = delete;
    ~Netlist();

    /// The one who is told of conflicts, or nullptr.
    void setConflictListener(ConflictListener* listener);

    /// NotFound with the nearest name.
    [[nodiscard]] Result<Pin*> findPin(std::string_view name) const;
    /// All pins, in the order of their making.
    [[nodiscard]] std::vector<const Pin*> pins() const;
    /// The pins of `pin`'s net, itself among them, in the order of their making.
    [[nodiscard]] std::vector<const Pin*> netOf(const Pin& pin) const;

private:
    friend class Pin;
    friend class Wire;
    std::shared_ptr<NetlistState> m_state; // shared so that subscriptions can watch it, by weak_ptr
};

/// Joins two pins, for as long as it lives and is connected: a wire, a resistor, a button's
/// contact.
class Wire
{
public:
    /// 0 ohms makes one net of two.
    Wire(Netlist& netlist, Pin& a, Pin& b, std::uint32_t ohms = 0, bool connected = true);
    Wire(Wire&& other) noexcept;
    Wire& operator=(Wire&& other) noexcept;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire();

    void setConnected(bool connected);
    void setOhms(std::uint32_t ohms);
    [[nodiscard]] bool isConnected() const { return m_connected; }
    [[nodiscard]] std::uint32_t ohms() const { return m_ohms; }

private:
    void submit() const;
    void cut();
    NetlistState* m_state; // nullptr: moved from
    std::uint64_t m_id;
    std::uint32_t m_ohms;
    bool m_connected;
};

} // namespace perisphere::engine
