// How apps of a simulated device are debugged: gdbserver for processes of the host, the emulated
// cores' own servers for the others.
#pragma once

#include "core_debugging.hpp"
#include "debug_starts.hpp"
#include "perisphere/management/app_debugging.hpp"

namespace perisphere::runtime
{

class SimulatedAppDebugging final : public management::AppDebugging
{
public:
    SimulatedAppDebugging(DebugStarts& starts, CoreDebugging& cores)
        : m_starts(starts)
        , m_cores(cores)
    {
    }

    [[nodiscard]] Result<device::StartOptions> options(const device::App& app) override;
    void await(const std::string& componentId, Listening done) override
    {
        m_starts.await(componentId, std::move(done));
    }
    void forget(const std::string& componentId) override { m_starts.forget(componentId); }
    void onDebugging(const device::App& app) override;
    void onStopped(const std::string& componentId) override;
    [[nodiscard]] std::optional<std::uint16_t> port(const std::string& componentId) const override
    {
        return m_starts.port(componentId);
    }
    [[nodiscard]] bool hasDebugger(const std::string& componentId) const override
    {
        return m_starts.hasDebugger(componentId);
    }
    [[nodiscard]] control::AppCore coreOf(const device::App& app) const override;
    void setListener(std::function<void()> listener) override
    {
        m_starts.setListener(std::move(listener));
    }

private:
    DebugStarts& m_starts;
    CoreDebugging& m_cores;
};

} // namespace perisphere::runtime
