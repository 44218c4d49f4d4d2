#include "serial_streams.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::runtime
{

std::size_t SerialStreams::add(control::SerialPort port)
{
    const std::lock_guard lock(m_mutex);
    m_lines.push_back({.port = std::move(port), .bytes = {}});
    return m_lines.size() - 1;
}

void SerialStreams::setWake(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

void SerialStreams::received(std::size_t line, std::string_view bytes)
{
    std::unique_lock lock(m_mutex);
    Line& one = m_lines.at(line);
    one.port.received += bytes.size();
    one.bytes += bytes;
    if (one.bytes.size() > 2 * kKeptBytes)
        one.bytes.erase(0, one.bytes.size() - kKeptBytes);
    changed(std::move(lock), one);
}

void SerialStreams::update(std::size_t line,
                           const std::function<void(control::SerialPort&)>& change)
{
    std::unique_lock lock(m_mutex);
    Line& one = m_lines.at(line);
    change(one.port);
    changed(std::move(lock), one);
}

void SerialStreams::changed(std::unique_lock<std::mutex> lock, Line& line)
{
    ++line.revision;
    const auto wake = m_wake;
    lock.unlock(); // the server may look at once
    if (wake)
        wake();
}

std::vector<control::SerialPort> SerialStreams::ports() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<control::SerialPort> ports;
    for (const Line& line : m_lines)
        ports.push_back(line.port);
    return ports;
}

control::SerialPort SerialStreams::port(std::size_t line) const
{
    const std::lock_guard lock(m_mutex);
    return m_lines.at(line).port;
}

control::SerialPage SerialStreams::page(std::size_t line, std::uint64_t since,
                                        std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    const Line& one = m_lines.at(line);
    const std::uint64_t kept = std::min<std::uint64_t>(one.bytes.size(), kKeptBytes);
    const std::uint64_t first = one.port.received - kept;
    const std::uint64_t from = std::clamp(since, first, one.port.received);
    const auto begin = one.bytes.size() - static_cast<std::size_t>(one.port.received - from);
    const auto chunk = std::as_bytes(std::span(one.bytes).subspan(begin));
    const auto taken = chunk.first(std::min(limit, chunk.size()));
    return {.bytes = {taken.begin(), taken.end()},
            .next = from + taken.size(),
            .missed = since < first ? first - since : 0};
}

std::uint64_t SerialStreams::revision(std::size_t line) const
{
    const std::lock_guard lock(m_mutex);
    return m_lines.at(line).revision;
}

} // namespace perisphere::runtime
