#include "perisphere/engine/unmodelled.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perisphere::engine
{

void UnmodelledAccesses::report(std::string_view where, std::string_view what,
                                std::string_view from)
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const UnmodelledAccess& one) {
        return one.where == where && one.what == what;
    });
    if (found != m_all.end()) {
        ++found->count;
        return;
    }
    if (m_all.size() >= kMaxKinds) {
        ++m_dropped;
        return;
    }
    m_all.push_back({.where = std::string(where),
                     .what = std::string(what),
                     .from = std::string(from),
                     .firstAt = m_scheduler.now(),
                     .count = 1});
    if (m_listener)
        m_listener(m_all.back());
    if (m_isStrict)
        m_scheduler.fault({.code = ErrorCode::Unsupported,
                           .message = fmt::format("{} of {} is not modelled{}", what, where,
                                                  from.empty() ? "" : fmt::format(" ({})", from)),
                           .where = {},
                           .expected = "what docs/fidelity.md lists, since this run is strict",
                           .advice = "leave out --strict to go on without its effect"});
}

} // namespace perisphere::engine
