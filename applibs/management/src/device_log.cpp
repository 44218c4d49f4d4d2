#include "perisphere/management/device_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace perisphere::management
{
namespace
{

control::LogLineSource sourceOf(device::LogSource source)
{
    switch (source) {
    case device::LogSource::App:
        return control::LogLineSource::App;
    case device::LogSource::StandardOutput:
        return control::LogLineSource::StandardOutput;
    case device::LogSource::StandardError:
        return control::LogLineSource::StandardError;
    case device::LogSource::Device:
        break;
    }
    return control::LogLineSource::Device;
}

} // namespace

void DeviceLog::write(std::string_view componentId, device::LogSource source, std::string_view text)
{
    const Key key(componentId, source);
    if (source == device::LogSource::Device) { // whole lines
        add(key, m_now(), std::string(text));
        return;
    }
    LineBuffer& lines = m_unfinished.try_emplace(key, kMaxLineBytes).first->second;
    lines.add(text);
    while (auto line = lines.take())
        add(key, m_now(), *std::move(line));
}

void DeviceLog::flush(std::string_view componentId)
{
    for (auto& [key, lines] : m_unfinished)
        if (key.first == componentId && lines.lineBytes() > 0)
            add(key, m_now(), lines.takeRest());
    if (m_limit)
        tellOfLeftOut(std::string(componentId), m_limit->takeLeftOut(componentId), m_now());
}

void DeviceLog::add(const Key& key, engine::VirtualTime time, std::string text)
{
    if (m_limit && key.second != device::LogSource::Device) {
        const LineLimit::Verdict verdict = m_limit->ask(key.first, time);
        if (!verdict.isAdmitted)
            return;
        tellOfLeftOut(key.first, verdict.leftOut, time);
    }
    append(key, time, std::move(text));
}

void DeviceLog::tellOfLeftOut(const std::string& componentId, std::uint64_t lines,
                              engine::VirtualTime time)
{
    if (lines > 0)
        append(Key(componentId, device::LogSource::Device), time,
               fmt::format("lines of its log left out: {}; it may write {} a second", lines,
                           m_limit->rate().perSecond));
}

void DeviceLog::append(const Key& key, engine::VirtualTime time, std::string text)
{
    m_lines.push_back({.sequence = ++m_last,
                       .time = time,
                       .componentId = key.first,
                       .source = sourceOf(key.second),
                       .text = std::move(text)});
    if (m_lines.size() > kMaxLines)
        m_lines.pop_front();
    if (m_listener)
        m_listener(m_lines.back());
}

control::LogPage DeviceLog::page(const control::LogQuery& query) const
{
    control::LogPage page{.lines = {}, .next = query.since, .missed = 0};
    const std::uint64_t firstKept = m_last - m_lines.size() + 1;
    if (query.since + 1 < firstKept)
        page.missed = firstKept - query.since - 1;
    const std::uint64_t start = std::max(query.since + 1, firstKept);
    for (std::uint64_t sequence = start; sequence <= m_last && page.lines.size() < query.limit;
         ++sequence) {
        const control::LogLine& line = m_lines[static_cast<std::size_t>(sequence - firstKept)];
        page.next = sequence;
        if (query.app.empty() || line.componentId == query.app)
            page.lines.push_back(line);
    }
    return page;
}

} // namespace perisphere::management
