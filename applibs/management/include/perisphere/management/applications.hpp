// What apps may ask about themselves, and of their partners.
#pragma once

#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/services/system_services.hpp"

#include <functional>
#include <string>
#include <utility>

namespace perisphere::management
{

class Applications : public device::ApplicationService
{
public:
    /// The manager outlives it. An update of the system changes its version.
    Applications(device::AppManager& manager, std::function<std::string()> osVersion)
        : m_manager(manager)
        , m_osVersion(std::move(osVersion))
    {
    }

    [[nodiscard]] device::Outcome<device::MemoryUsage> memoryUsage(const device::App& app) override;
    [[nodiscard]] std::string osVersion() const override { return m_osVersion(); }
    /// Partners are apps of real-time cores: where there are none, none is running.
    [[nodiscard]] device::Outcome<UniqueFd> connect(const device::App& app,
                                                    const std::string& componentId) override;

private:
    device::AppManager& m_manager;
    std::function<std::string()> m_osVersion;
};

} // namespace perisphere::management
