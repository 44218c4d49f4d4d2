// Apps are not debugged on the device: a debugger would have to be in their sandbox.
#pragma once

#include "perisphere/management/app_debugging.hpp"

namespace perisphere::daemon
{

class NoDebugging final : public management::AppDebugging
{
public:
    [[nodiscard]] Result<device::StartOptions> options(const device::App& /*app*/) override
    {
        return fail(Error{.code = ErrorCode::Unsupported,
                          .message = "apps cannot be debugged on this device",
                          .where = {},
                          .expected = "a simulated one",
                          .advice = "run the same package on a simulated device"});
    }
    void await(const std::string& /*componentId*/, Listening /*done*/) override {}
    void forget(const std::string& /*componentId*/) override {}
    void onDebugging(const device::App& /*app*/) override {}
    void onStopped(const std::string& /*componentId*/) override {}
    [[nodiscard]] std::optional<std::uint16_t>
    port(const std::string& /*componentId*/) const override
    {
        return std::nullopt;
    }
    [[nodiscard]] bool hasDebugger(const std::string& /*componentId*/) const override
    {
        return false;
    }
    [[nodiscard]] control::AppCore coreOf(const device::App& /*app*/) const override
    {
        return control::AppCore::App;
    }
    void setListener(std::function<void()> /*listener*/) override {}
};

} // namespace perisphere::daemon
