#include "app_debugging.hpp"

#include "perisphere/device/host_launcher.hpp"

namespace perisphere::runtime
{
namespace
{

bool isRealTimeCapable(const device::App& app)
{
    return app.manifest.applicationType == manifest::ApplicationType::RealTimeCapable;
}

} // namespace

Result<device::StartOptions> SimulatedAppDebugging::options(const device::App& app)
{
    if (isRealTimeCapable(app) || device::isForApplicationCore(app)) // these cores serve gdb
        return device::StartOptions{.forDebugging = true};
    return m_starts.options();
}

void SimulatedAppDebugging::onDebugging(const device::App& app)
{
    if (isRealTimeCapable(app))
        m_starts.onOpened(app.componentId,
                          m_cores.serve(app.componentId, [this, id = app.componentId] {
                              m_starts.onConnected(id);
                          }));
}

void SimulatedAppDebugging::onStopped(const std::string& componentId)
{
    m_starts.onStopped(componentId);
    m_cores.end(componentId);
}

control::AppCore SimulatedAppDebugging::coreOf(const device::App& app) const
{
    if (!isRealTimeCapable(app))
        return control::AppCore::App;
    return m_cores.coreOf(app.componentId).value_or(0) == 0 // a stopped one may come to either
               ? control::AppCore::RealTime0
               : control::AppCore::RealTime1;
}

} // namespace perisphere::runtime
