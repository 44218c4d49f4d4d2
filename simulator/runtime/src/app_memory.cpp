#include "app_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace perisphere::runtime
{

AppMemory::Handle AppMemory::add(std::string name)
{
    return m_apps.insert(m_apps.end(), App{.name = std::move(name)});
}

std::uint64_t AppMemory::used() const
{
    std::uint64_t sum = 0;
    for (const App& app : m_apps)
        sum += app.usedKib;
    return sum;
}

void AppMemory::take(std::span<const Reported> reports)
{
    const Reported* last = nullptr; // of those that have grown
    for (const Reported& one : reports) {
        const bool hasEnded = one.report.kind == protocol::ClockReport::Kind::Ended;
        const std::uint32_t before =
            std::exchange(one.app->usedKib, hasEnded ? 0 : one.report.memoryKib);
        if (one.app->usedKib > before && (last == nullptr || one.report.now >= last->report.now))
            last = &one;
    }
    if (used() <= m_limitKib) {
        for (App& app : m_apps)
            app.isOver = false;
        return;
    }
    const bool isChosen =
        std::ranges::any_of(m_apps, [](const App& app) { return app.isOver && app.usedKib != 0; });
    if (!isChosen && last != nullptr)
        last->app->isOver = true;
}

std::string AppMemory::grant(Handle app, protocol::ClockGrant& grant) const
{
    std::string others;
    for (const App& other : m_apps) {
        if (&other == &*app || other.usedKib == 0)
            continue;
        grant.otherAppsKib += other.usedKib;
        others += fmt::format("{}{} {} KiB", others.empty() ? "" : ", ", other.name, other.usedKib);
    }
    if (others.size() > protocol::kMostOtherApps)
        others.resize(protocol::kMostOtherApps);
    const std::uint32_t left = m_limitKib - std::min(m_limitKib, grant.otherAppsKib);
    grant.memoryKib = app->isOver ? left : std::max(left, app->usedKib); // what it has, it keeps
    return others;
}

} // namespace perisphere::runtime
