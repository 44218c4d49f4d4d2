// What is around a board without wires: access points, cables, the internet.
//
// Parts put things here; the device's network stack looks at them. Neither knows the other. An
// empty world is one, too: no network in range, no internet.
#pragma once

#include "perisphere/engine/scheduler.hpp"
#include "perisphere/engine/signal.hpp"
#include "perisphere/world/access_point.hpp"
#include "perisphere/world/lan.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace perisphere::world
{

/// The name of the network that shipped boards are in range of and that fresh devices know.
inline constexpr const char* kDefaultSsid = "Perisphere";

/// An Ethernet socket of the board, with or without a cable in it.
struct EthernetLink {
    bool isConnected = true;
    Lan lan;
    bool operator==(const EthernetLink&) const = default;
};

/// 2025-01-01 00:00:00 UTC: when a device is switched on for the first time, unless told otherwise.
inline constexpr std::int64_t kDefaultStart = 1'735'689'600;

struct Internet {
    bool isReachable = true;
    bool hasDns = true; ///< names are resolved
    bool hasNtp = true; ///< time servers answer
    /// Names of hosts that do not answer.
    std::vector<std::string> deadHosts;
    std::int64_t secondsAtStart = kDefaultStart; ///< UTC at virtual time 0, since 1970
    std::int64_t timeOffset = 0;                 ///< s by which the time servers are ahead of that
    bool operator==(const Internet&) const = default;
};

class Surroundings;

/// A thing that is there as long as this lives. Neither copied nor moved.
template <class Thing>
class Present
{
public:
    /// `onUse` is told when the device begins (true) and ends to use the thing.
    Present(Surroundings& surroundings, Thing thing, std::function<void(bool)> onUse = {});
    Present(const Present&) = delete;
    Present& operator=(const Present&) = delete;
    ~Present();

    /// As the device meets it: what is there, with all disturbances.
    [[nodiscard]] const Thing& value() const { return m_met; }
    /// Telling those who watch, when it differs.
    void change(Thing thing);

    void setUsed(bool isUsed)
    {
        if (m_onUse)
            m_onUse(isUsed);
    }

private:
    friend class Surroundings;
    /// Whether that makes a difference to the device.
    bool disturb();

    Surroundings& m_surroundings;
    Thing m_thing;
    Thing m_met;
    std::function<void(bool)> m_onUse;
};

/// How injected faults change what the device meets; an empty function leaves it as it is.
struct Interference {
    std::function<void(AccessPoint&)> accessPoint;
    std::function<void(EthernetLink&)> ethernetLink;
    std::function<void(Internet&)> internet;
};

/// Lasts as long as this lives.
class Disturbance
{
public:
    Disturbance(Surroundings& surroundings, Interference interference);
    Disturbance(const Disturbance&) = delete;
    Disturbance& operator=(const Disturbance&) = delete;
    ~Disturbance();

    template <class Thing>
    void apply(Thing& thing) const
    {
        if constexpr (std::is_same_v<Thing, AccessPoint>)
            call(m_interference.accessPoint, thing);
        else if constexpr (std::is_same_v<Thing, EthernetLink>)
            call(m_interference.ethernetLink, thing);
        else
            call(m_interference.internet, thing);
    }

private:
    template <class Thing>
    static void call(const std::function<void(Thing&)>& function, Thing& thing)
    {
        if (function)
            function(thing);
    }

    Surroundings& m_surroundings;
    Interference m_interference;
};

/// Outlives what is in it. Machine thread only.
class Surroundings
{
public:
    Surroundings() = default;
    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

    /// In the order of their making.
    [[nodiscard]] const std::vector<Present<AccessPoint>*>& accessPoints() const
    {
        return all<AccessPoint>();
    }
    /// The board's socket; nullptr: it has none.
    [[nodiscard]] const Present<EthernetLink>* ethernetLink() const
    {
        return first<EthernetLink>();
    }
    /// nullptr: there is none.
    [[nodiscard]] const Present<Internet>* internet() const { return first<Internet>(); }

    /// The true UTC, nanoseconds since 1970.
    [[nodiscard]] std::int64_t utc(engine::VirtualTime now) const;

    struct Change {
    };
    /// Told after a thing came, changed or went.
    engine::Subscription onChange(engine::Signal<Change>::Function function)
    {
        return m_changed.subscribe(std::move(function));
    }

private:
    template <class Thing>
    friend class Present;
    friend class Disturbance;
    void add(Disturbance& disturbance);
    void remove(Disturbance& disturbance);
    void disturbAll();
    template <class Thing>
    [[nodiscard]] const std::vector<Present<Thing>*>& all() const
    {
        return std::get<std::vector<Present<Thing>*>>(m_things);
    }
    template <class Thing>
    [[nodiscard]] const Present<Thing>* first() const
    {
        return all<Thing>().empty() ? nullptr : all<Thing>().front();
    }
    template <class Thing>
    void add(Present<Thing>& thing)
    {
        std::get<std::vector<Present<Thing>*>>(m_things).push_back(&thing);
        m_changed.tell({});
    }
    template <class Thing>
    void remove(Present<Thing>& thing)
    {
        std::erase(std::get<std::vector<Present<Thing>*>>(m_things), &thing);
        m_changed.tell({});
    }

    std::tuple<std::vector<Present<AccessPoint>*>, std::vector<Present<EthernetLink>*>,
               std::vector<Present<Internet>*>>
        m_things;
    std::vector<Disturbance*> m_disturbances; ///< in the order of their making
    engine::Signal<Change> m_changed;
};

template <class Thing>
Present<Thing>::Present(Surroundings& surroundings, Thing thing, std::function<void(bool)> onUse)
    : m_surroundings(surroundings)
    , m_thing(std::move(thing))
    , m_onUse(std::move(onUse))
{
    static_cast<void>(disturb());
    surroundings.add(*this);
}

template <class Thing>
Present<Thing>::~Present()
{
    m_onUse = {}; // whose it is, is going
    m_surroundings.remove(*this);
}

template <class Thing>
void Present<Thing>::change(Thing thing)
{
    if (thing == m_thing)
        return;
    m_thing = std::move(thing);
    if (disturb())
        m_surroundings.m_changed.tell({});
}

template <class Thing>
bool Present<Thing>::disturb()
{
    Thing met = m_thing;
    for (const Disturbance* const disturbance : m_surroundings.m_disturbances)
        disturbance->apply(met);
    return std::exchange(m_met, std::move(met)) != m_met;
}

} // namespace perisphere::world
