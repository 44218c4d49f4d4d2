// Apps that were started under a debugger's server: where gdb connects to each.
#pragma once

#include "perisphere/control/apps_target.hpp"
#include "perisphere/device/app_launcher.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace perisphere::runtime
{

/// gdbserver starts the app, holds it before its first instruction and takes a free port, which it
/// names on the app's standard error stream before the app can write there. For the loop's thread.
class DebugStarts
{
public:
    using Listening = std::function<void(const Result<>&)>;

    explicit DebugStarts(std::filesystem::path gdbServer)
        : m_gdbServer(std::move(gdbServer))
    {
    }

    /// NotFound where gdbserver is not installed.
    [[nodiscard]] Result<device::StartOptions> options() const;

    /// Calls `done` when gdb can connect, or with an error when it will not be able to. At once
    /// where it can already.
    void await(const std::string& componentId, Listening done);

    void onLine(const control::LogLine& line);
    /// The same without gdbserver: gdb can connect there, or cannot.
    void onOpened(const std::string& componentId, const Result<std::uint16_t>& port);
    /// Of a run that is over or about to be.
    void forget(const std::string& componentId)
    {
        m_ports.erase(componentId);
        m_debugged.erase(componentId);
    }
    /// gdb has.
    void onConnected(const std::string& componentId);
    /// Whether gdb has connected since the app was started.
    [[nodiscard]] bool hasDebugger(const std::string& componentId) const
    {
        return m_debugged.contains(componentId);
    }
    /// When an app can be debugged, and when somebody debugs it.
    void setListener(std::function<void()> listener) { m_listener = std::move(listener); }
    /// The app has no process any more and will get none.
    void onStopped(const std::string& componentId);

    /// 127.0.0.1:PORT while the app is debugged.
    [[nodiscard]] std::optional<std::uint16_t> port(const std::string& componentId) const;

private:
    void finish(const std::string& componentId, const Result<>& result);

    std::filesystem::path m_gdbServer;
    std::map<std::string, std::uint16_t> m_ports;
    std::set<std::string> m_debugged;
    std::multimap<std::string, Listening> m_waiting;
    std::function<void()> m_listener;
};

} // namespace perisphere::runtime
