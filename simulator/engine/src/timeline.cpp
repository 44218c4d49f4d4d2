#include "perisphere/engine/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace perisphere::engine
{
namespace
{

/// A JSON string. Bytes above ASCII are taken for UTF-8.
std::string jsonString(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (static_cast<unsigned char>(c) < ' ')
            fmt::format_to(std::back_inserter(quoted), "\\u{:04x}", static_cast<unsigned>(c));
        else
            quoted += c;
    }
    return quoted + '"';
}

/// The format counts in microseconds.
std::string microseconds(std::int64_t nanoseconds)
{
    return fmt::format("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
}

double asNumber(const TraceValue& value)
{
    if (const auto* level = std::get_if<Level>(&value))
        return *level == Level::High ? 1.0 : *level == Level::Low ? 0.0 : 0.5;
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*integer);
    return std::get<double>(value);
}

} // namespace

Timeline::Track Timeline::track(std::string_view group, std::string_view name)
{
    const auto known = std::ranges::find(m_groups, group);
    const auto groupNumber = static_cast<std::uint32_t>(known - m_groups.begin());
    if (known == m_groups.end())
        m_groups.emplace_back(group);
    std::uint32_t number = 1;
    for (std::size_t i = 0; i < m_tracks.size(); ++i) {
        if (m_tracks[i].group != groupNumber)
            continue;
        if (m_tracks[i].name == name)
            return static_cast<Track>(i);
        ++number;
    }
    m_tracks.push_back({.name = std::string(name), .group = groupNumber, .number = number});
    return static_cast<Track>(m_tracks.size() - 1);
}

void Timeline::append(Event event)
{
    if (m_events.size() < m_capacity)
        m_events.push_back(std::move(event));
    else
        ++m_dropped;
}

void Timeline::slice(Track track, VirtualTime begin, VirtualTime end, const char* category,
                     std::string name, std::string detail)
{
    append({.begin = begin,
            .duration = std::max(end - begin, Duration::zero()),
            .track = track,
            .phase = 'X',
            .category = category,
            .name = std::move(name),
            .detail = std::move(detail)});
}

void Timeline::instant(Track track, VirtualTime at, const char* category, std::string name,
                       std::string detail)
{
    append({.begin = at,
            .track = track,
            .phase = 'i',
            .category = category,
            .name = std::move(name),
            .detail = std::move(detail)});
}

void Timeline::value(Track track, VirtualTime at, const std::string& name, double value)
{
    append({.begin = at,
            .track = track,
            .phase = 'C',
            .category = "signal",
            .name = name,
            .detail = {},
            .value = value});
}

void Timeline::add(const Trace& trace, std::string_view group)
{
    if (trace.records.empty())
        return;
    const Track signals = track(group, "signals");
    std::vector<bool> changes(trace.signals.size());
    for (const TraceRecord& record : trace.records)
        changes[record.signal] = true;
    for (std::size_t i = 0; i < trace.signals.size(); ++i)
        if (changes[i])
            value(signals, trace.begin, trace.signals[i].name, asNumber(trace.signals[i].first));
    for (const TraceRecord& record : trace.records)
        value(signals, record.time, trace.signals[record.signal].name, asNumber(record.value));
    m_dropped += trace.dropped;
}

void Timeline::add(const Timeline& other)
{
    std::vector<Track> tracks;
    for (const TrackName& one : other.m_tracks)
        tracks.push_back(track(other.m_groups[one.group], one.name));
    for (Event event : other.m_events) {
        event.track = tracks[event.track];
        append(std::move(event));
    }
    m_dropped += other.m_dropped;
}

void Timeline::cut(VirtualTime end)
{
    std::erase_if(m_events, [end](const Event& event) { return event.begin >= end; });
    for (Event& event : m_events)
        event.duration = std::min(event.duration, end - event.begin);
}

std::string Timeline::toJson() const
{
    std::vector<const Event*> sorted;
    sorted.reserve(m_events.size());
    for (const Event& event : m_events)
        sorted.push_back(&event);
    std::ranges::stable_sort(sorted, [](const Event* a, const Event* b) {
        return a->begin != b->begin ? a->begin < b->begin : a->duration > b->duration;
    });
    std::string text = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
    const auto out = std::back_inserter(text);
    // Viewers sort by names where they are not told.
    for (std::size_t i = 1; i <= m_groups.size(); ++i)
        fmt::format_to(out,
                       "{{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":{0},\"args\":"
                       "{{\"name\":{1}}}}},\n"
                       "{{\"ph\":\"M\",\"name\":\"process_sort_index\",\"pid\":{0},\"args\":"
                       "{{\"sort_index\":{0}}}}},\n",
                       i, jsonString(m_groups[i - 1]));
    for (const TrackName& one : m_tracks)
        fmt::format_to(out,
                       "{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":{0},\"tid\":{1},\"args\":"
                       "{{\"name\":{2}}}}},\n"
                       "{{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":{0},\"tid\":{1},"
                       "\"args\":{{\"sort_index\":{1}}}}},\n",
                       one.group + 1, one.number, jsonString(one.name));
    for (const Event* event : sorted) {
        const TrackName& on = m_tracks[event->track];
        fmt::format_to(out, "{{\"ph\":\"{}\",\"pid\":{},\"tid\":{},\"ts\":{},\"cat\":\"{}\"",
                       event->phase, on.group + 1, on.number,
                       microseconds(toNanoseconds(event->begin)), event->category);
        fmt::format_to(out, ",\"name\":{}", jsonString(event->name));
        if (event->phase == 'X')
            fmt::format_to(out, ",\"dur\":{}", microseconds(event->duration.count()));
        if (event->phase == 'i')
            text += ",\"s\":\"t\"";
        if (event->phase == 'C') // JSON has no infinity
            fmt::format_to(out, ",\"args\":{{\"value\":{}}}",
                           std::isfinite(event->value) ? event->value : 0.0);
        else if (!event->detail.empty())
            fmt::format_to(out, ",\"args\":{{\"detail\":{}}}", jsonString(event->detail));
        text += "},\n";
    }
    fmt::format_to(out,
                   "{{\"ph\":\"M\",\"name\":\"dropped_events\",\"pid\":0,\"args\":"
                   "{{\"count\":{}}}}}\n]}}\n",
                   m_dropped);
    return text;
}

} // namespace perisphere::engine
