#include "perisphere/management/applications.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace perisphere::management
{

using device::Outcome;
using device::refuse;

Outcome<device::MemoryUsage> Applications::memoryUsage(const device::App& app)
{
    const auto use = m_manager.memory(app.componentId);
    if (!use)
        return refuse(EAGAIN);
    return device::MemoryUsage{
        .total = use->total, .userMode = use->userMode, .peakUserMode = use->peakUserMode};
}

Outcome<UniqueFd> Applications::connect(const device::App& /*app*/, const std::string& componentId)
{
    return refuse(ECONNREFUSED, fmt::format("the partner app {} is not running: the device has no "
                                            "real-time cores",
                                            componentId));
}

} // namespace perisphere::management
