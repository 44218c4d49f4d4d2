#include "perisphere/management/app_refusals.hpp"

#include <algorithm>

namespace perisphere::management
{

void AppRefusals::add(std::string_view componentId, const device::Refusal& refusal)
{
    if (!refusal.missing)
        return;
    OfApp& app = m_apps[std::string(componentId)];
    ++app.total;
    const device::MissingGrant& missing = *refusal.missing;
    const auto known = std::ranges::find_if(app.grants, [&](const control::RefusedGrant& one) {
        return one.capability == missing.capability && one.value == missing.value;
    });
    if (known != app.grants.end())
        ++known->count;
    else if (app.grants.size() < kMaxOfApp)
        app.grants.push_back({.capability = missing.capability,
                              .value = missing.value,
                              .line = missing.line,
                              .reason = refusal.reason,
                              .count = 1});
}

void AppRefusals::forget(std::string_view componentId)
{
    if (const auto found = m_apps.find(componentId); found != m_apps.end())
        m_apps.erase(found);
}

std::vector<control::RefusedGrant> AppRefusals::of(std::string_view componentId) const
{
    const auto found = m_apps.find(componentId);
    return found == m_apps.end() ? std::vector<control::RefusedGrant>() : found->second.grants;
}

std::uint64_t AppRefusals::total(std::string_view componentId) const
{
    const auto found = m_apps.find(componentId);
    return found == m_apps.end() ? 0 : found->second.total;
}

} // namespace perisphere::management
