// What apps may ask about themselves, and of their partners.
#pragma once

#include "perisphere/device/app_manager.hpp"
#include "perisphere/device/services/system_services.hpp"

#include <string>
#include <utility>

namespace perisphere::daemon
{

class Applications final : public device::ApplicationService
{
public:
    /// The manager outlives it.
    Applications(device::AppManager& manager, std::string osVersion)
        : m_manager(manager)
        , m_osVersion(std::move(osVersion))
    {
    }

    [[nodiscard]] device::Outcome<device::MemoryUsage> memoryUsage(const device::App& app) override;
    [[nodiscard]] std::string osVersion() const override { return m_osVersion; }
    /// Partners are apps of real-time cores, which boards of Linux do not have.
    [[nodiscard]] device::Outcome<UniqueFd> connect(const device::App& app,
                                                    const std::string& componentId) override;

private:
    device::AppManager& m_manager;
    std::string m_osVersion;
};

} // namespace perisphere::daemon
