#include "memory_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

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
    if (largest != nullptr && sum > *m_context.options.memoryLimitKib)
        largest->killFor(
            fmt::format("is killed: the apps use {} KiB of {}, and it the most, {} KiB", sum,
                        *m_context.options.memoryLimitKib, most));
    m_timer.reset();
    watch();
}

} // namespace perisphere::device
