#include "debug_starts.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace perisphere::runtime
{

Result<device::StartOptions> DebugStarts::options() const
{
    std::error_code error;
    if (!std::filesystem::exists(m_gdbServer, error))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "gdbserver, which starts an app for debugging, is missing",
                          .where = {},
                          .expected = m_gdbServer.string(),
                          .advice = "install the package gdbserver"});
    device::StartOptions options;
    // Without a shell in between, and gone when gdb is.
    options.runner = {m_gdbServer.string(), "--once", "--no-startup-with-shell", "127.0.0.1:0"};
    options.forDebugging = true;
    return options;
}

void DebugStarts::await(const std::string& componentId, Listening done)
{
    if (m_ports.contains(componentId))
        done({});
    else
        m_waiting.emplace(componentId, std::move(done));
}

void DebugStarts::onLine(const control::LogLine& line)
{
    constexpr std::string_view kListening = "Listening on port ";
    constexpr std::string_view kConnected = "Remote debugging from host ";
    if (line.source != control::LogLineSource::StandardError)
        return;
    if (m_ports.contains(line.componentId) && line.text.starts_with(kConnected))
        onConnected(line.componentId);
    if (!m_waiting.contains(line.componentId) || !line.text.starts_with(kListening))
        return;
    std::uint16_t port = 0;
    const char* const end = line.text.data() + line.text.size();
    const auto parsed = std::from_chars(line.text.data() + kListening.size(), end, port);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return;
    m_ports[line.componentId] = port;
    finish(line.componentId, {});
}

void DebugStarts::onOpened(const std::string& componentId, const Result<std::uint16_t>& port)
{
    if (port)
        m_ports[componentId] = *port;
    finish(componentId, port ? Result<>() : fail(port.error()));
}

void DebugStarts::onConnected(const std::string& componentId)
{
    if (m_debugged.insert(componentId).second && m_listener)
        m_listener();
}

void DebugStarts::onStopped(const std::string& componentId)
{
    forget(componentId);
    finish(componentId, fail(Error{.code = ErrorCode::Io,
                                   .message = "gdbserver ended before gdb could connect",
                                   .where = {},
                                   .expected = {},
                                   .advice = "the app's log says why"}));
}

std::optional<std::uint16_t> DebugStarts::port(const std::string& componentId) const
{
    const auto found = m_ports.find(componentId);
    return found == m_ports.end() ? std::nullopt : std::optional(found->second);
}

void DebugStarts::finish(const std::string& componentId, const Result<>& result)
{
    const auto [begin, end] = m_waiting.equal_range(componentId);
    std::vector<Listening> told;
    for (auto waiting = begin; waiting != end; ++waiting)
        told.push_back(std::move(waiting->second));
    m_waiting.erase(begin, end);
    for (const Listening& one : told)
        one(result);
    if (m_listener)
        m_listener();
}

} // namespace perisphere::runtime
