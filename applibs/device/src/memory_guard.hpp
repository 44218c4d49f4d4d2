// Holds the apps to the memory that they may use together.
#pragma once

#include "app_supervisor.hpp"

#include <cstdint>
#include <map>

namespace perisphere::device
{

using Supervisors = std::map<std::string, std::unique_ptr<AppSupervisor>, std::less<>>;

/// Looks at intervals as long as an app runs. As on the device, an app under a debugger is not
/// held to the limit, nor is the debugger.
class MemoryGuard
{
public:
    MemoryGuard(SupervisorContext& context, Supervisors& apps);

    /// Something may have started. Nothing happens without a limit.
    void watch();

    /// Kills the largest app if they use more than `limitKib` together; 0: it is less than they
    /// use. NotFound: they do not.
    [[nodiscard]] Result<> enforce(std::uint64_t limitKib);

private:
    void check();

    SupervisorContext& m_context;
    Supervisors& m_apps;
    std::unique_ptr<Timer> m_timer;
};

} // namespace perisphere::device
