#include "perisphere/management/line_limit.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::management
{
namespace
{

constexpr std::int64_t kSecond = 1'000'000'000;

}

LineLimit::Verdict LineLimit::ask(std::string_view componentId, engine::VirtualTime now)
{
    const std::int64_t cost = kSecond / m_rate.perSecond;
    const std::int64_t most = cost * m_rate.burst;
    const std::int64_t at = engine::toNanoseconds(now);
    const auto [found, isNew] = m_allowances.try_emplace(std::string(componentId),
                                                         Allowance{.nanoseconds = most, .at = at});
    Allowance& allowance = found->second;
    allowance.nanoseconds = std::min(most, allowance.nanoseconds + (at - allowance.at));
    allowance.at = at;
    if (allowance.nanoseconds < cost) {
        ++allowance.leftOut;
        return {};
    }
    allowance.nanoseconds -= cost;
    return {.isAdmitted = true, .leftOut = std::exchange(allowance.leftOut, 0)};
}

std::uint64_t LineLimit::takeLeftOut(std::string_view componentId)
{
    const auto found = m_allowances.find(componentId);
    return found == m_allowances.end() ? 0 : std::exchange(found->second.leftOut, 0);
}

} // namespace perisphere::management
