#include "memory_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace perisphere::device
{
namespace
{

bool isHeld(const AppSupervisor& app)
{
    return app.status().state == AppState::Running &&
           app.app().manifest.applicationType != manifest::ApplicationType::Debugger;
}

} // namespace

MemoryGuard::MemoryGuard(SupervisorContext& context, Supervisors& apps)
    : m_context(context)
    , m_apps(apps)
{
}

void MemoryGuard::watch()
{
    const bool isNeeded = m_context.options.memoryLimitKib &&
                          std::any_of(m_apps.begin(), m_apps.end(),
                                      [](const auto& one) { return isHeld(*one.second); });
    if (!isNeeded)
        m_timer.reset();
    else if (!m_timer)
        m_timer = m_context.parts.timers.after(m_context.options.memoryCheckInterval,
                                               [this] { check(); });
}

void MemoryGuard::check()
{
    std::ignore = enforce(*m_context.options.memoryLimitKib);
    m_timer.reset();
    watch();
}

Result<> MemoryGuard::enforce(std::uint64_t limitKib)
{
    std::uint64_t sum = 0;
    std::uint64_t most = 0;
    AppSupervisor* largest = nullptr;
    for (const auto& [componentId, app] : m_apps) {
        const auto use = isHeld(*app) ? app->memory() : fail(ErrorCode::NotFound, "");
        if (!use)
            continue;
        sum += use->userMode;
        if (use->userMode > most) {
            most = use->userMode;
            largest = app.get();
        }
    }
    if (limitKib == 0 && sum > 0)
        limitKib = sum - 1; // they have just gone past it
    if (largest == nullptr || sum <= limitKib)
        return fail(
            ErrorCode::NotFound,
            fmt::format("the running apps use {} KiB, and so not more than {}", sum, limitKib));
    largest->killFor(fmt::format("is killed: the apps use {} KiB of {}, and it the most, {} KiB",
                                 sum, limitKib, most));
    return {};
}

} // namespace perisphere::device
