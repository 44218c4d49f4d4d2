// Between the application manager and the service host, each of which needs the other one.
#pragma once

#include "perisphere/device/app_connections.hpp"

#include <memory>
#include <utility>

namespace perisphere::management
{

/// The service host needs services that need the manager, which needs the service host.
class ConnectionRelay final : public device::AppConnections
{
public:
    void setTarget(device::AppConnections& target) { m_target = &target; }
    void serve(std::shared_ptr<const device::App> app, UniqueFd socket) override
    {
        m_target->serve(std::move(app), std::move(socket));
    }

private:
    device::AppConnections* m_target = nullptr;
};

} // namespace perisphere::management
