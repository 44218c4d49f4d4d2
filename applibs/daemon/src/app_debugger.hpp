// How apps of a Linux device are debugged: under gdbserver in their sandbox, which GDB reaches over
// a port of the device's loopback interface. The device's configuration has to allow it, and the
// app's package has to say that it is under development.
#pragma once

#include "gdb_relay.hpp"
#include "perisphere/management/app_debugging.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::daemon
{

class AppDebugger final : public management::AppDebugging
{
public:
    AppDebugger(uv_loop_t& loop, bool isAllowed)
        : m_loop(loop)
        , m_isAllowed(isAllowed)
    {
    }

    /// gdbserver is in the app's place; `server` leads to it.
    void onServer(const std::string& componentId, UniqueFd server);

    [[nodiscard]] Result<device::StartOptions> options(const device::App& app) override;
    void await(const std::string& componentId, Listening done) override;
    void forget(const std::string& componentId) override { m_relays.erase(componentId); }
    void onDebugging(const device::App& app) override;
    void onStopped(const std::string& componentId) override;
    [[nodiscard]] std::optional<std::uint16_t> port(const std::string& componentId) const override;
    [[nodiscard]] bool hasDebugger(const std::string& componentId) const override;
    [[nodiscard]] control::AppCore coreOf(const device::App& /*app*/) const override
    {
        return control::AppCore::App;
    }
    void setListener(std::function<void()> listener) override { m_listener = std::move(listener); }

private:
    [[nodiscard]] std::vector<Listening> takeWaiting(const std::string& componentId);

    uv_loop_t& m_loop;
    bool m_isAllowed;
    std::function<void()> m_listener;
    std::map<std::string, Result<std::unique_ptr<GdbRelay>>> m_relays; ///< by component id
    std::multimap<std::string, Listening> m_waiting;                   ///< likewise
};

} // namespace perisphere::daemon
