// What happened on a device, on one axis of virtual time, as Perfetto and Chrome's tracing show it.
#pragma once

#include "perisphere/engine/time.hpp"
#include "perisphere/engine/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::engine
{

/// Not safe for several threads. What does not fit is left out and counted.
class Timeline
{
public:
    /// Some 100 MiB of text.
    static constexpr std::size_t kDefaultCapacity = 1'000'000;

    /// A line of the picture: `group` is what viewers fold up, such as a core.
    using Track = std::uint32_t;

    explicit Timeline(std::size_t capacity = kDefaultCapacity)
        : m_capacity(capacity)
    {
    }

    /// The same names give the same track. Tracks are shown in the order in which they are made.
    [[nodiscard]] Track track(std::string_view group, std::string_view name);

    /// `category` is a literal, by which viewers filter; `detail` is shown with the slice.
    void slice(Track track, VirtualTime begin, VirtualTime end, const char* category,
               std::string name, std::string detail = {});
    void instant(Track track, VirtualTime at, const char* category, std::string name,
                 std::string detail = {});
    /// A value from now on, drawn as a curve of that name in the track's group.
    void value(Track track, VirtualTime at, const std::string& name, double value);

    /// The levels and values of a recording that changed; a floating level is between low and high.
    void add(const Trace& trace, std::string_view group);
    /// Tracks, events and what was left out of another, behind what is here.
    void add(const Timeline& other);

    /// Nothing is after `end`: what begins there goes, what lasts longer ends there.
    void cut(VirtualTime end);

    /// That did not fit here or, told by who made them, elsewhere.
    void addDropped(std::uint64_t events) { m_dropped += events; }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }
    [[nodiscard]] std::size_t size() const { return m_events.size(); }

    /// JSON of the Trace Event Format. Events by time, at one time the longer ones first, else as
    /// they came: equal timelines are equal texts.
    [[nodiscard]] std::string toJson() const;

private:
    struct Event {
        VirtualTime begin;
        Duration duration{};
        Track track = 0;
        char phase = 'X';
        const char* category = "";
        std::string name;
        std::string detail;
        double value = 0;
    };
    struct TrackName {
        std::string name;
        std::uint32_t group = 0;
        std::uint32_t number = 0; ///< in its group, from 1
    };

    void append(Event event);

    std::size_t m_capacity;
    std::uint64_t m_dropped = 0;
    std::vector<Event> m_events;
    std::vector<std::string> m_groups;
    std::vector<TrackName> m_tracks;
};

} // namespace perisphere::engine
