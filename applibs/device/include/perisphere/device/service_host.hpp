// Serves the sockets of running apps on a libuv loop.
#pragma once

#include "perisphere/device/app_connections.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/device_services.hpp"
#include "perisphere/device/input_on_demand.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>

struct uv_loop_s;

namespace perisphere::device
{

/// One connection an app process, each with a Session. A client that sends garbage gets EPROTO; one
/// that does not take its replies is disconnected; one that floods is served in turn with the
/// others.
class ServiceHost final : public AppConnections
{
public:
    /// All are used on the loop's thread only and must outlive the host.
    ServiceHost(uv_loop_s& loop, DeviceServices& services, AppLog& log);

    /// Disconnects all. The loop has to run once more for the handles to close.
    ~ServiceHost() override;

    ServiceHost(const ServiceHost&) = delete;
    ServiceHost& operator=(const ServiceHost&) = delete;

    /// From now on the requests of apps for which that is so are read there.
    void serveOnDemand(InputOnDemand& input, std::function<bool(const App&)> isServedSo)
    {
        m_onDemand = &input;
        m_isServedOnDemand = std::move(isServedSo);
    }

    void serve(std::shared_ptr<const App> app, UniqueFd socket) override;

    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }

private:
    class Connection;
    void disconnect(Connection& connection);
    [[nodiscard]] Outcome<UniqueFd> connect(const std::shared_ptr<const App>& app);

    uv_loop_s& m_loop;
    DeviceServices& m_services;
    AppLog& m_log;
    InputOnDemand* m_onDemand = nullptr;
    std::function<bool(const App&)> m_isServedOnDemand;
    std::unordered_map<Connection*, std::unique_ptr<Connection>> m_connections;
};

} // namespace perisphere::device
